"""`archive inbox`: look into the watched folder now, without waiting for the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.actor import require
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.feed_answer import told
from archive_app.entrypoints.cli.output import json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("inbox", help=about("inbox"))
def command() -> None:
    """The group."""


@command.command("run", help=translate("Look into the watched folder now."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def run(settings: Settings, *, as_json: bool) -> None:
    """Take in whatever is there."""
    with acting(settings) as (archive, actor):
        require(actor, Act.OPERATE)
        told(archive.feeding.inbox, "ARCHIVE_INBOX", as_json=as_json)
