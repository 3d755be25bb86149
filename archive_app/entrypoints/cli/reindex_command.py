"""`archive reindex`: build the search index beside the old one and swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.actor import require
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("reindex", help=about("reindex"))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def command(settings: Settings, *, as_json: bool) -> None:
    """Rebuild in this process."""
    output = Output(as_json)
    with acting(settings) as (archive, actor):
        require(actor, Act.OPERATE)
        number = archive.indexing.rebuild(lambda items, total: output.progress(items, total, translate("Indexing")))
    output.answer(
        {"documents": number},
        lambda: click.echo(translate_plural("Indexed: {number} document", "Indexed: {number} documents", number)),
    )
