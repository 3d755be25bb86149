"""`archive fileplan draft … totals`: a version from draft to force, the totals of its year."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.plan_options import say_refused_table, say_version, worked_at
from archive_app.errors import EXIT_BAD_INPUT
from archive_app.i18n import translate
from archive_app.messages import sentence_for
from archive_app.plan_words import CARRIER_WORDS, CATEGORY_WORDS, field_words
from archive_app.services.fileplans import PlanRefused
from archive_app.services.plan_tables import read_table
from archive_app.services.plans.errors import ItemRefused

if TYPE_CHECKING:
    from archive_app.services.plans.totals import Row
    from archive_app.services.plans.versions import Comparison, Line
    from archive_app.settings import Settings

year_argument = click.argument("year", type=YEAR, metavar="YEAR")


@click.command("draft", help=translate("Begin the plan of YEAR from the one in force of another year, or a table."))
@year_argument
@click.option("--from", "source", type=YEAR, default=None, metavar="YEAR", help=translate("Default: the year before."))
@click.option(
    "--table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    metavar="FILE",
    help=translate("Items of a table (.csv, .xlsx) instead."),
)
@json_option
@click.pass_obj
@needs(Act.PLANS)
def draft(settings: Settings, year: int, source: int | None, table: Path | None, *, as_json: bool) -> int:
    """A copy that can be changed."""
    with acting(settings) as (archive, actor):
        drafting = archive.plans.drafting
        try:
            if table is not None:
                version = drafting.take(year, read_table(table.read_bytes()), actor)
            else:
                version = drafting.copy(year, source or year - 1, actor)
        except PlanRefused as refused:
            return say_refused_table(refused, as_json=as_json)
    say_version(version, as_json=as_json)
    return 0


@click.command("put", help=translate("Add the item INDEX to the draft of YEAR, or change it."))
@year_argument
@click.argument("index", metavar="INDEX")
@click.option("--section", default=None, metavar="TEXT", help=translate("The section that it stands in."))
@click.option("--title", default=None, metavar="TEXT", help=translate("Heading."))
@click.option("--term", "retention_text", default=None, metavar="TEXT", help=translate("The term as printed."))
@click.option("--trigger", default=None, metavar="WORD", help=translate("What it is counted from."))
@click.option("--article", default=None, metavar="TEXT", help=translate("The article of the list."))
@click.option("--carrier", default=None, **coded(CARRIER_WORDS, translate("Carrier.")))
@click.option("--note", default=None, metavar="TEXT", help=translate("Note."))
@json_option
@click.pass_obj
@needs(Act.PLANS)
def put(settings: Settings, /, year: int, index: str, *, as_json: bool, **given: str | None) -> int:
    """What is not said stays as it is."""
    with acting(settings) as (archive, actor):
        version = worked_at(archive, year, actor)
        known = next((line for line in version.lines if line.index == index), None)
        cells = asdict(known) if known else dict.fromkeys((*given, "index"), "") | {"carrier": "paper"}
        cells |= {"index": index, **{name: value for name, value in given.items() if value is not None}}
        if known and given["retention_text"] is not None and given["trigger"] is None:
            cells["trigger"] = ""  # of the new term
        try:
            saved = archive.plans.drafting.put_item(
                version.plan_id, version.revision, cells, actor, replacing=index if known else ""
            )
        except ItemRefused as refused:
            return _say_refused(refused, as_json=as_json)
    say_version(saved, as_json=as_json)
    return 0


@click.command("drop", help=translate("Take the item INDEX out of the draft of YEAR."))
@year_argument
@click.argument("index", metavar="INDEX")
@json_option
@click.pass_obj
@needs(Act.PLANS)
def drop(settings: Settings, year: int, index: str, *, as_json: bool) -> None:
    """Only while it is a draft."""
    with acting(settings) as (archive, actor):
        version = worked_at(archive, year, actor)
        saved = archive.plans.drafting.drop_item(version.plan_id, version.revision, index, actor)
    say_version(saved, as_json=as_json)


@click.command("discard", help=translate("Give the draft of YEAR up."))
@year_argument
@json_option
@click.pass_obj
@needs(Act.PLANS)
def discard(settings: Settings, year: int, *, as_json: bool) -> None:
    """It stays as a version without effect."""
    with acting(settings) as (archive, actor):
        version = worked_at(archive, year, actor)
        archive.plans.drafting.discard(version.plan_id, version.revision, actor)
    said = {"plan_id": version.plan_id}
    Output(as_json).answer(said, lambda: click.echo(translate("The draft of {year} is discarded.", year=year)))


@click.command("agree", help=translate("Enter that the commission agreed the draft of YEAR; it is fixed from then on."))
@year_argument
@click.option("--protocol", required=True, metavar="TEXT", help=translate("Number and date of its protocol."))
@json_option
@click.pass_obj
@needs(Act.PLANS)
def agree(settings: Settings, year: int, protocol: str, *, as_json: bool) -> None:
    """Its items do not change any more."""
    with acting(settings) as (archive, actor):
        version = worked_at(archive, year, actor)
        saved = archive.plans.confirming.agree(version.plan_id, version.revision, actor, protocol=protocol)
    say_version(saved, as_json=as_json)


@click.command("approve", help=translate("Approve the agreed plan of YEAR; not by whoever drafted it."))
@year_argument
@json_option
@click.pass_obj
@needs(Act.APPROVE)
def approve(settings: Settings, year: int, *, as_json: bool) -> None:
    """The director's word."""
    with acting(settings) as (archive, actor):
        saved = archive.plans.confirming.approve(worked_at(archive, year, actor).plan_id, actor)
    say_version(saved, as_json=as_json)


