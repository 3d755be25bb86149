"""`archive person`: names of persons and their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.batch import read_date
from archive_app.services.renaming import rename_person

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("person", help=translate("Persons and the history of their names."))
def command() -> None:
    """Group of `rename`."""


@command.command("rename", help=translate("Write down a changed name; the former one goes on finding the person."))
@click.argument("who", metavar="NAME|ID")
@click.option("--to", "to", required=True, metavar="NAME", help=translate("The new full name."))
@click.option("--since", default=None, metavar="DATE", help=translate("From which day: 26.05.2025 or 2025-05-26."))
@click.option("--ground", default=None, help=translate("The document that proves it."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def rename(settings: Settings, who: str, to: str, since: str | None, ground: str | None, *, as_json: bool) -> None:
    """Change the name as the acting user."""
    day = read_date(since) if since else None
    with acting(settings) as (archive, actor):
        person_id = rename_person(archive.sessions, archive.clock, who, to, actor, since=day, ground=ground)
    Output(as_json).answer(
        {"person_id": person_id},
        lambda: click.echo(translate("Person {number} is now {name}.", number=person_id, name=to)),
    )
