"""`archive worker`: the worker alone; `--until-idle` ends when nothing waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import open_to_all
from archive_app.bootstrap import open_archive
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.run import run
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("worker", help=about("worker"))
@click.option("--until-idle", is_flag=True, help=translate("End when no job waits."))
@json_option
@click.pass_obj
@open_to_all("a server acts for nobody by itself")
def command(settings: Settings, *, until_idle: bool, as_json: bool) -> None:
    """Run until stopped, or until idle."""
    with open_archive(settings) as archive:
        if until_idle:
            outcomes = archive.worker().run(until_idle=True)
            Output(as_json).answer({"attempts": outcomes}, lambda: None)
        else:
            run(archive, worker=True)
