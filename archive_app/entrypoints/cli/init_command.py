"""`archive init`: make the database, the store and the first account. Safe to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.addresses import public_address
from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("init", help=about("init"))
@click.option("--admin", default=None, metavar="NAME", help=translate("Name of the first administrator and archivist."))
@click.option("--organisation", default=None, metavar="NAME", help=translate("Name of the organisation (the fonds)."))
@json_option
@click.pass_obj
@open_to_all("there is nobody before it")
def command(settings: Settings, admin: str | None, organisation: str | None, *, as_json: bool) -> None:
    """Migrate, prepare, seed."""
    from archive_app.bootstrap import initialise, open_archive
    from archive_app.services.accounts.first_invitation import first_invitation

    made = initialise(settings, admin=admin, organisation=organisation)
    with open_archive(settings) as archive:
        first = first_invitation(archive.accounts) if admin else None  # else the browser asks who it is
    invitation = public_address(settings) + first.path if first else None

    def say() -> None:
        click.echo(translate("The archive is ready: {home}", home=settings.home))
        click.echo(translate("Database version: {revision}", revision=made.revision))
        if made.login:
            click.echo(translate("Acting user: {login}", login=made.login))
        if first is not None:
            click.echo(translate("By this address «{login}» chooses a password, once:", login=first.login))
            click.echo(invitation)

    told = {"home": settings.home, "revision": made.revision, "login": made.login, "invitation": invitation}
    Output(as_json).answer(told, say)
