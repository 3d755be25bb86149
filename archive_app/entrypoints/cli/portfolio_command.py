"""`archive portfolio`: entries and their files, what waits for a curator, decisions, the whole as one archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AchievementKind, PortfolioState
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import person_of
from archive_app.errors import CannotWrite
from archive_app.i18n import translate, translate_plural
from archive_app.portfolio_words import ENTRY_STATE_WORDS, KINDS
from archive_app.services.page_images import FULL_WIDTH
from archive_app.words import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.services.portfolio.showing import EntryLine, FileLine
    from archive_app.settings import Settings

SHOWN = 1000
_COMMENT = click.option("--comment", default="", metavar="TEXT", help=translate("A word to the student."))
_VERSION = click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)


@click.group("portfolio", help=about("portfolio"))
def command() -> None:
    """Group of `list`, `show`, `look`, `waiting`, `accept`, `return`, `discard`, `file`, `export`."""


@command.command("list", help=translate("The entries of one portfolio, the newest first."))
@click.argument("person", metavar="NAME|ID")
@json_option
@click.pass_obj
@needs(Act.SEE)
def listed(settings: Settings, person: str, *, as_json: bool) -> None:
    """Up to a thousand."""
    with acting(settings) as (archive, actor):
        found = archive.portfolios.showing.portfolio(person_of(archive, person, actor), actor, limit=SHOWN)
    lines = [*map(_line, found.entries)] or [translate("Nothing is entered here.")]
    Output(as_json).answer(found, lambda: _say([found.name, *lines]))


@command.command("show", help=translate("An entry with its files and their numbers."))
@click.argument("entry", type=NUMBER)
@json_option
@click.pass_obj
@needs(Act.SEE)
def show(settings: Settings, entry: int, *, as_json: bool) -> None:
    """All of it."""
    with acting(settings) as (archive, actor):
        card = archive.portfolios.showing.card(entry, actor)
    Output(as_json).answer(card, lambda: _say([_line(card), *map(file_words, card.attached)]))


@command.command("look", help=translate("A page of a file of an entry or an application, as a picture."))
@click.argument("file", type=NUMBER)
@click.option("--page", type=NUMBER, default=1, help=translate("Which page (the first)."))
@click.option(
    "--to", "to", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE",
    help=translate("Target: .jpg; nothing that is there is overwritten."),
)  # fmt: skip
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def look(settings: Settings, file: int, page: int, to: Path, *, as_json: bool) -> None:
    """Without taking the file away."""
    with acting(settings) as (archive, actor):
        leaf = archive.portfolios.looking.leaf(file, page, actor)
        image = archive.portfolios.looking.picture(file, page, actor, FULL_WIDTH)
        size = _write(to, iter((image.jpeg or b"",)))
    said = translate("Written: {path}, page {page} of {pages}", path=to, page=page, pages=leaf.pages)
    told = {"file": str(to), "size": size, "page": page, "pages": leaf.pages}
    Output(as_json).answer(told, lambda: click.echo(said))


@command.command("waiting", help=translate("Entries that wait for your decision, the longest waiting first."))
@json_option
@click.pass_obj
@needs(Act.CHANGE)
def waiting(settings: Settings, *, as_json: bool) -> None:
    """Of the own groups."""
    with acting(settings) as (archive, actor):
        lines = archive.portfolios.judging.waiting(actor, limit=SHOWN)
    nothing = [translate("Nothing waits for you: students of your groups have sent nothing new.")]
    told = [f"{_line(line)}  {line.person}" for line in lines] or nothing
    Output(as_json).answer({"entries": lines}, lambda: _say(told))


@command.command("accept", help=translate("Accept an entry into the portfolio; it is not changed any more."))
@click.argument("entry", type=NUMBER)
@_COMMENT
@_VERSION
@json_option
@click.pass_obj
@needs(Act.CHANGE)
def accept(settings: Settings, entry: int, comment: str, version: int | None, *, as_json: bool) -> None:
    """With a word, if there is one."""
    with acting(settings) as (archive, actor):
        version = version or archive.portfolios.showing.card(entry, actor).version
        archive.portfolios.judging.accept(entry, actor, version=version, comment=comment)
        card = archive.portfolios.showing.card(entry, actor)
    Output(as_json).answer(card, lambda: _say([_line(card)]))


@command.command("return", help=translate("Return an entry with a word on what to correct."))
@click.argument("entry", type=NUMBER)
@_COMMENT
@_VERSION
@json_option
@click.pass_obj
@needs(Act.CHANGE)
def give_back(settings: Settings, entry: int, comment: str, version: int | None, *, as_json: bool) -> None:
    """The student corrects it and sends it again."""
    with acting(settings) as (archive, actor):
        version = version or archive.portfolios.showing.card(entry, actor).version
        archive.portfolios.judging.give_back(entry, comment, actor, version=version)
        card = archive.portfolios.showing.card(entry, actor)
    Output(as_json).answer(card, lambda: _say([_line(card)]))


@command.command("discard", help=translate("Throw an own draft or returned entry away, with its files."))
@click.argument("entry", type=NUMBER)
@_VERSION
@json_option
@click.pass_obj
@needs(Act.FILE)
def discard(settings: Settings, entry: int, version: int | None, *, as_json: bool) -> None:
    """By its student, before it is accepted."""
    with acting(settings) as (archive, actor):
        version = version or archive.portfolios.showing.card(entry, actor).version
        person = archive.portfolios.filling.discard(entry, actor, version=version)
    said = translate("The entry is thrown away, its files too.")
    Output(as_json).answer({"entry": entry, "person": person}, lambda: click.echo(said))


@command.command("file", help=translate("Put the list of achievements into the student's case file."))
@click.argument("person", metavar="NAME|ID")
@json_option
@click.pass_obj
@needs(Act.CHANGE)
def file_list(settings: Settings, person: str, *, as_json: bool) -> None:
    """As PDF/A, unless nothing was accepted since the last one."""
    with acting(settings) as (archive, actor):
        filed = archive.portfolios.listing.file(person_of(archive, person, actor), actor)
    said = translate("The list of achievements lies in the case file: document {number}", number=filed.document_id)
    Output(as_json).answer(filed, lambda: click.echo(said))


@command.command("export", help=translate("A portfolio as one ZIP archive: files, an index, lists with SHA-256."))
@click.argument("person", metavar="NAME|ID")
@click.option(
    "--to", "to", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE",
    help=translate("Target: .zip; nothing that is there is overwritten."),
)  # fmt: skip
@json_option
@click.pass_obj
@needs(Act.DOWNLOAD)
def export(settings: Settings, person: str, to: Path, *, as_json: bool) -> None:
    """Accepted entries only."""
    with acting(settings) as (archive, actor):
        packed = archive.portfolios.exporting.pack(person_of(archive, person, actor), actor)
        size = _write(to, packed.pieces)
    files = sum(len(one.files) for one in packed.entries) + sum(len(one.files) for one in packed.results)
    said = translate_plural(
        "Written: {path}, {number} accepted entry",
        "Written: {path}, {number} accepted entries",
        len(packed.entries),
        path=to,
    )
    told = {
        "file": str(to),
        "size": size,
        "entries": len(packed.entries),
        "results": len(packed.results),
        "files": files,
    }
    Output(as_json).answer(told, lambda: click.echo(said))


def _write(to: Path, pieces: Iterator[bytes]) -> int:
    """Beside the target first: what broke off is not taken for whole. Raises CannotWrite."""
    part = to.with_name(f".{to.name}.part")
    try:
        if to.exists():
            raise CannotWrite(str(to), path=to, reason="exists")
        with part.open("wb") as target:
            size = sum(target.write(piece) for piece in pieces)
        part.replace(to)
    except OSError as error:
        raise CannotWrite(str(error), path=to, reason=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return size


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def file_words(file: FileLine) -> str:
    """A file in a line: its number, name and size."""
    return "  ".join([str(file.file_id), file.name, size_words(file.size)])


def _line(line: EntryLine) -> str:
    kind = translate(KINDS[AchievementKind(line.kind)].words)
    state = translate(ENTRY_STATE_WORDS[PortfolioState(line.state)])
    return "  ".join([str(line.entry_id), day_words(line.happened_on), line.title, kind, state])
