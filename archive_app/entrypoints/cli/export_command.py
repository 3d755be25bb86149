"""`archive export`: the original, the use copy and the text of a document, written into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.export import export_document

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("export", help=about("export"))
@click.argument("document_id", type=NUMBER, metavar="ID")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help=translate("The folder."),
)
@json_option
@click.pass_obj
@needs(Act.DOWNLOAD)
def command(settings: Settings, document_id: int, target: Path, *, as_json: bool) -> None:
    """Export as the acting user; the export is written into the audit."""
    with acting(settings) as (archive, actor):
        written = export_document(archive.sessions, archive.store, archive.clock, document_id, target, actor)
    Output(as_json).answer({"files": written}, lambda: click.echo("\n".join(map(str, written))))
