"""`archive separators`: sheets for the scanner's stack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from indexer.separators import Separator

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("separators", help=about("separators"))
def command() -> None:
    """Group of `print`."""


@command.command("print", help=translate("Write sheets to a PDF; with nothing said, sheets that only cut."))
@click.option("--item", default=None, help=translate("Item of the file plan."))
@click.option("--year", type=int, default=None, help=translate("Year of the file plan."))
@click.option("--kind", default=None, help=translate("Kind of document."))
@click.option("--count", type=int, default=1, help=translate("How many sheets."))
@click.option("--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@json_option
@click.pass_obj
@needs(Act.FILE)
def print_sheets(
    settings: Settings, item: str | None, year: int | None, kind: str | None, count: int, to: Path, *, as_json: bool
) -> None:
    """Print as the acting user."""
    with acting(settings) as (archive, actor):
        to.write_bytes(archive.separator_sheets.printed(Separator(item, year, kind), count, actor))
    Output(as_json).answer({"file": str(to), "count": count}, lambda: click.echo(translate("Written: {path}", path=to)))
