"""`archive person marks`: summary marks out of a filed table, looked through or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import group_of_year
from archive_app.i18n import translate
from archive_app.mark_words import mark_counts, mark_words
from archive_app.services.marks.reading import TableSaid

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("marks", help=translate("Read the marks of the filed table ID; with --keep they are kept."))
@click.argument("document", type=NUMBER, metavar="ID")
@click.option("--school-year", type=YEAR, required=True, help=translate("In which the school year begins."))
@click.option("--period", default="", help=translate("Where the table does not say it."))
@click.option("--group", default="", metavar="GROUP", help=translate("Tells namesakes apart."))
@click.option("--keep", is_flag=True, help=translate("Keep the marks; without it nothing is written."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def read_marks(
    settings: Settings, document: int, school_year: int, period: str, group: str, *, keep: bool, as_json: bool
) -> None:
    """Line by line; what is left out is told."""
    with acting(settings) as (archive, actor):
        take = archive.marks.keep if keep else archive.marks.preview
        of_group = group_of_year(archive, group, school_year) if group else None
        lines = take(document, TableSaid(school_year, period, of_group), actor)

    def say() -> None:
        for line in lines:
            click.echo(f"{line.row.number}  {line.row.text}: {mark_words(line, kept=keep)}")
        click.echo(mark_counts(lines))

    Output(as_json).answer({"kept": keep, "lines": lines}, say)
