"""`archive accession`: case files handed over to the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AccessionState
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.accession.places import Place
from archive_app.services.accession.rows import STATE_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from typing import TypeVar

    from archive_app.services.accession.showing import AccessionCard
    from archive_app.settings import Settings

    F = TypeVar("F", bound=Callable[..., object])

ACCESSION = click.argument("accession", type=NUMBER, metavar="ACT")
REASON = click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
SHOWN = 1000


def place_options(run: F) -> F:
    """Four labels, each of which may be left out."""
    for name, words in (
        ("box", translate("Box.")),
        ("shelf", translate("Shelf.")),
        ("rack", translate("Rack.")),
        ("room", translate("Room.")),
    ):
        run = click.option(f"--{name}", default="", metavar="TEXT", help=words)(run)
    return run


@click.group("accession", help=about("accession"))
def command() -> None:
    """Group of `create`, `check`, `accept`, `withdraw`, `place`, `show`, `list`, `print`."""


@command.command("create", help=translate("Hand closed case files over; a worker reads their bytes."))
@click.argument("case_files", type=NUMBER, nargs=-1, required=True, metavar="ID...")
@click.option("--ground", required=True, metavar="TEXT", help=translate("Why they are handed over."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def create(settings: Settings, case_files: tuple[int, ...], ground: str, *, as_json: bool) -> None:
    """The acting user signs for the unit."""
    with acting(settings) as (archive, actor):
        number = archive.archiving.accessions.drawing_up.create(case_files, actor, ground=ground)
    said = translate("Transfer act {number} is drawn up; its bytes are being checked.", number=number)
    Output(as_json).answer({"accession_id": number}, lambda: click.echo(said))


@command.command("check", help=translate("Have the bytes of an act read once more."))
@ACCESSION
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def check(settings: Settings, accession: int, *, as_json: bool) -> None:
    """A worker does it."""
    with acting(settings) as (archive, actor):
        archive.archiving.accessions.drawing_up.check_again(accession, actor)
    said = translate("The bytes are being checked.")
    Output(as_json).answer({"accession_id": accession}, lambda: click.echo(said))


@command.command("accept", help=translate("Take case files over that another person hands over."))
@ACCESSION
@place_options
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def accept(settings: Settings, accession: int, room: str, rack: str, shelf: str, box: str, *, as_json: bool) -> None:
    """The acting user signs for the archive; the place is that of all its case files."""
    with acting(settings) as (archive, actor):
        count = archive.archiving.accessions.taking_over.accept(accession, actor, place=Place(room, rack, shelf, box))
    said = translate_plural("{number} case file is in the archive.", "{number} case files are in the archive.", count)
    Output(as_json).answer({"accession_id": accession, "case_files": count}, lambda: click.echo(said))


@command.command("withdraw", help=translate("Take an act back that is not accepted yet."))
@ACCESSION
@REASON
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def withdraw(settings: Settings, accession: int, reason: str, *, as_json: bool) -> None:
    """Its case files may stand in another act then."""
    with acting(settings) as (archive, actor):
        archive.archiving.accessions.drawing_up.withdraw(accession, actor, reason=reason)
    said = translate("Transfer act {number} is withdrawn.", number=accession)
    Output(as_json).answer({"accession_id": accession}, lambda: click.echo(said))


@command.command("place", help=translate("Note where a case file of the archive lies now."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@place_options
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def place(settings: Settings, case_file: int, room: str, rack: str, shelf: str, box: str, *, as_json: bool) -> None:
    """What is left out is empty afterwards."""
    where = Place(room, rack, shelf, box)
    with acting(settings) as (archive, actor):
        archive.archiving.accessions.placing.move(case_file, where, actor)
    Output(as_json).answer({"case_file_id": case_file, "place": where}, lambda: click.echo(translate("Done.")))


@command.command("show", help=translate("Show a transfer act with its case files."))
@ACCESSION
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def show(settings: Settings, accession: int, *, as_json: bool) -> None:
    """With the places where they lie now."""
    with acting(settings) as (archive, actor):
        card = archive.archiving.accessions.showing.card(accession, actor)
        lines = archive.archiving.accessions.showing.lines(accession, actor, limit=SHOWN)

    def say() -> None:
        click.echo(_title(card, settings.zone))
        for line in lines:
            click.echo(f"  {line.position}  {line.index}  {line.heading}  {line.dates}  {line.sheets}")
        for one in card.broken:
            click.echo(f"  {one.case_file_id}: {one.sha256} {one.outcome}")

    Output(as_json).answer({"accession": card, "lines": lines}, say)


@command.command("list", help=translate("List transfer acts, the newest first."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def list_acts(settings: Settings, *, as_json: bool) -> None:
    """The last hundred."""
    with acting(settings) as (archive, actor):
        cards = archive.archiving.accessions.showing.listed(actor, limit=100)

    def say() -> None:
        for card in cards:
            click.echo(_title(card, settings.zone))
        if not cards:
            click.echo(translate("There are no transfer acts."))

    Output(as_json).answer({"accessions": cards}, say)


@command.command("print", help=translate("Write a transfer act to a PDF."))
@ACCESSION
@click.option("--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def print_act(settings: Settings, accession: int, to: Path, *, as_json: bool) -> None:
    """PDF/A."""
    with acting(settings) as (archive, actor):
        to.write_bytes(archive.forms.written("transfer-act", accession, actor).content)
    said = translate("Written: {path}", path=to)
    Output(as_json).answer({"file": str(to), "accession_id": accession}, lambda: click.echo(said))


def _title(card: AccessionCard, zone: datetime.tzinfo) -> str:
    state = translate(STATE_WORDS[AccessionState(card.state)])
    count = translate_plural("{number} case file", "{number} case files", card.case_files)
    return f"{card.accession_id}  {card.created_at.astimezone(zone):%d.%m.%Y}  {count}: {state}"
