"""`archive retention`: from when a case file may be put forward for destruction, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, open_to_all
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER, NUMBER_OR_NONE
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.prospects_commands import forecast, run
from archive_app.i18n import translate
from archive_app.retention_shapes import judged_shape, verdict_shape
from archive_app.retention_words import TRIGGER_WORDS, reason_sentence, status_words
from archive_app.wiring.clocks import today_in, utc_now
from retention.reckoning import reckoned
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings
    from retention.verdict import Verdict

on_option = click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("Judge as on this day."))


@click.group("retention", help=about("retention"))
def command() -> None:
    """Group of `compute`, `explain`, `due`, `run`, `forecast`."""


command.add_command(run)
command.add_command(forecast)


@command.command("compute", help=translate("Count a printed term from the day on which a case file was finished."))
@click.option("--term", required=True, metavar="TEXT", help=translate("The term as printed: «5 лет ЭПК»."))
@click.option("--finished", required=True, type=DAY, metavar="DATE", help=translate("Date of the last document."))
@click.option(
    "--event", type=DAY, default=None, metavar="DATE", help=translate("Day of the event that the term waits for.")
)
@click.option(
    "--trigger",
    default=None,
    **coded(TRIGGER_WORDS, translate("What it is counted from, where the term does not say it."), metavar="EVENT"),
)
@on_option
@json_option
@click.pass_obj
@open_to_all("arithmetic of printed words: nothing of the archive is read")
def compute(
    settings: Settings,
    term: str,
    finished: datetime.date,
    event: datetime.date | None,
    trigger: str | None,
    on: datetime.date | None,
    *,
    as_json: bool,
) -> None:
    """Without an event a term that waits for one has no date, and says so."""
    today = today_in(settings.zone, utc_now)
    found = reckoned(term, finished, event, on or today, Trigger(trigger) if trigger else None)
    Output(as_json).answer(verdict_shape(found), lambda: say_verdict(found))


@command.command("explain", help=translate("Explain the verdict on a case file."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@on_option
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def explain(settings: Settings, case_file: int, on: datetime.date | None, *, as_json: bool) -> None:
    """Rule, article, trigger, arithmetic, holds."""
    with acting(settings) as (archive, actor):
        judged = archive.life.judging.explain(case_file, actor, on)

    def say() -> None:
        click.echo(f"{judged.index}  {judged.title} ({judged.year})")
        click.echo(translate("Term: {term}. {article}", term=judged.rule.term.printed, article=judged.rule.article))
        say_verdict(judged.verdict)

    Output(as_json).answer(judged_shape(judged), say)


@command.command("due", help=translate("List closed case files whose period is over."))
@on_option
@click.option("--after", type=NUMBER_OR_NONE, default=0, metavar="CASE", help=translate("Go on after this case file."))
@click.option("--limit", type=NUMBER, default=100, show_default=True, help=translate("At most so many."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def due(settings: Settings, on: datetime.date | None, after: int, limit: int, *, as_json: bool) -> None:
    """In the order of their numbers; those that are held are listed with the hold."""
    with acting(settings) as (archive, actor):
        found = archive.life.judging.due(actor, on, after=after, limit=limit)

    def say() -> None:
        for one in found:
            day = day_words(one.verdict.date) if one.verdict.date else "—"
            click.echo(
                f"{one.case_file_id}  {one.index}  {one.title} ({one.year})  {day}  {status_words(one.verdict.status)}"
            )
        if not found:
            click.echo(translate("Nothing is due."))

    Output(as_json).answer({"case_files": [judged_shape(one) for one in found]}, say)


def say_verdict(found: Verdict) -> None:
    """The verdict as lines for a person."""
    click.echo(status_words(found.status) + (f": {day_words(found.date)}" if found.date else ""))
    for reason in found.reasons:
        click.echo(f"  {reason_sentence(reason)}")
    if found.arithmetic:
        click.echo(f"  {found.arithmetic}")
