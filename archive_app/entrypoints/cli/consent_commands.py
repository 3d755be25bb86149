"""`archive person reached, settle, ended`: data whose purpose has ended, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.person_words import ended_words, purpose_words
from archive_app.services import consent_ends

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings

SHOWN = 1000
_VERSION = click.option("--version", type=int, required=True, help=translate("The version of what was looked at."))


@click.command("reached", help=translate("Write down that the purpose of a consent is reached."))
@click.argument("consent", type=NUMBER, metavar="CONSENT")
@click.option("--ground", required=True, metavar="TEXT", help=translate("The document that proves it."))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("A day: 26.05.2025 or 2025-05-26."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def reached(
    settings: Settings, consent: int, ground: str, on: datetime.date | None, version: int, *, as_json: bool
) -> None:
    """Thirty days run in which the data are destroyed."""
    with acting(settings) as (archive, actor):
        person = consent_ends.reach_purpose(archive.people, consent, actor, ground=ground, version=version, on=on)
    _written(person, as_json=as_json)


@click.command("settle", help=translate("Write down what came of data whose purpose has ended: one of the three."))
@click.argument("consent", type=NUMBER, metavar="CONSENT")
@click.option("--act", type=NUMBER, default=None, help=translate("The disposal act that was carried out here."))
@click.option("--destroyed", default="", metavar="TEXT", help=translate("Another act of destruction, as printed."))
@click.option("--kept", default="", metavar="TEXT", help=translate("The ground on which the data are kept."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def settle(
    settings: Settings, consent: int, act: int | None, destroyed: str, kept: str, version: int, *, as_json: bool
) -> None:
    """By whoever keeps the cards."""
    said = consent_ends.Settlement(act, destroyed, kept)
    with acting(settings) as (archive, actor):
        person = consent_ends.settle(archive.people, consent, said, actor, version=version)
    _written(person, as_json=as_json)


@click.command("ended", help=translate("Data whose purpose has ended, the most urgent first."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def ended(settings: Settings, *, as_json: bool) -> None:
    """A thousand at most."""
    with acting(settings) as (archive, actor):
        lines, _ = consent_ends.list_ended(archive.people, actor, limit=SHOWN)

    def say() -> None:
        for line in lines:
            late = translate(" (overdue)") if line.overdue else ""
            why = f"{ended_words(line.why)} {line.ended_on:%d.%m.%Y}"
            by = translate("destroy by {day}", day=f"{line.destroy_by:%d.%m.%Y}")
            click.echo(f"{by}{late}  {line.name}: {purpose_words(line.purpose)}, {why}  [{line.consent_id}]")
        if not lines:
            click.echo(translate("There is nothing to destroy."))

    Output(as_json).answer({"consents": lines}, say)


def _written(person_id: int, *, as_json: bool) -> None:
    words = translate("Written on the card of the person {number}.", number=person_id)
    Output(as_json).answer({"person_id": person_id}, lambda: click.echo(words))


COMMANDS = (reached, settle, ended)
