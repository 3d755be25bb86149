"""`archive duty`: who holds which role, for what, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, period_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.people.meant import person_meant
from archive_app.services.rights.duties import Holding

if TYPE_CHECKING:
    import datetime

    from archive_app.services.rights.duties import DutyLine
    from archive_app.settings import Settings


@click.group("duty", help=about("duty"))
def command() -> None:
    """Group of `give`, `revoke`, `list`."""


@command.command("give", help=translate("Give a person a role."))
@click.argument("login", metavar="LOGIN")
@click.argument("role", metavar="ROLE")
@click.option("--unit", default=None, metavar="NAME", help=translate("Only for this unit."))
@click.option("--group", default=None, metavar="NAME", help=translate("Only for this group."))
@click.option(
    "--person", default="", metavar="PERSON", help=translate("Whose own records are opened: a name, or a number.")
)
@click.option("--since", type=DAY, default=None, metavar="DATE", help=translate("First day of the duty."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("Last day of the duty."))
@click.option("--reason", default=None, metavar="TEXT", help=translate("The order or the reason."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def give(
    settings: Settings,
    login: str,
    role: str,
    unit: str | None,
    group: str | None,
    person: str,
    since: datetime.date | None,
    until: datetime.date | None,
    reason: str | None,
    *,
    as_json: bool,
) -> None:
    """A second duty is added to the first: a curator of two groups has two."""
    with acting(settings) as (archive, actor):
        person_id = person_meant(archive.people, person, actor, asking=Act.ACCOUNTS)
        holding = Holding(unit=unit, group=group, person_id=person_id, since=since, until=until, reason=reason)
        number = archive.rights.duties.give(login, role, actor, holding)
    Output(as_json).answer(
        {"duty_id": number},
        lambda: click.echo(translate("Duty {number} is given to «{login}».", number=number, login=login)),
    )


@command.command("revoke", help=translate("Take a duty away, from this moment on."))
@click.argument("number", type=NUMBER, metavar="ID")
@click.option("--reason", default=None, metavar="TEXT", help=translate("The order or the reason."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def revoke(settings: Settings, number: int, reason: str | None, *, as_json: bool) -> None:
    """The duty stays in the list of former ones."""
    with acting(settings) as (archive, actor):
        archive.rights.duties.revoke(number, actor, reason)
    Output(as_json).answer(
        {"duty_id": number}, lambda: click.echo(translate("Duty {number} is taken away.", number=number))
    )


@command.command("list", help=translate("List the duties of all, or of one person."))
@click.argument("login", required=False, metavar="LOGIN")
@click.option("--former", is_flag=True, help=translate("Also those that ended or were taken away."))
@json_option
@click.pass_obj
@needs(Act.ACCOUNTS)
def list_duties(settings: Settings, login: str | None, *, former: bool, as_json: bool) -> None:
    """By name of the person."""
    with acting(settings) as (archive, actor):
        duties = archive.rights.duties.listed(actor, login, former=former)

    def say() -> None:
        for duty in duties:
            click.echo(_words(duty))
        if not duties:
            click.echo(translate("There are no such duties."))

    Output(as_json).answer({"duties": duties}, say)


def _words(duty: DutyLine) -> str:
    limits = [part for part in (duty.unit, duty.group, duty.person, period_words(duty.since, duty.until)) if part]
    state = "" if duty.in_force else " (" + translate("not in force") + ")"
    return f"{duty.duty_id}  {duty.name} ({duty.login}): {', '.join([duty.role_title, *limits])}{state}"
