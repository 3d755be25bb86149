"""`archive unit`: the parts of the organisation that records belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("unit", help=translate("Units of the organisation; records and rights are tied to them."))
def command() -> None:
    """Group of `add` and `list`."""


@command.command("add", help=translate("Add a unit."))
@click.argument("name", metavar="NAME")
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def add(settings: Settings, name: str, *, as_json: bool) -> None:
    """Two units cannot bear one name."""
    with acting(settings) as (archive, actor):
        number = archive.rights.dictionary.add_unit(name, actor)
    Output(as_json).answer(
        {"unit_id": number, "name": name}, lambda: click.echo(translate("The unit «{name}» is added.", name=name))
    )


@command.command("list", help=translate("List the units."))
@json_option
@click.pass_obj
@signed_in("names of units are on the door signs")
def list_units(settings: Settings, *, as_json: bool) -> None:
    """By name."""
    with acting(settings) as (archive, _):
        units = archive.rights.dictionary.units()

    def say() -> None:
        for unit in units:
            click.echo(f"{unit.unit_id}  {unit.name}")
        if not units:
            click.echo(translate("There are no units yet: archive unit add NAME."))

    Output(as_json).answer({"units": units}, say)
