"""`archive role`: what each role may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import ACT_WORDS, REACH_WORDS, Act, Reach
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import CONFIDENTIALITY_LEVEL, NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.services.rights.roles import RightOfRole
    from archive_app.settings import Settings


@click.group("role", help=about("role"))
def command() -> None:
    """Group of `list`, `allow`, `forbid`, `second-factor`."""


@command.command("list", help=translate("Show the rights of roles."))
@json_option
@click.pass_obj
@signed_in("what a role may do is no secret")
def list_roles(settings: Settings, *, as_json: bool) -> None:
    """By title; each right with its number."""
    with acting(settings) as (archive, _):
        roles = archive.rights.roles.listed()
        kinds = {kind.code: f"{kind.title} ({kind.code})" for kind in archive.administration.kinds.listed()}

    def say() -> None:
        for role in roles:
            factor = ", " + translate("second factor required") if role.second_factor_required else ""
            click.echo(f"{role.code}  {role.title}{factor}")
            for right in role.rights:
                click.echo(f"  {_words(right, kinds)}")

    Output(as_json).answer({"roles": roles}, say)


@command.command("allow", help=translate("Give a role one right more."))
@click.argument("role", metavar="ROLE")
@click.argument("act", **coded(ACT_WORDS, metavar="RIGHT"))
@click.option("--kind", default=None, metavar="KIND", help=translate("Only for this kind of documents."))
@click.option(
    "--reach",
    default=Reach.ALL.value,
    show_default=True,
    **coded(REACH_WORDS, translate("How far."), metavar="REACH"),
)
@click.option(
    "--confidentiality",
    type=CONFIDENTIALITY_LEVEL,
    default=0,
    show_default=True,
    metavar="INTEGER",
    help=translate("The highest confidentiality that is opened."),
)
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def allow(
    settings: Settings, role: str, act: str, kind: str | None, reach: str, confidentiality: int, *, as_json: bool
) -> None:
    """It holds at once for everybody who holds the role."""
    with acting(settings) as (archive, actor):
        number = archive.rights.roles.allow(
            role, Act(act), actor, kind=kind, reach=Reach(reach), max_confidentiality=confidentiality
        )
    Output(as_json).answer(
        {"right_id": number},
        lambda: click.echo(translate("Right {number} is given to the role «{role}».", number=number, role=role)),
    )


@command.command("forbid", help=translate("Take one right away from its role."))
@click.argument("number", type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def forbid(settings: Settings, number: int, *, as_json: bool) -> None:
    """The number is shown by `archive role list`."""
    with acting(settings) as (archive, actor):
        archive.rights.roles.forbid(number, actor)
    Output(as_json).answer(
        {"right_id": number}, lambda: click.echo(translate("Right {number} is taken away.", number=number))
    )


@command.command("second-factor", help=translate("Require a second factor of whoever holds the role, or no longer."))
@click.argument("role", metavar="ROLE")
@click.option("--off", is_flag=True, help=translate("No longer."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def second_factor(settings: Settings, role: str, *, off: bool, as_json: bool) -> None:
    """Whoever has none is led to set it up at the next sign-in."""
    with acting(settings) as (archive, actor):
        archive.rights.roles.require_second_factor(role, actor, required=not off)
    said = translate("A second factor is no longer required.") if off else translate("A second factor is required.")
    Output(as_json).answer({"role": role, "required": not off}, lambda: click.echo(said))


def _words(right: RightOfRole, kinds: Mapping[str, str]) -> str:
    parts = [
        translate(ACT_WORDS[Act(right.act)]),
        kinds[right.kind] if right.kind else "",
        translate(REACH_WORDS[Reach(right.reach)]),
        translate("up to confidentiality {level}", level=right.max_confidentiality),
    ]
    return f"{right.right_id}  {', '.join(part for part in parts if part)}"
