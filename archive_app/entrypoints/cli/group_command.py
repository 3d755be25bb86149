"""`archive group`: classes and groups of study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, period_words
from archive_app.entrypoints.cli.group_order import order
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import group_of
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.rights.dictionary import GroupSaid

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings


@click.group("group", help=about("group"))
def command() -> None:
    """Group of `add`, `change`, `list` and `order`."""


@command.command("add", help=translate("Add a group."))
@click.argument("name", metavar="NAME")
@click.option("--since", required=True, type=DAY, metavar="DATE", help=translate("First day of the group."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("Last day of the group."))
@click.option("--unit", default=None, metavar="NAME", help=translate("The unit that it belongs to."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def add(
    settings: Settings,
    name: str,
    since: datetime.date,
    until: datetime.date | None,
    unit: str | None,
    *,
    as_json: bool,
) -> None:
    """Two groups may bear one name if they begin on different days."""
    with acting(settings) as (archive, actor):
        number = archive.rights.dictionary.add_group(name, actor, started_on=since, ended_on=until, unit=unit)
    Output(as_json).answer(
        {"group_id": number, "name": name}, lambda: click.echo(translate("The group «{name}» is added.", name=name))
    )


@command.command("change", help=translate("Give a group another name, unit or days; what is not said stays."))
@click.argument("group", metavar="GROUP")
@click.option("--name", default=None, metavar="NAME", help=translate("Another name."))
@click.option("--since", type=DAY, default=None, metavar="DATE", help=translate("First day of the group."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("Last day of the group."))
@click.option("--unit", default=None, metavar="NAME", help=translate("The unit that it belongs to."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def change(
    settings: Settings,
    group: str,
    name: str | None,
    since: datetime.date | None,
    until: datetime.date | None,
    unit: str | None,
    *,
    as_json: bool,
) -> None:
    """A group that is over gets its last day; an empty unit takes it out of its unit."""
    with acting(settings) as (archive, actor):
        number = group_of(archive, group)
        known = {line.group_id: line for line in archive.rights.dictionary.groups()}.get(number)
        if known is None:
            raise NotFound(str(number), what=translate("Group {number}", number=number))
        said = GroupSaid(
            name or known.name,
            since or known.started_on,
            until or known.ended_on,
            known.unit if unit is None else unit or None,
        )
        archive.rights.dictionary.change_group(number, known.version, said, actor)
    Output(as_json).answer(
        {"group_id": number, "name": said.name},
        lambda: click.echo(translate("The group «{name}» is changed.", name=said.name)),
    )


@command.command("list", help=translate("List the groups."))
@json_option
@click.pass_obj
@signed_in("names of groups are on the timetable")
def list_groups(settings: Settings, *, as_json: bool) -> None:
    """The latest first."""
    with acting(settings) as (archive, _):
        groups = archive.rights.dictionary.groups()

    def say() -> None:
        for group in groups:
            unit = f", {group.unit}" if group.unit else ""
            click.echo(f"{group.group_id}  {group.name}{unit}  {period_words(group.started_on, group.ended_on)}")
        if not groups:
            click.echo(translate("There are no groups yet: archive group add NAME --since DATE."))

    Output(as_json).answer({"groups": groups}, say)


command.add_command(order)
