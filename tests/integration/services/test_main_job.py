"""The main job on both legs: a scan is filed, recognised, found by words and names, shown, and taken out again.

One long test a leg: recognition is dear, and every step looks at the same document.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.demo.draw import PageKind
from archive_app.errors import CannotWrite
from archive_app.services.documents import card
from archive_app.services.export import export_document
from archive_app.services.renaming import rename_person
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import actor_of, file_one, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive

OLD_NAME, NEW_NAME = "Рябинина Елена Дмитриевна", "Соловьёва Елена Дмитриевна"
FINDS = ("приказ", "приказы", "приказу год:2025", "лицо:Соловьёва", "Соловьевой", "Рябининой", "рябинина елена", "84-у")
FINDS_NOT = ("вселенная", "приказ год:1999", "приказ NOT приказ", "лицо:Кукушкина")


def test_a_scan_goes_all_the_way(fresh_archive: Archive, scan: Callable[..., Path], tmp_path: Path) -> None:
    archive = fresh_archive
    original = scan(PageKind.ORDER)
    said = {"title": "О выпуске", "number": "84-у", "kind": "order", "date": date(2025, 6, 20)}
    number = file_one(archive, original, OLD_NAME, **said)
    work(archive)
    rename_person(archive.sessions, archive.clock, OLD_NAME, NEW_NAME, actor_of(archive), since=date(2025, 9, 1))
    work(archive)

    assert {question: _found(archive, question) for question in FINDS} == {question: [number] for question in FINDS}
    assert {question: _found(archive, question) for question in FINDS_NOT} == {question: [] for question in FINDS_NOT}
    _filters_narrow(archive, number)
    _hits_say_where(archive, number)
    _the_card_knows(archive, number)
    _images_are_kept(archive, number)
    _export_gives_the_very_bytes(archive, number, original, tmp_path / "out")
    _the_doctor_is_content(archive)


def _found(archive: Archive, question: str, **filters: Any) -> list[int]:
    answer = archive.searching.search(
        question, actor_of(archive), Filters(**{name: (value,) for name, value in filters.items()})
    )
    return [hit.document_id for hit in answer.hits]


def _filters_narrow(archive: Archive, number: int) -> None:
    assert _found(archive, "приказ", kind="order", item="02-03", year=2025, person="Рябининой") == [number]
    assert _found(archive, "приказ", year=2024) == []
    assert _found(archive, "приказ", kind="certificate") == []
    assert _found(archive, "приказ", person="Иванова") == []


def _hits_say_where(archive: Archive, number: int) -> None:
    (hit,) = archive.searching.search("приказ", actor_of(archive)).hits
    assert (hit.document_id, hit.item, hit.year, hit.page, hit.drawn) == (number, "02-03", 2025, 1, True)
    assert hit.spans
    assert all(hit.snippet[start:end].casefold().startswith("приказ") for start, end in hit.spans)
    boxes = archive.searching.boxes(number, 1, "приказ", actor_of(archive))
    assert boxes
    assert all(0 <= box.x0 < box.x1 <= 1 and 0 <= box.y0 < box.y1 <= 1 for box in boxes)


def _the_card_knows(archive: Archive, number: int) -> None:
    shown = card(archive.journal.reads, number, actor_of(archive))
    assert [(person.name, person.former) for person in shown.persons] == [(NEW_NAME, (OLD_NAME,))]
    assert (shown.page_count, len(shown.pages)) == (1, 1)
    assert {rendition.kind for rendition in shown.renditions} == {"original", "pdfa"}


def _images_are_kept(archive: Archive, number: int) -> None:
    first = archive.page_images.image(number, 1, actor_of(archive))
    assert first.startswith(b"\xff\xd8")
    assert archive.page_images.image(number, 1, actor_of(archive)) == first
    assert archive.page_images.thumbnail(number, 1, actor_of(archive)).startswith(b"\xff\xd8")
    kept = archive.page_images.sized(number, 1, actor_of(archive), 1600)
    assert archive.page_images.sized(number, 1, actor_of(archive), 1500, kept.etag).jpeg is None


def _export_gives_the_very_bytes(archive: Archive, number: int, filed: Path, target: Path) -> None:
    def export() -> list[Path]:
        return export_document(archive.sessions, archive.store, archive.clock, number, target, actor_of(archive))

    original, copy, text, facts = export()
    assert original.read_bytes() == filed.read_bytes()
    assert copy.read_bytes().startswith(b"%PDF-")
    assert "ПРИКАЗ" in text.read_text(encoding="utf-8").upper()
    assert NEW_NAME in facts.read_text(encoding="utf-8")
    with pytest.raises(CannotWrite):
        export()


def _the_doctor_is_content(archive: Archive) -> None:
    diagnosis = archive.doctor.diagnose()
    assert diagnosis.ok, diagnosis.checks
    assert (diagnosis.blobs.missing, diagnosis.blobs.unknown, diagnosis.index["behind"]) == (0, 0, 0)
    assert diagnosis.documents["total"] == diagnosis.index["documents"] == 1
