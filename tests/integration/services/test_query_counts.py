"""What a page costs in statements does not grow with the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import RenditionKind
from archive_app.errors import NotFound
from archive_app.services.documents import card, page_text, whole_form
from tests.fixtures.archives import actor_of, file_one, note, work
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive

PERSONS = ("Иванова Анна Петровна", "Петров Пётр Ильич", "Козлов Лев Олегович")


def test_statements_are_bounded(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    first = file_one(archive, note(tmp_path, "ведомость первая"), *PERSONS[:1])
    work(archive)
    looks: dict[str, Callable[[], object]] = {
        "search": lambda: archive.searching.search("ведомость", actor),
        "card": lambda: card(archive.journal.reads, first, actor),
        "review": lambda: archive.review.waiting(actor),
    }
    small = {name: _statements(archive, look) for name, look in looks.items()}
    for number in range(12):
        file_one(archive, note(tmp_path, f"ведомость {number}\f" + "страница\f" * 3, f"{number}.txt"), *PERSONS)
    work(archive)
    assert archive.searching.search("ведомость", actor).total == 13
    large = {name: _statements(archive, look) for name, look in looks.items()}
    assert all(large[name] <= small[name] + 1 for name in looks), (small, large)
    assert max(large.values()) <= 12, large


def test_texts_are_read_only_where_they_are_shown(archive: Archive, tmp_path: Path) -> None:
    actor, name = actor_of(archive), "две.txt"
    number = file_one(archive, note(tmp_path, "первая\fвторая", name))
    work(archive)
    with statements_of(archive.database) as statements:
        shown = card(archive.journal.reads, number, actor)
        called, original = whole_form(archive.journal.reads, number, RenditionKind.ORIGINAL, actor)
    assert not [each for each in statements if "page.text" in each]
    assert [page.text for page in shown.pages] == [None, None]
    assert (called, original.sha256, original.size) == (name, shown.sha256, shown.size)
    with pytest.raises(NotFound):
        whole_form(archive.journal.reads, number, RenditionKind.PDFA, actor)
    assert page_text(archive.journal.reads, number, 2, actor).strip() == "вторая"
    whole = card(archive.journal.reads, number, actor, with_text=True)
    assert [(page.text or "").strip() for page in whole.pages] == ["первая", "вторая"]


def test_a_download_looks_at_no_page(archive: Archive, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "скачать", "скачать.txt"))
    with statements_of(archive.database) as statements:
        whole_form(archive.journal.reads, number, RenditionKind.ORIGINAL, actor_of(archive))
    assert not [each for each in statements if "FROM page" in each]


def _statements(archive: Archive, look: Callable[[], object]) -> int:
    with statements_of(archive.database) as statements:
        look()
    return len([each for each in statements if each.lstrip().upper().startswith("SELECT")])
