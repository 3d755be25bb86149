"""`archive user`: accounts, invitations, passwords, sessions. What a person may do is given by `archive duty`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.addresses import public_address
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.portal_commands import tie, untie
from archive_app.i18n import translate, translate_plural
from archive_app.mailing import mailer_of
from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.directory import (
    account_number,
    accounts,
    add_account,
    block_account,
    unblock_account,
)
from archive_app.services.accounts.invitations import invite
from archive_app.services.accounts.letters import send_invitation
from archive_app.services.accounts.random_keys import new_recovery_code
from archive_app.services.accounts.second_factor import remove_second_factor
from archive_app.services.accounts.sessions import end_sessions, open_sessions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings

login_argument = click.argument("login", metavar="LOGIN")


@click.group("user", help=about("user"))
def command() -> None:
    """Group of the commands for accounts."""


@command.command("add", help=translate("Open an account and print an invitation for it."))
@login_argument
@click.argument("name", metavar="NAME")
@click.option("--email", default=None, help=translate("Where letters go."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def add(settings: Settings, login: str, name: str, email: str | None, *, as_json: bool) -> None:
    """Add, then invite."""
    with acting(settings) as (archive, actor):
        number = add_account(archive.accounts, login, name, by=actor.login, email=email)
        _invite(archive, number, actor.login, Output(as_json))


@command.command("invite", help=translate("Print a new invitation: by it the person chooses a new password."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def invite_again(settings: Settings, login: str, *, as_json: bool) -> None:
    """Make a link; the ones before are void."""
    with acting(settings) as (archive, actor):
        _invite(archive, account_number(archive.accounts, login), actor.login, Output(as_json))


def _invite(archive: Archive, number: int, by: str, output: Output) -> None:
    link = invite(archive.accounts, number, by=by)
    address, until = public_address(archive.settings) + link.path, _local(archive, link.expires_at)
    mailer = mailer_of(archive.settings)
    written_to = link.email if mailer else None

    def say() -> None:
        click.echo(translate("Pass this address on; it is good once, until {until}:", until=until))
        click.echo(address)
        if written_to:
            click.echo(translate("A letter with it goes to {email}.", email=written_to))

    told = {"user_id": number, "invitation": address, "expires_at": link.expires_at, "written_to": written_to}
    output.answer(told, say)
    if mailer and written_to:  # after the address is told: a letter that fails takes nothing away
        send_invitation(mailer, written_to, link.login, address, until)


@command.command("list", help=translate("All accounts."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def list_all(settings: Settings, *, as_json: bool) -> None:
    """One line an account."""
    with acting(settings) as (archive, _):
        lines = accounts(archive.accounts)

        def say() -> None:
            for line in lines:
                state = (
                    translate("blocked")
                    if not line.active
                    else translate("may sign in")
                    if line.has_password
                    else translate("has no password yet")
                )
                factor = translate("second factor") if line.second_factor else ""
                seen = _local(archive, line.last_seen) if line.last_seen else "—"
                click.echo("  ".join(part for part in (line.login, line.name, state, factor, seen) if part))

        Output(as_json).answer(lines, say)


@command.command("block", help=translate("Close an account: its sessions end, its keys are revoked."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def block(settings: Settings, login: str, *, as_json: bool) -> None:
    """Nothing is removed: `unblock` opens it again."""
    _change(settings, login, as_json, block_account, translate("The account «{login}» is blocked.", login=login))


@command.command("unblock", help=translate("Open a blocked account again, or one locked by wrong tries."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def unblock(settings: Settings, login: str, *, as_json: bool) -> None:
    """Failed tries are forgotten too."""
    _change(settings, login, as_json, unblock_account, translate("The account «{login}» is open.", login=login))


@command.command("second-factor-off", help=translate("Take a lost second factor away from an account."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def second_factor_off(settings: Settings, login: str, *, as_json: bool) -> None:
    """The authenticator and the recovery codes are void."""
    done = translate("«{login}» signs in without a second factor now.", login=login)
    _change(settings, login, as_json, remove_second_factor, done)


def _change(settings: Settings, login: str, as_json: bool, change: Callable[..., object], done: str) -> None:  # noqa: FBT001 - passed on
    with acting(settings) as (archive, actor):
        number = account_number(archive.accounts, login)
        change(archive.accounts, number, by=actor.login)
    Output(as_json).answer({"user_id": number, "login": login}, lambda: click.echo(done))


@command.command("password", help=translate("Set a password at this machine, typed or made at random."))
@login_argument
@click.option("--generate", is_flag=True, help=translate("Make one at random and print it."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def password(settings: Settings, login: str, *, generate: bool, as_json: bool) -> None:
    """The sessions of the account end."""
    with acting(settings) as (archive, actor):
        number = account_number(archive.accounts, login)
        chosen = (
            new_recovery_code()
            if generate
            else click.prompt(translate("New password"), hide_input=True, confirmation_prompt=translate("Once more"))
        )
        ended = choose_password(archive.accounts, number, chosen, by=actor.login)

    def say() -> None:
        if generate:
            click.echo(translate("Password: {password}", password=chosen))
        click.echo(translate("The password is set."))
        click.echo(translate_plural("{number} session is ended.", "{number} sessions are ended.", ended))

    Output(as_json).answer({"user_id": number, "password": chosen if generate else None, "ended": ended}, say)


@command.command("sessions", help=translate("Where a person is signed in."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def sessions(settings: Settings, login: str, *, as_json: bool) -> None:
    """The last seen first."""
    with acting(settings) as (archive, _):
        found = open_sessions(archive.accounts, account_number(archive.accounts, login))

        def say() -> None:
            for one in found:
                click.echo(f"{one.session_id}  {_local(archive, one.seen_at)}  {one.address}  {one.user_agent}")
            if not found:
                click.echo(translate("«{login}» is signed in nowhere.", login=login))

        Output(as_json).answer(found, say)


@command.command("end-sessions", help=translate("Sign a person out everywhere."))
@login_argument
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def end_all(settings: Settings, login: str, *, as_json: bool) -> None:
    """The account stays open."""
    with acting(settings) as (archive, actor):
        number = end_sessions(archive.accounts, account_number(archive.accounts, login), by=actor.login)
    done = translate_plural("{number} session is ended.", "{number} sessions are ended.", number)
    Output(as_json).answer({"ended": number}, lambda: click.echo(done))


command.add_command(tie)
command.add_command(untie)


def _local(archive: Archive, moment: datetime) -> str:
    return moment.astimezone(archive.settings.zone).strftime("%d.%m.%Y %H:%M")
