"""`archive mail`: look into the mailbox without waiting for the clock; try whether letters can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.actor import require
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.feed_answer import told
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("mail", help=about("mail"))
def command() -> None:
    """The group."""


@command.command("run", help=translate("Look into the mailbox now."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def run(settings: Settings, *, as_json: bool) -> None:
    """Take in whatever is there."""
    with acting(settings) as (archive, actor):
        require(actor, Act.OPERATE)
        told(archive.feeding.mail, "ARCHIVE_MAILBOX_URL", as_json=as_json)


@command.command("try", help=translate("Send a letter that says nothing but that mail works."))
@click.argument("address", metavar="ADDRESS")
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def try_out(settings: Settings, address: str, *, as_json: bool) -> None:
    """The server either takes it, or says why not."""
    with acting(settings) as (archive, actor):
        archive.administration.system.send_test_letter(address, actor)
    done = translate("The letter is sent to {address}.", address=address)
    Output(as_json).answer({"to": address}, lambda: click.echo(done))
