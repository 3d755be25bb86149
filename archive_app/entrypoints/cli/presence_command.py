"""`archive presence`: a shelf or an inventory is gone through, its act signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Presence
from archive_app.entrypoints.cli.accession_command import place_options
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.accession.places import Place
from archive_app.services.presence.printing import where_words
from archive_app.services.presence.showing import OUTCOME_WORDS

if TYPE_CHECKING:
    import datetime

    from archive_app.services.presence.showing import CheckCard
    from archive_app.settings import Settings

CHECK = click.argument("check", type=NUMBER, metavar="CHECK")
SHOWN = 1000


@click.group("presence", help=about("presence"))
def command() -> None:
    """Group of `begin`, `mark`, `rest`, `sign`, `show`, `list`, `found`."""


@command.command("begin", help=translate("List what should stand in a place or by an inventory."))
@click.option("--inventory", type=NUMBER, default=None, help=translate("An approved inventory, by its number here."))
@place_options
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def begin(
    settings: Settings, inventory: int | None, room: str, rack: str, shelf: str, box: str, *, as_json: bool
) -> None:
    """Parts of the place that are left out mean any."""
    with acting(settings) as (archive, actor):
        place = Place(room, rack, shelf, box)
        number = archive.presence.checking.begin(actor, place=place, inventory_id=inventory)
    said = translate("Presence check {number} is begun.", number=number)
    Output(as_json).answer({"check_id": number}, lambda: click.echo(said))


@command.command("mark", help=translate("Mark what was found, by the codes of the covers (152/1)."))
@CHECK
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--missing", is_flag=True, help=translate("They were looked for and not found."))
@click.option("--undo", is_flag=True, help=translate("Marked by mistake: they wait again."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def mark(settings: Settings, check: int, codes: tuple[str, ...], *, missing: bool, undo: bool, as_json: bool) -> None:
    """One after the other; the first that cannot be read stops it."""
    outcome = Presence.WAITING if undo else Presence.MISSING if missing else Presence.FOUND
    with acting(settings) as (archive, actor):
        marked = [archive.presence.checking.mark(check, code, actor, outcome) for code in codes]
    lines = [{"code": code, "outcome": line.outcome.value} for code, line in zip(codes, marked, strict=True)]

    def say() -> None:
        for line in lines:
            click.echo(f"{line['code']}: {translate(OUTCOME_WORDS[Presence(line['outcome'])])}")

    Output(as_json).answer({"check_id": check, "lines": lines}, say)


@command.command("rest", help=translate("Mark everything that was not marked as not found."))
@CHECK
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def rest(settings: Settings, check: int, *, as_json: bool) -> None:
    """Before the act is signed."""
    with acting(settings) as (archive, actor):
        count = archive.presence.checking.rest_is_missing(check, actor)
    said = translate_plural("{number} unit is not found.", "{number} units are not found.", count)
    Output(as_json).answer({"check_id": check, "missing": count}, lambda: click.echo(said))


@command.command("sign", help=translate("Sign the act; nothing of it changes afterwards."))
@CHECK
@click.option("--conclusion", default="", metavar="TEXT", help=translate("What the act says of the condition."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def sign(settings: Settings, check: int, conclusion: str, *, as_json: bool) -> None:
    """As the acting user."""
    with acting(settings) as (archive, actor):
        archive.presence.checking.sign(check, actor, conclusion=conclusion)
    said = translate("The act of the check {number} is signed.", number=check)
    Output(as_json).answer({"check_id": check}, lambda: click.echo(said))


@command.command("show", help=translate("Show a check with its lines."))
@CHECK
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def show(settings: Settings, check: int, *, as_json: bool) -> None:
    """A thousand lines at most; the print has all that are not in their place."""
    with acting(settings) as (archive, actor):
        card = archive.presence.showing.card(check, actor)
        lines = archive.presence.showing.lines(check, actor, limit=SHOWN)

    def say() -> None:
        click.echo(_title(card, settings.zone))
        for line in lines:
            outcome = translate(OUTCOME_WORDS[Presence(line.outcome)])
            click.echo(f"  {line.position}  {line.case_file_id}/{line.volume}  {line.index}  {line.heading}: {outcome}")

    Output(as_json).answer({"check": card, "lines": lines}, say)


@command.command("list", help=translate("List the checks, the newest first."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def list_checks(settings: Settings, *, as_json: bool) -> None:
    """The last hundred, and what is searched for."""
    with acting(settings) as (archive, actor):
        cards = archive.presence.showing.listed(actor, limit=100)
        searched = archive.presence.showing.searched_for(actor)

    def say() -> None:
        for card in cards:
            click.echo(_title(card, settings.zone))
        for line in searched:
            words = translate("Searched for: {heading}", heading=line.heading)
            click.echo(f"{words} ({line.case_file_id}/{line.volume}, {line.line_id})")
        if not cards:
            click.echo(translate("Nothing has been checked yet."))

    Output(as_json).answer({"checks": cards, "searched_for": searched}, say)


@command.command("found", help=translate("End the search: what a signed act calls missing is back."))
@click.argument("line", type=NUMBER, metavar="LINE")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def found(settings: Settings, line: int, *, as_json: bool) -> None:
    """`list` tells the numbers of the lines."""
    with acting(settings) as (archive, actor):
        archive.presence.checking.found_later(line, actor)
    Output(as_json).answer({"line_id": line}, lambda: click.echo(translate("Done.")))


def _title(card: CheckCard, zone: datetime.tzinfo) -> str:
    state = translate("the act is signed") if card.signed_at else translate("under way")
    told = translate(
        "{found} of {expected} in place, not found: {missing}",
        found=card.found,
        expected=card.expected,
        missing=card.missing,
    )
    return f"{card.check_id}  {card.begun_at.astimezone(zone):%d.%m.%Y}  {where_words(card)}: {told}, {state}"
