"""`archive level`: names of the levels of confidentiality."""

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
    from archive_app.settings import Settings


@click.group("level", help=about("level"))
def command() -> None:
    """Group of `list` and `name`."""


@command.command("list", help=translate("List the levels."))
@json_option
@click.pass_obj
@signed_in("names of levels are no secret")
def list_levels(settings: Settings, *, as_json: bool) -> None:
    """The most open first."""
    with acting(settings) as (archive, _):
        levels = archive.administration.levels.listed()

    def say() -> None:
        for level in levels:
            click.echo(level.words)

    Output(as_json).answer({"levels": levels}, say)


@command.command("name", help=translate("Name a level; an empty name takes it away."))
@click.argument("level", type=NUMBER, metavar="LEVEL")
@click.argument("title", metavar="NAME")
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def name(settings: Settings, level: int, title: str, *, as_json: bool) -> None:
    """What a level means is decided by the rights of the roles."""
    with acting(settings) as (archive, actor):
        archive.administration.levels.name(level, title, actor)
        named = archive.administration.levels.listed()[level]
    Output(as_json).answer({"level": level, "title": named.title}, lambda: click.echo(named.words))
