"""`archive person reached, settle, unsettle, ended`: data whose purpose has ended, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import read_versions
from archive_app.person_words import ended_words, purpose_words
from archive_app.services import consent_ends, consent_settling

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
@click.argument("consents", nargs=-1, required=True, metavar="CONSENT")
@click.option("--act", type=NUMBER, default=None, help=translate("The disposal act that was carried out here."))
@click.option("--destroyed", default="", metavar="TEXT", help=translate("Another act of destruction, as printed."))
@click.option("--kept", default="", metavar="TEXT", help=translate("The ground on which the data are kept."))
@click.option("--version", type=int, default=None, help=translate("Of numbers that name none: 5 instead of 5:2."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def settle(
    settings: Settings,
    consents: tuple[str, ...],
    act: int | None,
    destroyed: str,
    kept: str,
    version: int | None,
    *,
    as_json: bool,
) -> None:
    """All that are named or none."""
    chosen = dict(_versioned(one, version) for one in consents)
    said = consent_settling.Settlement(act, destroyed, kept)
    with acting(settings) as (archive, actor):
        number = consent_settling.settle_many(archive.people, chosen, said, actor)
    words = translate_plural(
        "It is written down what came of the data: {number} consent.",
        "It is written down what came of the data: {number} consents.",
        number,
    )
    Output(as_json).answer({"settled": number}, lambda: click.echo(words))


@click.command("unsettle", help=translate("Take back what was written of data whose purpose has ended."))
@click.argument("consent", type=NUMBER, metavar="CONSENT")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def unsettle(settings: Settings, consent: int, reason: str, version: int, *, as_json: bool) -> None:
    """The data wait again for what comes of them."""
    with acting(settings) as (archive, actor):
        person = consent_settling.take_settlement_back(archive.people, consent, actor, reason=reason, version=version)
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
            click.echo(
                f"{by}{late}  {line.name}: {purpose_words(line.purpose)}, {why}  [{line.consent_id}:{line.version}]"
            )
        if not lines:
            click.echo(translate("There is nothing to destroy."))

    Output(as_json).answer({"consents": lines}, say)


def _versioned(text: str, version: int | None) -> tuple[int, int]:
    """A consent as `ended` prints it (5:2), or its number with the version of `--version`."""
    pair = text if version is None or ":" in text else f"{text}:{version}"
    found = read_versions([pair])
    if not found:
        raise click.BadParameter(translate("Write the number and the version, as «archive person ended» does: 5:2."))
    return next(iter(found.items()))


def _written(person_id: int, *, as_json: bool) -> None:
    words = translate("Written on the card of the person {number}.", number=person_id)
    Output(as_json).answer({"person_id": person_id}, lambda: click.echo(words))


COMMANDS = (reached, settle, unsettle, ended)
