"""`archive register`: books of issue, originals that nobody has come for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RegisterBook
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import day_words
from archive_app.entrypoints.cli.numbers import NUMBER, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import person_of
from archive_app.i18n import translate
from archive_app.services.registers.books import BOOK_WORDS
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.receiving import Receiver

if TYPE_CHECKING:
    from archive_app.services.registers.entering import EntryLine
    from archive_app.settings import Settings

SHOWN = 1000
BOOK = coded(BOOK_WORDS, metavar="BOOK")


@click.group("register", help=about("register"))
def command() -> None:
    """Group of `list`, `enter`, `give-out`."""


@command.command("list", help=translate("List lines of the books of issue."))
@click.option("--book", default=None, **coded(BOOK_WORDS, translate("Only this book.")))
@click.option("--year", type=YEAR, default=None, help=translate("Only this year."))
@click.option("--unclaimed", is_flag=True, help=translate("Only originals that nobody has come for."))
@click.option("--before", type=NUMBER, default=None, help=translate("Only lines before the one of this number."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def list_entries(
    settings: Settings, book: str | None, year: int | None, before: int | None, *, unclaimed: bool, as_json: bool
) -> None:
    """The newest first, a thousand at most."""
    with acting(settings) as (archive, actor):
        chosen = RegisterBook(book) if book else None
        lines = archive.registers.entering.listed(
            actor, book=chosen, year=year, unclaimed=unclaimed, before=before, limit=SHOWN
        )

    def say() -> None:
        for line in lines:
            click.echo(_line(line))
        if not lines:
            click.echo(translate("Nothing is entered here."))

    Output(as_json).answer({"entries": lines}, say)


@command.command("enter", help=translate("Enter a document into a book of issue."))
@click.argument("book", **BOOK)
@click.option("--person", required=True, metavar="NAME|ID", help=translate("Whom it is for."))
@click.option("--title", required=True, metavar="TEXT", help=translate("What was made out."))
@click.option("--ground", required=True, metavar="TEXT", help=translate("Order of the graduation, application."))
@click.option("--blank", type=NUMBER, default=None, help=translate("Number of the blank, see archive blanks list."))
@click.option("--duplicate", is_flag=True, help=translate("It is a duplicate."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def enter(
    settings: Settings,
    book: str,
    person: str,
    title: str,
    ground: str,
    blank: int | None,
    *,
    duplicate: bool,
    as_json: bool,
) -> None:
    """Under the next number of the book in this year."""
    with acting(settings) as (archive, actor):
        made = MadeOut(RegisterBook(book), person_of(archive, person, actor), title, ground, blank, duplicate)
        line = archive.registers.entering.enter(made, actor)
    Output(as_json).answer(line, lambda: click.echo(_line(line)))


@command.command("give-out", help=translate("Give an original out against signature."))
@click.argument("entry", type=NUMBER, metavar="ENTRY")
@click.option("--to", "received_by", required=True, metavar="TEXT", help=translate("Who receives it."))
@click.option("--shown", required=True, metavar="TEXT", help=translate("The document shown: series and number."))
@click.option("--authority", default="", metavar="TEXT", help=translate("Paper of whoever receives for another."))
@click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def give_out(
    settings: Settings,
    entry: int,
    received_by: str,
    shown: str,
    authority: str,
    version: int | None,
    *,
    as_json: bool,
) -> None:
    """The journal of disclosures has its line too."""
    with acting(settings) as (archive, actor):
        entering = archive.registers.entering
        version = version or entering.line(entry, actor).version
        line = entering.hand_over(entry, Receiver(received_by, shown, authority), actor, version=version)
    Output(as_json).answer(line, lambda: click.echo(_line(line)))


def _line(line: EntryLine) -> str:
    given = f"{day_words(line.issued_on)}, {line.received_by}" if line.issued_on else translate("not claimed")
    parts = [f"[{line.entry_id}]", f"№ {line.number}", day_words(line.entered_on), line.person, line.title, line.blank]
    return "  ".join([*(part for part in parts if part), given])
