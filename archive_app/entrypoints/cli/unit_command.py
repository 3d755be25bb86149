"""`archive unit`: the parts of the organisation that records belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings


@click.group("unit", help=about("unit"))
def command() -> None:
    """Group of the commands for units."""


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


@command.command("rename", help=translate("Give a unit another name."))
@click.argument("number", type=NUMBER, metavar="ID")
@click.argument("name", metavar="NAME")
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def rename(settings: Settings, number: int, name: str, *, as_json: bool) -> None:
    """Records stay in it."""
    with acting(settings) as (archive, actor):
        archive.rights.dictionary.rename_unit(number, _version(archive, number), name, actor)
    Output(as_json).answer({"unit_id": number, "name": name}, lambda: click.echo(translate("The unit is renamed.")))


@command.command("retire", help=translate("Offer a unit no longer; its records stay. With --again: offer it again."))
@click.argument("number", type=NUMBER, metavar="ID")
@click.option("--again", is_flag=True)
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def retire(settings: Settings, number: int, *, again: bool, as_json: bool) -> None:
    """Nothing new is put into it."""
    with acting(settings) as (archive, actor):
        archive.rights.dictionary.retire_unit(number, _version(archive, number), actor, retired=not again)
    done = translate("The unit is offered again.") if again else translate("The unit is retired.")
    Output(as_json).answer({"unit_id": number, "retired": not again}, lambda: click.echo(done))


def _version(archive: Archive, number: int) -> int:
    """Of the unit as it is now: whoever types a command has read no earlier one."""
    found = {unit.unit_id: unit.version for unit in archive.rights.dictionary.units(retired=True)}
    return found.get(number, 0)


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
