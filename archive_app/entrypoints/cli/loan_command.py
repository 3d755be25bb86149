"""`archive loan`: paper originals go out and come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.lending.giving import Wanted
from archive_app.services.lending.printing import lent_words

if TYPE_CHECKING:
    import datetime

    from archive_app.services.lending.book import LoanCard
    from archive_app.settings import Settings

SHOWN = 1000


@click.group("loan", help=about("loan"))
def command() -> None:
    """Group of `give`, `return`, `list`."""


@command.command("give", help=translate("Lend a case file, one of its volumes, or a document."))
@click.argument("case_file", type=NUMBER, required=False, metavar="CASE")
@click.option("--volume", type=NUMBER, default=None, help=translate("Only this volume."))
@click.option("--document", type=NUMBER, default=None, help=translate("Only this document (then without CASE)."))
@click.option("--to", "borrower", required=True, metavar="TEXT", help=translate("Who takes it: name and post."))
@click.option("--until", type=DAY, required=True, metavar="DATE", help=translate("The last day."))
@click.option("--purpose", default="", metavar="TEXT", help=translate("What for."))
@click.option(
    "--card",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=translate("Write the substitution card, .pdf or .xlsx."),
)
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def give(
    settings: Settings,
    case_file: int | None,
    volume: int | None,
    document: int | None,
    borrower: str,
    until: datetime.date,
    purpose: str,
    card: Path | None,
    *,
    as_json: bool,
) -> None:
    """As the acting user, from today."""
    if (case_file is None) == (document is None):
        raise click.UsageError(translate("Name either a case file or a document."))
    with acting(settings) as (archive, actor):
        wanted = Wanted(case_file, volume, document)
        number = archive.lending.giving.give(wanted, actor, borrower=borrower, due_on=until, purpose=purpose)
        if card is not None:
            written = archive.forms.written("substitution-card", number, actor, card.suffix.lstrip(".").lower())
            card.write_bytes(written.content)
    said = translate("Loan {number} is entered.", number=number)
    Output(as_json).answer({"loan_id": number}, lambda: click.echo(said))


@command.command("return", help=translate("Take an original back."))
@click.argument("loan", type=NUMBER, metavar="LOAN")
@click.option("--condition", default="", metavar="TEXT", help=translate("What is wrong with it."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def take_back(settings: Settings, loan: int, condition: str, *, as_json: bool) -> None:
    """The row stays in the book."""
    with acting(settings) as (archive, actor):
        archive.lending.giving.take_back(loan, actor, condition=condition)
    said = translate("Loan {number} has ended.", number=loan)
    Output(as_json).answer({"loan_id": loan}, lambda: click.echo(said))


@command.command("list", help=translate("List what is out."))
@click.option("--overdue", is_flag=True, help=translate("Only what should be back."))
@click.option("--all", "past", is_flag=True, help=translate("The whole book, the newest first."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def list_loans(settings: Settings, *, overdue: bool, past: bool, as_json: bool) -> None:
    """A thousand at most."""
    only = "all" if past else "overdue" if overdue else "out"
    with acting(settings) as (archive, actor):
        loans = archive.lending.book.listed(actor, only=only, limit=SHOWN)

    def say() -> None:
        for loan in loans:
            click.echo(_line(loan))
        if not loans:
            click.echo(translate("Nothing is out."))

    Output(as_json).answer({"loans": loans}, say)


def _line(loan: LoanCard) -> str:
    late = translate_plural("{number} day overdue", "{number} days overdue", loan.overdue_days)
    back = translate("back on {day}", day=f"{loan.returned_on:%d.%m.%Y}") if loan.returned_on else ""
    told = back or (late if loan.overdue_days else "")
    return f"{loan.loan_id}  {lent_words(loan)}  {loan.borrower}  {loan.due_on:%d.%m.%Y}  {told}".rstrip()
