"""Pages turned, moved, taken out, split and joined: nothing is read again, all is undone, originals stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select, update

from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, CaseFileState, Document, DocumentState, IntakeSource, Page, Rendition
from archive_app.demo.draw import PageKind
from archive_app.services.arranging.errors import (
    ArrangedMeanwhile,
    NoPagesChosen,
    NoSuchPlace,
    NothingBefore,
    NothingLeft,
    PartFiled,
)
from archive_app.services.arranging.parts import Part
from archive_app.services.arranging.stacks import grouped, proposed_cut
from archive_app.services.arranging.tables import laid_out
from archive_app.services.card_values import CardChanges
from archive_app.services.case_files import CaseFileClosed
from archive_app.services.intake import Origin
from archive_app.services.places import Place
from indexer import pipeline
from indexer.separators import Separator
from indexer.separators.detection import find_separator
from storage.keys import BlobKey
from tests.fixtures.archives import ITEM, YEAR, actor_of, file_one, note, work
from tests.fixtures.pdfa import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from indexer.model import PageResult


def _pages(archive: Archive, number: int) -> list[tuple[int, int, int]]:
    """Row, number, rotation: a row that stays the same was not read again."""
    query = select(Page.id, Page.number, Page.rotation).where(Page.document_id == number).order_by(Page.number)
    with reading(archive.sessions) as session:
        return [(row.id, row.number, row.rotation) for row in session.execute(query)]


def _document(archive: Archive, number: int) -> Document:
    with reading(archive.sessions) as session:
        return session.get_one(Document, number)


def _take_in(archive: Archive, path: Path) -> int:
    origin = Origin(IntakeSource.BROWSER)
    return archive.intake.receive_unfiled(path, path.name, actor_of(archive), origin).document_id


def _sheet(archive: Archive, said: Separator) -> Image.Image:
    printed = archive.separator_sheets.printed(said, 1, actor_of(archive))
    drawn: Image.Image = pypdfium2.PdfDocument(printed)[0].render(scale=150 / 72, grayscale=True).to_pil()
    return drawn


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that are recognised while the test runs, one for each time."""
    numbers: list[int] = []
    recognise = pipeline.recognise

    def noted(*args: Any, **options: Any) -> Iterator[PageResult]:
        for result in recognise(*args, **options):
            numbers.append(result.number)
            yield result

    monkeypatch.setattr(pipeline, "recognise", noted)
    return numbers


def test_pages_are_turned_moved_and_taken_out_and_all_is_undone(
    fresh_archive: Archive, scan: Callable[..., Path], read: list[int], tmp_path: Path
) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    number = file_one(archive, scan(PageKind.ORDER, "лист.tif", pages=3))
    work(archive)
    assert sorted(read) == [1, 2, 3]
    before = _pages(archive, number)
    original = _document(archive, number).original_sha256
    upright = archive.page_images.image(number, 1, actor)

    turned = archive.arranging.turn(number, 0, [1], 90, actor)
    moved = archive.arranging.move(number, turned.arrangement, [1], 4, actor)
    removed = archive.arranging.remove(number, moved.arrangement, [1], actor)
    work(archive)
    assert _pages(archive, number) == [(before[2][0], 1, 0), (before[0][0], 2, 90)]
    assert archive.page_images.image(number, 2, actor) != upright
    with reading(archive.sessions) as session:
        copy = session.scalars(
            select(Rendition.sha256).where(Rendition.document_id == number, Rendition.kind == "pdfa")
        )
        content = archive.store.open(BlobKey(copy.one())).read()
    assert [page.get_rotation() for page in pypdfium2.PdfDocument(content)] == [0, 90]
    assert broken_rules({"arranged": content}, tmp_path) == {}

    table = laid_out(archive.journal.reads, number, actor)
    back = archive.arranging.put_back(number, table.arrangement, [table.aside[0].page_id], 2, actor)
    assert [row[0] for row in _pages(archive, number)] == [before[index][0] for index in (2, 1, 0)]
    archive.arranging.undo(number, back.arrangement, actor)
    back = archive.arranging.undo(number, removed.arrangement, actor)
    again = archive.arranging.redo(number, back.arrangement, actor)
    assert again.arrangement == removed.arrangement
    at = again.arrangement
    for _ in range(3):
        at = archive.arranging.undo(number, at, actor).arrangement
    assert _pages(archive, number) == before
    assert archive.page_images.image(number, 1, actor) == upright
    assert _document(archive, number).original_sha256 == original
    work(archive)
    assert len(read) == 3  # nothing was recognised a second time
    with pytest.raises(NothingLeft):
        archive.arranging.remove(number, at, [1, 2, 3], actor)
    with pytest.raises(ArrangedMeanwhile):
        archive.arranging.turn(number, 0, [1], 90, actor)
    with archive.sessions.begin() as session:
        session.execute(update(CaseFile).values(state=CaseFileState.CLOSED))
    with pytest.raises(CaseFileClosed):
        archive.arranging.turn(number, at, [1], 90, actor)


