"""`archive settings`: every setting with its value in force, without secrets; docs/operations.md has the meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.settings import as_variable
from archive_app.wiring.stores import told_settings

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("settings", help=about("settings"))
@json_option
@click.pass_obj
@open_to_all("whoever starts commands here reads the settings anyway; secrets stay hidden")
def command(settings: Settings, *, as_json: bool) -> None:
    """Show what `load_settings` read."""
    values = told_settings(settings)

    def say() -> None:
        for name, value in values.items():
            click.echo(f"{as_variable(name)} = {value if value is not None else '—'}")

    Output(as_json).answer(values, say)
