"""`archive web`: the web alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import open_to_all
from archive_app.bootstrap import open_archive
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.serve_command import tell_address
from archive_app.entrypoints.run import run

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("web", help=about("web"))
@click.pass_obj
@open_to_all("a server acts for nobody by itself")
def command(settings: Settings) -> None:
    """Run until stopped."""
    with open_archive(settings) as archive:
        run(archive, web=True, started=lambda address: tell_address(archive, address))
