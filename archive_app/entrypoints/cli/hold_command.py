"""`archive hold`: bans on destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import HoldTarget
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, period_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.words import HOLD_TARGET_WORDS

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings


@click.group("hold", help=about("hold"))
def command() -> None:
    """Group of `add`, `release`, `list`."""


@command.command("add", help=translate("Forbid the destruction of a document, a case file, a person's files, an item."))
@click.argument("target", **coded(HOLD_TARGET_WORDS))
@click.argument("target_id", metavar="ID")
@click.option("--reference", required=True, metavar="TEXT", help=translate("The paper that asks for it."))
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
@click.option("--since", type=DAY, default=None, metavar="DATE", help=translate("From this day (default: today)."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("To the end of this day."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def add(
    settings: Settings,
    target: str,
    target_id: str,
    reference: str,
    reason: str,
    since: datetime.date | None,
    until: datetime.date | None,
    *,
    as_json: bool,
) -> None:
    """Without an end the hold lasts until it is released."""
    with acting(settings) as (archive, actor):
        number = archive.life.holding.add(
            HoldTarget(target), target_id, actor, reference=reference, reason=reason, since=since, until=until
        )
    Output(as_json).answer({"hold_id": number}, lambda: click.echo(translate("Hold {number} is laid.", number=number)))


@command.command("release", help=translate("End a hold."))
@click.argument("hold", type=NUMBER, metavar="HOLD")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def release(settings: Settings, hold: int, reason: str, *, as_json: bool) -> None:
    """The row stays."""
    with acting(settings) as (archive, actor):
        archive.life.holding.release(hold, actor, reason=reason)
    Output(as_json).answer({"hold_id": hold}, lambda: click.echo(translate("Hold {number} is released.", number=hold)))


@command.command("list", help=translate("List the holds in force."))
@click.option("--all", "past", is_flag=True, help=translate("Also those that are over."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def list_holds(settings: Settings, *, past: bool, as_json: bool) -> None:
    """In the order of their numbers."""
    with acting(settings) as (archive, actor):
        holds = archive.life.holding.listed(actor, past=past)

    def say() -> None:
        for hold in holds:
            what = f"{translate(HOLD_TARGET_WORDS[hold.target])} {hold.target_id}"
            click.echo(f"{hold.hold_id}  {what}  {hold.reference}  {period_words(hold.since, hold.until)}")
        if not holds:
            click.echo(translate("There are no holds."))

    Output(as_json).answer({"holds": holds}, say)