def test_a_stack_is_split_by_its_sheets_and_put_together_again(
    fresh_archive: Archive, scan: Callable[..., Path], tmp_path: Path, read: list[int]
) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    said = Separator(ITEM, YEAR, "class_journal")
    sheets = [_sheet(archive, said), _sheet(archive, Separator())]
    assert find_separator(sheets[0].rotate(93, expand=True, fillcolor=235)) is not None
    paper = Image.open(scan(PageKind.ORDER)).convert("L").resize(sheets[0].size)
    blank = Image.new("L", paper.size, 250)
    stack = tmp_path / "стопка.tif"
    sheets[0].save(
        stack, save_all=True, append_images=[blank, paper, paper.rotate(180), sheets[1], paper], dpi=(150, 150)
    )
    number = _take_in(archive, stack)
    work(archive)

    table = laid_out(archive.journal.reads, number, actor)
    groups = grouped(archive.sessions, table.pages, proposed_cut(table.pages))
    assert [group.taken for group in groups] == [(3, 4), (6,)]
    assert groups[0].said == said
    assert groups[0].item_title
    parts = [Part((3, 4), "Журнал", "class_journal", ITEM, YEAR), Part((6,), "Иное")]
    done = archive.arranging.split(number, table.arrangement, parts, actor)
    work(archive)
    whole, first, second = (_document(archive, each) for each in (number, *done.made))
    assert whole.state is DocumentState.REPLACED
    assert (first.kind_code, first.meant_item, first.meant_year, first.page_count) == ("class_journal", ITEM, YEAR, 2)
    assert first.original_sha256 == whole.original_sha256 == second.original_sha256
    assert archive.page_images.image(first.id, 2, actor)

    undone = archive.arranging.undo(number, done.arrangement, actor)
    assert [row[1] for row in _pages(archive, number)] == [1, 2, 3, 4, 5, 6]
    assert {_document(archive, each).state for each in done.made} == {DocumentState.REPLACED}
    redone = archive.arranging.redo(number, undone.arrangement, actor)
    version = _document(archive, first.id).version
    archive.filing.file(first.id, version, Place(ITEM, YEAR), CardChanges(), actor)
    with pytest.raises(PartFiled):
        archive.arranging.undo(number, redone.arrangement, actor)
    merged = archive.arranging.merge(first.id, _document(archive, first.id).arrangement, [second.id], 1, actor)
    assert _document(archive, merged.document_id).page_count == 3
    work(archive)
    assert len(read) == 6  # each page of the stack once, however often it was split and put together


def test_a_document_without_images_of_pages_says_so_before_it_is_asked(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, film = fresh_archive, tmp_path / "фильм.mp4"
    film.write_bytes(b"\0\0\0\x20ftypmp42\0\0\0\0mp42mp41isomavc1" + bytes(4000))
    numbers = [_take_in(archive, path) for path in (film, note(tmp_path, "Повестка"))]
    archive.worker().run(until_idle=True)
    tables = [laid_out(archive.journal.reads, number, actor_of(archive)) for number in numbers]
    assert [(table.drawn, table.reading) for table in tables] == [(False, False)] * 2


def test_a_refusal_says_what_to_tick(fresh_archive: Archive, scan: Callable[..., Path]) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    number = file_one(archive, scan(PageKind.ORDER, "лист.tif", pages=2))
    archive.worker().run(until_idle=True)
    arranging = archive.arranging
    with pytest.raises(NoPagesChosen):
        arranging.turn(number, 0, (), 90, actor)
    with pytest.raises(NoPagesChosen):
        arranging.put_back(number, 0, (), 1, actor)
    with pytest.raises(NothingBefore):
        arranging.split_off(number, 0, 1, actor)
    with pytest.raises(NoSuchPlace, check=lambda error: error.params == {"last": 3}):
        arranging.move(number, 0, (1,), 99, actor)