@click.command("enforce", help=translate("Put the approved plan of YEAR in force."))
@year_argument
@json_option
@click.pass_obj
@needs(Act.PLANS)
def enforce(settings: Settings, year: int, *, as_json: bool) -> None:
    """Case files still open go over to it."""
    with acting(settings) as (archive, actor):
        saved = archive.plans.confirming.enforce(worked_at(archive, year, actor).plan_id, actor)
    say_version(saved, as_json=as_json)


@click.command("compare", help=translate("What the plan of YEAR that is worked at says otherwise than the one before."))
@year_argument
@json_option
@click.pass_obj
@needs(Act.PLANS, Act.APPROVE)
def compare(settings: Settings, year: int, *, as_json: bool) -> None:
    """Item by item."""
    with acting(settings) as (archive, actor):
        _, compared = archive.plans.shown(worked_at(archive, year, actor).plan_id, actor)
    Output(as_json).answer(compared, lambda: _say_compared(compared))


@click.command("totals", help=translate("The totals of YEAR, counted from its case files."))
@year_argument
@click.option("--fix", is_flag=True, help=translate("Write them into the plan, once the year is over."))
@json_option
@click.pass_obj
@needs(Act.PLANS)
def totals(settings: Settings, year: int, *, fix: bool, as_json: bool) -> None:
    """Three columns: begun, carried over, with the mark ЭПК."""
    with acting(settings) as (archive, actor):
        kept = archive.plans.totals
        found = kept.fix(year, actor) if fix else kept.of(year, actor)

    def say() -> None:
        for name, words in CATEGORY_WORDS.items():
            row: Row = getattr(found, name)
            counts = translate(
                "begun {begun}, carried over {carried}, with ЭПК {epk}",
                begun=row.begun,
                carried=row.carried,
                epk=row.epk,
            )
            click.echo(f"{translate(words)}: {counts}")

    Output(as_json).answer(found, say)


STEPS = (draft, put, drop, discard, agree, approve, enforce, compare, totals)


def _say_refused(refused: ItemRefused, *, as_json: bool) -> int:
    problems = [{"code": each.code, "message": sentence_for(each.code, each.params, "")} for each in refused.problems]

    def say() -> None:
        for problem in problems:
            click.echo(problem["message"], err=True)

    Output(as_json).answer({"error": {"code": refused.code}, "problems": problems}, say)
    return EXIT_BAD_INPUT


def _say_compared(compared: Comparison) -> None:
    if not (compared.added or compared.removed or compared.changed):
        click.echo(translate("Nothing is different."))
    for line in compared.added:
        click.echo(f"+ {_line(line)}")
    for line in compared.removed:
        click.echo(f"- {_line(line)}")
    for each in compared.changed:
        click.echo(f"~ {each.index} {field_words(each.field)}: {each.old or '—'} → {each.new or '—'}")


def _line(line: Line) -> str:
    return f"{line.index}  {line.title} — {line.retention_text}"
