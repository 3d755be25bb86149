"""`archive user tie` and `untie`: whose person an account is, so that the portal shows the own records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.people.meant import person_meant
from archive_app.services.portal.opening import tie_account, untie_account

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("tie", help=translate("Open the portal: say whose person an account is."))
@click.argument("login", metavar="LOGIN")
@click.argument("person", metavar="PERSON")
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def tie(settings: Settings, login: str, person: str, *, as_json: bool) -> None:
    """Its rights follow from the card, which a number names, or the person's name."""
    with acting(settings) as (archive, actor):
        number = person_meant(archive.people, person, actor, asking=Act.ACCOUNTS) or 0
        tie_account(archive.people, login, number, actor)
    said = translate("The account {login} sees the own records of this person in the portal.", login=login)
    Output(as_json).answer({"login": login, "person_id": number}, lambda: click.echo(said))


@click.command("untie", help=translate("Close the portal: the account is of nobody again."))
@click.argument("login", metavar="LOGIN")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why the account is untied"))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def untie(settings: Settings, login: str, reason: str, *, as_json: bool) -> None:
    """What it saw by that, it sees no longer."""
    with acting(settings) as (archive, actor):
        person = untie_account(archive.people, login, reason, actor)
    said = translate("The account {login} sees the records of this person no longer.", login=login)
    Output(as_json).answer({"login": login, "person_id": person}, lambda: click.echo(said))
