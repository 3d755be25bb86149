"""`archive inventory`: inventories by year, agreed, approved, corrected, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import InventoryKind
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.inventories.kinds import KIND_WORDS, STATE_WORDS
from archive_app.services.inventories.printing import FIELD_WORDS

if TYPE_CHECKING:
    from archive_app.services.inventories.showing import InventoryCard, Line
    from archive_app.settings import Settings

REASON = click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
CASE_FILES = click.argument("case_files", type=NUMBER, nargs=-1, required=True, metavar="ID...")
KINDS = [kind.value for kind in InventoryKind]
INVENTORY = click.argument("inventory", type=NUMBER, metavar="INVENTORY")
SHOWN = 1000
"""Lines that `show` gives; the print has all."""


@click.group("inventory", help=about("inventory"))
def command() -> None:
    """Group of `create`, `add`, `remove`, `agree`, `return`, `approve`, `correct`, `show`, `list`, `print`."""


@command.command("create", help=translate("Begin the section of a year."))
@click.option("--kind", required=True, **coded(KIND_WORDS, translate("Which case files.")))
@click.option("--year", required=True, type=YEAR, help=translate("Year of the case files."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def create(settings: Settings, kind: str, year: int, *, as_json: bool) -> None:
    """As the acting user, who is then its author."""
    with acting(settings) as (archive, actor):
        number = archive.archiving.inventories.drafting.create(InventoryKind(kind), year, actor)
    said = translate("Inventory {number} is begun.", number=number)
    Output(as_json).answer({"inventory_id": number}, lambda: click.echo(said))


@command.command("add", help=translate("Put closed case files in, all of them or none."))
@INVENTORY
@CASE_FILES
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def add(settings: Settings, inventory: int, case_files: tuple[int, ...], *, as_json: bool) -> None:
    """A line for each volume."""
    with acting(settings) as (archive, actor):
        lines = archive.archiving.inventories.drafting.add(inventory, case_files, actor)
    said = translate_plural("{number} line added.", "{number} lines added.", lines)
    Output(as_json).answer({"inventory_id": inventory, "lines": lines}, lambda: click.echo(said))


@command.command("remove", help=translate("Take case files out of a draft."))
@INVENTORY
@CASE_FILES
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def remove(settings: Settings, inventory: int, case_files: tuple[int, ...], *, as_json: bool) -> None:
    """With all their volumes."""
    with acting(settings) as (archive, actor):
        archive.archiving.inventories.drafting.remove(inventory, case_files, actor)
    Output(as_json).answer({"inventory_id": inventory}, lambda: click.echo(translate("Done.")))


@command.command("agree", help=translate("Note that the commission has agreed; lines get their numbers."))
@INVENTORY
@click.option("--protocol", required=True, metavar="TEXT", help=translate("Its decision: minutes, date, number."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def agree(settings: Settings, inventory: int, protocol: str, *, as_json: bool) -> None:
    """The draft is closed."""
    with acting(settings) as (archive, actor):
        lines = archive.archiving.inventories.settling.agree(inventory, actor, protocol=protocol)
    said = translate("Inventory {number} is agreed.", number=inventory)
    Output(as_json).answer({"inventory_id": inventory, "lines": lines}, lambda: click.echo(said))


@command.command("return", help=translate("Make an agreed inventory a draft again."))
@INVENTORY
@REASON
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def send_back(settings: Settings, inventory: int, reason: str, *, as_json: bool) -> None:
    """Lines lose their numbers."""
    with acting(settings) as (archive, actor):
        archive.archiving.inventories.settling.send_back(inventory, actor, reason=reason)
    said = translate("Inventory {number} is a draft again.", number=inventory)
    Output(as_json).answer({"inventory_id": inventory}, lambda: click.echo(said))


@command.command("approve", help=translate("Approve an agreed inventory drawn up by another person."))
@INVENTORY
@click.option("--number", default="", metavar="TEXT", help=translate("Number of a first inventory of its kind."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def approve(settings: Settings, inventory: int, number: str, *, as_json: bool) -> None:
    """From now on it is only corrected."""
    with acting(settings) as (archive, actor):
        archive.archiving.inventories.settling.approve(inventory, actor, number=number)
        card = archive.archiving.inventories.showing.card(inventory, actor)
    Output(as_json).answer(card, lambda: click.echo(_title(card)))


@command.command("correct", help=translate("Put a line of an approved inventory right; the line itself stays."))
@INVENTORY
@click.argument("line", type=NUMBER, metavar="LINE")
@click.option("--field", required=True, **coded(FIELD_WORDS, translate("What is put right.")))
@click.option("--to", "becomes", required=True, metavar="TEXT", help=translate("What it shall say."))
@REASON
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def correct(
    settings: Settings, inventory: int, line: int, field: str, becomes: str, reason: str, *, as_json: bool
) -> None:
    """The correction stands beside the line."""
    with acting(settings) as (archive, actor):
        archive.archiving.inventories.settling.correct(
            inventory, line, actor, field=field, becomes=becomes, reason=reason
        )
    said = translate("The correction is noted.")
    Output(as_json).answer({"inventory_id": inventory, "line": line}, lambda: click.echo(said))


@command.command("show", help=translate("Show an inventory with its lines."))
@INVENTORY
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def show(settings: Settings, inventory: int, *, as_json: bool) -> None:
    """Lines as they were put in, corrections beside them."""
    with acting(settings) as (archive, actor):
        card = archive.archiving.inventories.showing.card(inventory, actor)
        lines = archive.archiving.inventories.showing.lines(inventory, actor, limit=SHOWN)

    def say() -> None:
        click.echo(_title(card))
        for line in lines:
            click.echo(_line(line))

    Output(as_json).answer({"inventory": card, "lines": lines}, say)


@command.command("list", help=translate("List inventories, the newest first."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def list_inventories(settings: Settings, *, as_json: bool) -> None:
    """The last hundred."""
    with acting(settings) as (archive, actor):
        cards = archive.archiving.inventories.showing.listed(actor, limit=100)

    def say() -> None:
        for card in cards:
            click.echo(_title(card))
        if not cards:
            click.echo(translate("There are no inventories."))

    Output(as_json).answer({"inventories": cards}, say)


@command.command("print", help=translate("Write an inventory to a PDF."))
@INVENTORY
@click.option("--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def print_inventory(settings: Settings, inventory: int, to: Path, *, as_json: bool) -> None:
    """PDF/A with the columns of its kind."""
    with acting(settings) as (archive, actor):
        to.write_bytes(archive.forms.written("inventory", inventory, actor).content)
    said = translate("Written: {path}", path=to)
    Output(as_json).answer({"file": str(to), "inventory_id": inventory}, lambda: click.echo(said))


def _title(card: InventoryCard) -> str:
    kind, state = translate(KIND_WORDS[InventoryKind(card.kind)]), translate(STATE_WORDS[card.state])
    lines = translate_plural("{number} line", "{number} lines", card.lines)
    return f"{card.inventory_id}  {card.year}  {kind}: {state}, {lines}"


def _line(line: Line) -> str:
    number = line.unit or line.position or "—"
    volume = " " + translate("vol. {number}", number=line.volume) if line.volumes > 1 else ""
    said = f"  {number}  {line.index}  {line.heading}{volume}  {line.dates}  {line.sheets}"
    return "\n".join([said, *(f"      {each.becomes} ({each.reason})" for each in line.corrections)])
