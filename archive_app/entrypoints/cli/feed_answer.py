"""What a look at the watched folder or the mailbox brought, told on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.entrypoints.cli.output import Output
from archive_app.errors import EXIT_SETTINGS, ArchiveError
from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from archive_app.services.inbox import Inbox
    from archive_app.services.mail_intake import MailIntake

OUTCOMES = {
    "taken_in": mark("Taken in: {number}"),
    "duplicate": mark("Were there already: {number}"),
    "refused": mark("Refused: {number}"),
    "later": mark("Left for the next look: {number}"),
}


class NotSet(ArchiveError):
    """There is nothing to look into. Params: `setting`."""

    code = "feed_not_set"
    exit_code = EXIT_SETTINGS


def told(feed: Inbox | MailIntake | None, setting: str, *, as_json: bool) -> None:
    """Look, and tell how many came. Raises NotSet and what the look raises."""
    if feed is None:
        raise NotSet(setting, setting=setting)
    found = feed.run().outcomes

    def lines() -> None:
        for outcome, words in OUTCOMES.items():
            if found[outcome]:
                click.echo(translate(words, number=found[outcome]))
        if not found:
            click.echo(translate("Nothing is there."))

    Output(as_json).answer(dict(found), lines)
