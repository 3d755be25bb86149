"""`archive case close|reopen|split|carry|require`: the life of a case file before it goes to the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.case_file_words import period_of
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.retention_words import reason_sentence, status_words

if TYPE_CHECKING:
    import datetime

    from archive_app.services.life.splitting import Proposal
    from archive_app.settings import Settings
    from retention.verdict import Verdict


@click.command("close", help=translate("Close a case file: sheets, rule and cut-off are fixed."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@click.option("--finished", type=DAY, default=None, metavar="DATE", help=translate("Date of the last document."))
@click.option("--knowingly", is_flag=True, help=translate("Pass over what is named and does not forbid closing."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def close(
    settings: Settings, case_file: int, finished: datetime.date | None, *, knowingly: bool, as_json: bool
) -> None:
    """What stands in the way is named."""
    with acting(settings) as (archive, actor):
        archive.life.closing.close(case_file, actor, finished_on=finished, knowingly=knowingly)
        judged = archive.life.judging.explain(case_file, actor)

    def say() -> None:
        click.echo(translate("Case file {number} is closed.", number=case_file))
        click.echo(_from_when(judged.verdict))

    shape = {
        "case_file_id": case_file,
        "finished_on": judged.finished_on,
        "eligible_on": judged.verdict.date,
        "arithmetic": judged.verdict.arithmetic,
    }
    Output(as_json).answer(shape, say)


@click.command("reopen", help=translate("Open a closed case file again."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def reopen(settings: Settings, case_file: int, reason: str, *, as_json: bool) -> None:
    """Rule and cut-off are fixed anew at the next closing."""
    with acting(settings) as (archive, actor):
        archive.life.closing.reopen(case_file, actor, reason=reason)
    told = translate("Case file {number} is open again.", number=case_file)
    Output(as_json).answer({"case_file_id": case_file}, lambda: click.echo(told))


@click.command("split", help=translate("Show how thick volumes may be split; with --confirm split them so."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@click.option("--confirm", "stamp", default=None, metavar="STAMP", help=translate("The stamp of the proposal."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def split(settings: Settings, case_file: int, stamp: str | None, *, as_json: bool) -> None:
    """A proposal that is out of date is refused."""
    with acting(settings) as (archive, actor):
        splitting = archive.life.splitting
        proposal = splitting.confirm(case_file, stamp, actor) if stamp else splitting.propose(case_file, actor)
    Output(as_json).answer({"done": bool(stamp)} | _shape(proposal), lambda: _say(proposal, done=bool(stamp)))


@click.command("carry", help=translate("Carry a book that is not finished over into another year."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@click.option("--year", required=True, type=NUMBER, metavar="YEAR", help=translate("The year that it goes on in."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def carry(settings: Settings, case_file: int, year: int, *, as_json: bool) -> None:
    """What is filed under its item in that year goes into it."""
    with acting(settings) as (archive, actor):
        archive.life.carrying.over(case_file, year, actor)
    told = translate("Case file {number} goes on in {year}.", number=case_file, year=year)
    Output(as_json).answer({"case_file_id": case_file, "year": year}, lambda: click.echo(told))


@click.command("require", help=translate("Say which kinds of documents each case file of an item must hold."))
@click.argument("item", metavar="INDEX")
@click.option("--kind", "kinds", multiple=True, metavar="CODE", help=translate("A kind; repeat for several."))
@click.option("--none", "nothing", is_flag=True, help=translate("Ask for nothing any more."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def require(settings: Settings, item: str, kinds: tuple[str, ...], *, nothing: bool, as_json: bool) -> None:
    """Without kinds it shows what is asked for."""
    if nothing and kinds:
        raise click.UsageError(translate("Name kinds, or --none: not both."))
    with acting(settings) as (archive, actor):
        if kinds or nothing:
            archive.life.checklists.ask(item, kinds, actor)
        asked = archive.life.checklists.of_item(item, actor)

    def say() -> None:
        for code, title in asked:
            click.echo(f"{code}  {title}")
        if not asked:
            click.echo(translate("Nothing is asked for."))

    Output(as_json).answer({"item": item, "kinds": [code for code, _ in asked]}, say)


def _from_when(found: Verdict) -> str:
    """The day and its sum, or why there is none."""
    if found.date:
        return translate("May be put forward from {day}: {sum}", day=day_words(found.date), sum=found.arithmetic)
    return f"{status_words(found.status)}. {' '.join(map(reason_sentence, found.reasons))}"


def _shape(proposal: Proposal) -> dict[str, object]:
    return {
        "case_file_id": proposal.case_file_id,
        "stamp": proposal.stamp,
        "volumes": [
            {"number": part.number, "documents": part.documents, "sheets": part.sheets} for part in proposal.parts
        ],
    }


def _say(proposal: Proposal, *, done: bool) -> None:
    for part in proposal.parts:
        sheets = translate_plural("{number} sheet", "{number} sheets", part.sheets)
        documents = translate_plural("{number} document", "{number} documents", len(part.documents))
        period = period_of(part.first_date, part.last_date)
        click.echo(f"{translate('vol. {number}', number=part.number)}: {documents}, {sheets}, {period}")
    if not done:
        click.echo(translate("Nothing is changed yet. To split so: --confirm {stamp}", stamp=proposal.stamp))
