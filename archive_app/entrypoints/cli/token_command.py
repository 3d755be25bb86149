"""`archive token`: keys with which programs act for the acting user."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import ACT_WORDS, Act
from archive_app.auth.gate import signed_in
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.accounts.api_tokens import LONGEST_LIFE, create_token, revoke_token, tokens_of

if TYPE_CHECKING:
    from archive_app.settings import Settings

OWN = "everybody keeps the own keys; no key can do more than its owner"


@click.group("token", help=about("token"))
def command() -> None:
    """Group of `create`, `list`, `revoke`."""


@command.command("create", help=translate("Make a key; it is printed once."))
@click.argument("name", metavar="NAME")
@click.option(
    "--act",
    "acts",
    multiple=True,
    required=True,
    **coded(ACT_WORDS, translate("What it may do; repeat for several."), metavar="RIGHT"),
)
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_LIFE.days),
    default=90,
    show_default=True,
    help=translate("How long it is good."),
)
@json_option
@click.pass_obj
@signed_in(OWN)
def create(settings: Settings, name: str, acts: tuple[str, ...], days: int, *, as_json: bool) -> None:
    """Only acts that the acting user may do."""
    with acting(settings) as (archive, actor):
        key = create_token(archive.accounts, actor, name, [Act(value) for value in acts], timedelta(days=days))
    told = translate("Keep this key: it is not shown again: {key}", key=key)
    Output(as_json).answer({"token": key}, lambda: click.echo(told))


@command.command("list", help=translate("Your keys."))
@json_option
@click.pass_obj
@signed_in(OWN)
def list_all(settings: Settings, *, as_json: bool) -> None:
    """Also those that are over."""
    with acting(settings) as (archive, actor):
        tokens = tokens_of(archive.accounts, actor.user_id)
        now, zone = archive.clock(), archive.settings.zone

        def say() -> None:
            for token in tokens:
                state = translate("in force") if token.in_force(now) else translate("over")
                until = token.expires_at.astimezone(zone).strftime("%d.%m.%Y")
                click.echo(f"{token.token_id}  {token.name}  {', '.join(token.acts)}  {until}  {state}")
            if not tokens:
                click.echo(translate("You have no keys. Most people need none."))

        Output(as_json).answer(tokens, say)


@command.command("revoke", help=translate("Make a key worthless at once."))
@click.argument("number", type=NUMBER)
@json_option
@click.pass_obj
@signed_in(OWN)
def revoke(settings: Settings, number: int, *, as_json: bool) -> None:
    """Only one's own."""
    with acting(settings) as (archive, actor):
        revoke_token(archive.accounts, actor.user_id, number, by=actor.login)
    Output(as_json).answer({"revoked": number}, lambda: click.echo(translate("The key is revoked.")))
