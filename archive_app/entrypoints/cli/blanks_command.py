"""`archive blanks`: blanks of strict accounting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import BlankState, RegisterBook
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.register_command import BOOK, SHOWN
from archive_app.i18n import translate, translate_plural
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.books import BOOK_WORDS, STATE_WORDS

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("blanks", help=about("blanks"))
def command() -> None:
    """Group of `balance`, `list`, `receive`, `spoil`."""


@command.command("balance", help=translate("Tell how many blanks came and where they are."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def balance(settings: Settings, *, as_json: bool) -> None:
    """Of every book."""
    with acting(settings) as (archive, actor):
        counts = archive.registers.blanks.balance(actor)

    def say() -> None:
        for one in counts:
            words = translate(BOOK_WORDS[RegisterBook(one.book)])
            told = {"received": one.received, "used": one.used, "spoiled": one.spoiled, "left": one.left}
            sums = translate("received {received}, issued {used}, spoiled {spoiled}, left {left}", **told)
            click.echo(f"{words}: {sums}")

    rows = [
        {"book": one.book, "received": one.received, "used": one.used, "spoiled": one.spoiled, "left": one.left}
        for one in counts
    ]
    Output(as_json).answer({"books": rows}, say)


@command.command("list", help=translate("List blanks of a book."))
@click.argument("book", **BOOK)
@click.option("--state", default=BlankState.RECEIVED.value, **coded(STATE_WORDS, translate("Which.")))
@click.option("--after", type=NUMBER, default=None, help=translate("Only blanks after the one of this number."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def list_blanks(settings: Settings, book: str, state: str, after: int | None, *, as_json: bool) -> None:
    """A thousand at most."""
    with acting(settings) as (archive, actor):
        lines = archive.registers.blanks.listed(
            RegisterBook(book), actor, state=BlankState(state), after=after or 0, limit=SHOWN
        )

    def say() -> None:
        for line in lines:
            words = translate(STATE_WORDS[BlankState(line.state)])
            told = [f"[{line.blank_id}]", line.series, line.number, words, line.why]
            click.echo("  ".join(part for part in told if part))
        if not lines:
            click.echo(translate("There are no such blanks."))

    Output(as_json).answer({"blanks": lines}, say)


@command.command("receive", help=translate("Enter blanks that came."))
@click.argument("book", **BOOK)
@click.option("--series", default="", metavar="TEXT", help=translate("Series."))
@click.option("--first", required=True, metavar="NUMBER", help=translate("The first number, with its zeros."))
@click.option("--count", type=NUMBER, required=True, help=translate("How many."))
@click.option("--ground", required=True, metavar="TEXT", help=translate("Waybill: number and date."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def receive(settings: Settings, book: str, series: str, first: str, count: int, ground: str, *, as_json: bool) -> None:
    """All of them or none."""
    with acting(settings) as (archive, actor):
        came = archive.registers.blanks.receive(Lot(RegisterBook(book), series, first, count, ground), actor)
    said = translate_plural("{count} blank is entered.", "{count} blanks are entered.", came, count=came)
    Output(as_json).answer({"received": came}, lambda: click.echo(said))


@command.command("spoil", help=translate("Write a blank off by an act."))
@click.argument("blank", type=NUMBER, metavar="BLANK")
@click.option("--why", required=True, metavar="TEXT", help=translate("Why it is spoiled, and the act."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def spoil(settings: Settings, blank: int, why: str, *, as_json: bool) -> None:
    """It is never used afterwards."""
    with acting(settings) as (archive, actor):
        archive.registers.blanks.spoil(blank, why, actor)
    Output(as_json).answer({"spoiled": blank}, lambda: click.echo(translate("The blank is written off.")))
