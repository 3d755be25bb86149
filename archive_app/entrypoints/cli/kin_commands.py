"""`archive person move, leave, guardian, revoke, consent, withdraw`: what is written on the card of a person by hand.

Each change is made to the row as it was looked at: the numbers and versions stand in `archive person show --json`. A
study is also named by the person; without a version it is changed as it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Authority, Leaving, Purpose
from archive_app.entrypoints.cli import consent_commands
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import group_of, perhaps_person, person_of
from archive_app.i18n import translate
from archive_app.person_words import AUTHORITY_WORDS, PURPOSE_WORDS
from archive_app.services import consents, guardians
from archive_app.services.people import moving_on
from archive_app.services.people.papers import Paper
from archive_app.services.people.study_meant import study_meant
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from archive_app.settings import Settings

_GROUND = click.option("--ground", default="", help=translate("The document that proves it."))
_DOCUMENT = click.option("--document", type=NUMBER, default=None, help=translate("Its number in this archive."))
_VERSION = click.option("--version", type=int, required=True, help=translate("The version of what was looked at."))


_STUDY = click.argument("study", metavar="STUDY|NAME")
_LOOKED_AT = click.option("--version", type=int, default=None, help=translate("The version of what was looked at."))


def _day(name: str, *, required: bool = False) -> Callable[[Any], Any]:
    words = translate("A day: 26.05.2025 or 2025-05-26.")
    return click.option(name, type=DAY, metavar="DATE", default=None, required=required, help=words)


def _ending(what: str, why: str) -> Callable[[Any], Any]:
    """What the end of an authority and of a consent take; the paper arrives as `why`."""

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        paper = click.option("--ground", why, required=True, help=translate("The document that proves it."))
        for option in (click.pass_obj, json_option, _VERSION, paper, _day("--on")):
            function = option(function)
        return click.argument("number", type=NUMBER, metavar=what)(function)

    return given


def _said(person_id: int, *, as_json: bool) -> None:
    words = translate("Written on the card of the person {number}.", number=person_id)
    Output(as_json).answer({"person_id": person_id}, lambda: click.echo(words))


@click.command("move", help=translate("Let a study go on in another group; the former ends the day before."))
@_STUDY
@click.argument("group", metavar="GROUP")
@_day("--since", required=True)
@_GROUND
@_DOCUMENT
@_LOOKED_AT
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def move(
    settings: Settings,
    study: str,
    group: str,
    since: datetime.date,
    ground: str,
    document: int | None,
    version: int | None,
    *,
    as_json: bool,
) -> None:
    """As the acting user."""
    paper = Paper(ground, document)
    with acting(settings) as (archive, actor):
        there = group_of(archive, group, since)
        meant, seen = study_meant(archive.people, study, actor, version)
        number = moving_on.move_to_group(archive.people, meant, there, since, paper, actor, version=seen)
    _said(number, as_json=as_json)


@click.command("leave", help=translate("End a study; leaving for good starts the terms that wait for it."))
@_STUDY
@click.option("--why", required=True, **coded(LEAVING_WORDS, translate("Why.")))
@_day("--on", required=True)
@_GROUND
@_DOCUMENT
@_LOOKED_AT
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def leave(
    settings: Settings,
    study: str,
    why: str,
    on: datetime.date,
    ground: str,
    document: int | None,
    version: int | None,
    *,
    as_json: bool,
) -> None:
    """As the acting user; the day is the last one."""
    paper = Paper(ground, document)
    with acting(settings) as (archive, actor):
        meant, seen = study_meant(archive.people, study, actor, version)
        number = moving_on.leave(archive.people, meant, Leaving(why), on, paper, actor, version=seen)
    _said(number, as_json=as_json)


@click.command("guardian", help=translate("Write down who speaks for a person: by a number or a full name."))
@click.argument("person", metavar="NAME|ID")
@click.argument("who", metavar="NAME|ID")
@click.option(
    "--as",
    "authority",
    default=Authority.PARENT.value,
    **coded(AUTHORITY_WORDS, translate("By what right.")),
)
@_day("--since")
@_day("--until")
@_GROUND
@_DOCUMENT
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def guardian(settings: Settings, /, person: str, who: str, *, as_json: bool, **given: Any) -> None:
    """A name that nobody has gets a card."""
    paper = Paper(given["ground"], given["document"])
    said = guardians.AuthoritySaid(Authority(given["authority"]), paper, given["since"], given["until"])
    with acting(settings) as (archive, actor):
        number = guardians.add_guardian(archive.people, person_of(archive, person, actor), who, said, actor)
    words = translate("The number of the authority: {number}.", number=number)
    Output(as_json).answer({"guardianship_id": number}, lambda: click.echo(words))


@click.command("revoke", help=translate("End an authority over a person."))
@_ending("AUTHORITY", "reason")
@needs(Act.PERSONS)
def revoke(settings: Settings, /, number: int, *, as_json: bool, **given: Any) -> None:
    """From that day on (today) there is none."""
    with acting(settings) as (archive, actor):
        person = guardians.revoke_guardian(archive.people, number, actor, **given)
    _said(person, as_json=as_json)


@click.command("consent", help=translate("Write a consent down."))
@click.argument("person", metavar="NAME|ID")
@click.option("--for", "purpose", required=True, **coded(PURPOSE_WORDS, translate("What for.")))
@click.option("--scope", default="", help=translate("What exactly was consented to."))
@click.option("--by", "giver", default="", metavar="NAME|ID", help=translate("Who gives it; else the person."))
@_day("--since")
@_day("--until")
@_GROUND
@_DOCUMENT
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def consent(settings: Settings, /, person: str, *, as_json: bool, **given: Any) -> None:
    """By the person, or by who has authority over the person on that day."""
    paper = Paper(given["ground"], given["document"])
    with acting(settings) as (archive, actor):
        giver = perhaps_person(archive, given["giver"], actor)
        said = consents.ConsentSaid(
            Purpose(given["purpose"]), paper, giver, given["since"], given["until"], given["scope"]
        )
        number = consents.add_consent(archive.people, person_of(archive, person, actor), said, actor)
    words = translate("The number of the consent: {number}.", number=number)
    Output(as_json).answer({"consent_id": number}, lambda: click.echo(words))


@click.command("withdraw", help=translate("Write the withdrawal of a consent down."))
@_ending("CONSENT", "ground")
@needs(Act.PERSONS)
def withdraw(settings: Settings, /, number: int, *, as_json: bool, **given: Any) -> None:
    """With the last consent the terms that wait for the end of consent begin to run."""
    with acting(settings) as (archive, actor):
        person = consents.withdraw_consent(archive.people, number, actor, **given)
    _said(person, as_json=as_json)


COMMANDS = (move, leave, guardian, revoke, consent, withdraw, *consent_commands.COMMANDS)
