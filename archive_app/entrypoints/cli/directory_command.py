"""`archive directory`: the LDAP directory and the OpenID provider, and which accounts are tied to people there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import EXIT_UNAVAILABLE, NotFound
from archive_app.i18n import mark, translate
from archive_app.services.accounts.directory import account_number
from archive_app.services.external.checking import (
    LDAP_SERVER,
    OIDC_PROVIDER,
    ROLES,
    DirectoryReport,
    KnownPerson,
    examine,
    known_person,
)
from archive_app.services.external.errors import NoDirectory
from archive_app.services.external.identities import identities, tie, untie
from archive_app.services.external.person import LDAP, OIDC

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings

POINT_WORDS = {
    LDAP_SERVER: mark("LDAP directory"),
    OIDC_PROVIDER: mark("OpenID provider"),
    ROLES: mark("Role of a group"),
}
login_argument = click.argument("login", metavar="LOGIN")
via_option = click.option(
    "--via", type=click.Choice([LDAP, OIDC]), default=LDAP, show_default=True, help=translate("Who proves the person.")
)


@click.group("directory", help=about("directory"))
def command() -> None:
    """Group of `check`, `ties`, `tie`, `untie`."""


@command.command("check", help=translate("Reach directory and provider, find the roles of the groups."))
@click.option("--login", default=None, metavar="LOGIN", help=translate("Also what LDAP says of a person."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def check(settings: Settings, login: str | None, *, as_json: bool) -> int:
    """Leave with 6 when anything is wrong, with 7 when nothing is set."""
    with acting(settings) as (archive, _):
        found = examine(archive.accounts, archive.directories, archive.today())
        person = _known(archive, login) if login and found.ok else None
    report = DirectoryReport(found.points, person)
    Output(as_json).answer({"ok": report.ok, "points": report.points, "person": person}, lambda: _say(report))
    return 0 if report.ok else EXIT_UNAVAILABLE


@command.command("ties", help=translate("Accounts that are tied to people of a directory."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def ties(settings: Settings, *, as_json: bool) -> None:
    """By login."""
    with acting(settings) as (archive, _):
        lines = identities(archive.accounts)

    def say() -> None:
        for line in lines:
            click.echo(f"{line.login}  {line.issuer}  {line.subject}")
        if not lines:
            click.echo(translate("No account is tied."))

    Output(as_json).answer({"ties": lines}, say)


@command.command("tie", help=translate("Tie an account that was opened here to a person of the directory."))
@login_argument
@via_option
@click.option("--subject", default=None, metavar="ID", help=translate("Who it is there; of LDAP found by the login."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def tie_account(settings: Settings, login: str, via: str, subject: str | None, *, as_json: bool) -> None:
    """From then on the directory decides about the sign-in."""
    with acting(settings) as (archive, actor):
        number = account_number(archive.accounts, login)
        if subject is None:
            if via != LDAP:
                raise click.UsageError(translate("The provider's people are tied by --subject."))
            subject = _known(archive, login).subject
        tie(archive.accounts, number, _issuer(archive, via), subject, by=actor.login)
    done = translate("«{login}» is tied to {subject}.", login=login, subject=subject)
    Output(as_json).answer({"user_id": number, "subject": subject}, lambda: click.echo(done))


@command.command("untie", help=translate("Undo a tie; the account stays."))
@login_argument
@via_option
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def untie_account(settings: Settings, login: str, via: str, *, as_json: bool) -> None:
    """Duties that came from there end; those given by hand stay."""
    with acting(settings) as (archive, actor):
        number = account_number(archive.accounts, login)
        untie(archive.accounts, number, _issuer(archive, via), by=actor.login)
    done = translate("«{login}» is tied no more.", login=login)
    Output(as_json).answer({"user_id": number}, lambda: click.echo(done))


def _issuer(archive: Archive, via: str) -> str:
    if via == LDAP:
        return LDAP
    if archive.directories.oidc is None:
        raise NoDirectory
    return archive.directories.oidc.issuer


def _known(archive: Archive, login: str) -> KnownPerson:
    person = known_person(archive.directories, login)
    if person is None:
        raise NotFound(login, what=translate("«{login}» in the directory", login=login))
    return person


def _say(report: DirectoryReport) -> None:
    for point in report.points:
        sign = click.style("✓", fg="green") if point.ok else click.style("✗", fg="red")
        tail = f": {point.reason}" if point.reason else ""
        click.echo(f"{sign} {translate(POINT_WORDS[point.name])} {point.what}{tail}")
    if report.person is not None:
        roles = ", ".join(report.person.roles) or "—"
        click.echo(f"{report.person.login}  {report.person.name}  {report.person.subject}")
        click.echo(translate("Groups: {groups}", groups="; ".join(report.person.groups) or "—"))
        click.echo(translate("Roles: {roles}", roles=roles))
