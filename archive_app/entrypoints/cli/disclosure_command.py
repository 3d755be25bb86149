"""`archive disclosure`: the journal of disclosures, who looked at the records of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.answer_commands import disclose, disclosures
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import person_of
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime

    from archive_app.services.disclosure.looks import LookLine
    from archive_app.settings import Settings


@click.group("disclosure", help=about("disclosure"))
def command() -> None:
    """Group of `list`, `note`, `looks`."""


command.add_command(disclosures, "list")
command.add_command(disclose, "note")


@command.command("looks", help=translate("Tell who looked at the records of a person."))
@click.argument("person", metavar="NAME|ID")
@click.option("--since", type=DAY, default=None, metavar="DATE", help=translate("From this day."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("Until this day, it included."))
@json_option
@click.pass_obj
@needs(Act.AUDIT)
def looks(
    settings: Settings,
    person: str,
    since: datetime.date | None,
    until: datetime.date | None,
    *,
    as_json: bool,
) -> None:
    """By account and act."""
    with acting(settings) as (archive, actor):
        found = archive.requests.looks.at(person_of(archive, person, actor, asking=Act.AUDIT), actor, since, until)
        zone = archive.settings.zone

    def told(line: LookLine) -> str:
        first, last = (f"{at.astimezone(zone):%d.%m.%Y %H:%M}" for at in (line.first, line.last))
        return f"{line.who}: {line.words}, {line.count}, {first} — {last}"

    def say() -> None:
        click.echo(found.person)
        for line in found.lines:
            click.echo(told(line))
        if not found.lines:
            click.echo(translate("Nobody looked at the records of this person in these days."))

    Output(as_json).answer(found, say)
