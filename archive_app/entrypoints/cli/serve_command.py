"""`archive serve`: browser, worker and scheduler together on one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.addresses import public_address
from archive_app.auth.gate import open_to_all
from archive_app.bootstrap import open_archive
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.run import run
from archive_app.i18n import translate
from archive_app.services.first_run.link import first_run_path

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings


@click.command("serve", help=about("serve"))
@click.pass_obj
@open_to_all("a server acts for nobody by itself")
def command(settings: Settings) -> None:
    """Run until stopped."""
    with open_archive(settings) as archive:
        run(archive, web=True, worker=True, scheduler=True, started=lambda address: tell_address(archive, address))


def tell_address(archive: Archive, address: str) -> None:
    """Print where to open the browser; while nobody can sign in yet, the link into the set-up."""
    base = public_address(archive.settings, address)
    path = first_run_path(archive.accounts)
    if path is not None:
        click.echo(translate("The archive is not set up yet. This link leads through it; show it to nobody else."))
    click.echo(translate("Open in the browser: {address}", address=base + (path or "")))
    click.echo(translate("Stop with Ctrl+C."))
