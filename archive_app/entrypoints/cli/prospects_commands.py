"""`archive retention run|forecast`: the daily look through all case files, and what becomes due by year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.words import size_words

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings


@click.command("run", help=translate("Look through all case files now: what is due is put on the desks."))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("Judge as on this day."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def run(settings: Settings, on: datetime.date | None, *, as_json: bool) -> None:
    """The scheduler does it each day; nothing is ever done to a case file by it."""
    with acting(settings) as (archive, actor):
        report = archive.life.prospects.run_as(actor, on)

    def say() -> None:
        click.echo(
            translate_plural(
                "{number} case file was looked through.", "{number} case files were looked through.", report.judged
            )
        )
        click.echo(
            translate("Due to close: {close}, to go to the archive: {transfer}, to review: {review}.", **report.due)
        )

    Output(as_json).answer(report, say)


@click.command("forecast", help=translate("What becomes due by year, in case files, sheets and bytes."))
@click.option("--to", "target", type=click.Path(path_type=Path), default=None, metavar="FILE.xlsx")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def forecast(settings: Settings, target: Path | None, *, as_json: bool) -> None:
    """As of the last run."""
    with acting(settings) as (archive, actor):
        table = archive.life.forecasting.table(actor)
        if target is not None:
            archive.life.forecasting.xlsx(target, actor)

    def say() -> None:
        if table.judged_on is None:
            click.echo(translate("The case files were not looked through yet: archive retention run."))
            return
        click.echo(translate("As of {day}:", day=day_words(table.judged_on)))
        for row in table.years:
            files = translate_plural("{number} case file", "{number} case files", row.case_files)
            sheets = translate_plural("{number} sheet", "{number} sheets", row.sheets)
            click.echo(f"{row.year}  {files}, {sheets}, {size_words(row.volume_bytes)}")
        lost = table.without_date
        click.echo(translate("Without a date: {no_date}, kept for ever: {never}.", **lost))

    Output(as_json).answer(table, say)
