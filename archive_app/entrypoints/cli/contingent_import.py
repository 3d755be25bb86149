"""`archive person import`: a contingent from a table, looked through or entered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.contingent_words import contingent_counts, outcome_words
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER, NUMBER_OR_NONE
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.contingents import importing
from indexer import pipeline

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("import", help=translate("Put many persons into their groups from a table (CSV, XLSX)."))
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--meant",
    type=(NUMBER, NUMBER_OR_NONE),
    multiple=True,
    metavar="LINE ID",
    help=translate("Who is meant by a doubtful line; 0 for a new card."),
)
@click.option("--enter", is_flag=True, help=translate("Enter them; without it only what would come of each line."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def import_table(
    settings: Settings, table: Path, meant: tuple[tuple[int, int], ...], *, enter: bool, as_json: bool
) -> None:
    """Line by line; what is left out is told."""
    take = importing.enter_contingent if enter else importing.preview_contingent
    with acting(settings) as (archive, actor):
        lines = take(archive.people, pipeline.table_lines(table, table.name), actor, chosen=dict(meant))

    def say() -> None:
        for line in lines:
            click.echo(f"{line.row.number}  {line.row.text}: {outcome_words(line, entered=enter)}")
        click.echo(contingent_counts(lines, entered=enter))

    Output(as_json).answer({"entered": enter, "counts": importing.counts_of(lines), "lines": lines}, say)
