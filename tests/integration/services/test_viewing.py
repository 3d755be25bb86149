"""The viewer asks for no more when a document has three thousand pages; what it shows is what the person may see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from archive_app.db.models import Page
from archive_app.db.words import pack_words
from archive_app.errors import NotFound
from archive_app.services.document_history import history
from archive_app.services.finding_in import find_in
from archive_app.services.related import related
from archive_app.services.viewing import open_document
from indexer.model import PageState
from tests.fixtures.archives import account, actor_of, file_one, note, work
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

PAGES = 3000
WAITING = 2900


def _book(archive: Archive, folder: Path) -> int:
    number = file_one(archive, note(folder, "обложка книги", "книга.txt"))
    work(archive)
    shape = {"rotation": 0, "skew": 0.0, "width_px": 100, "height_px": 140, "dpi": 72, "words": pack_words(())}
    with archive.sessions.begin() as session:
        session.execute(
            insert(Page),
            [
                {
                    "document_id": number,
                    "number": page,
                    "text": "имя Журавлёв" if page % 1000 == 0 else "пусто",
                    "state": PageState.REVIEW if page == WAITING else PageState.RECOGNISED,
                    **shape,
                }
                for page in range(2, PAGES + 1)
            ],
        )
    return number


def test_a_thick_book_costs_what_a_leaf_costs(archive: Archive, tmp_path: Path) -> None:
    actor, reads = actor_of(archive), archive.journal.reads
    leaf = file_one(archive, note(tmp_path, "один лист", "лист.txt"))
    book = _book(archive, tmp_path)
    work(archive)
    with statements_of(archive.database) as few:
        open_document(reads, leaf, 1, actor)
    with statements_of(archive.database) as many:
        opened = open_document(reads, book, 1500, actor)
    assert len(many) <= len(few) + 1
    assert len(many) <= 16
    assert (opened.total, opened.page.number if opened.page else 0, len(opened.leaves)) == (PAGES, 1500, 25)
    assert (opened.previous, opened.following, opened.waiting) == (1499, 1501, (WAITING,))
    assert open_document(reads, book, 10**6, actor).previous is None  # no such page: the first one

    found: list[tuple[int, int]] = []
    after: int | None = 0
    parts = 0
    while after is not None and parts < PAGES:
        part = find_in(archive.searching, book, "журавлёву", actor, after)
        found += [(page.number, page.count) for page in part.pages]
        after, parts = part.after, parts + 1
    assert found == [(1000, 1), (2000, 1), (3000, 1)]


def test_related_documents_say_why(archive: Archive, tmp_path: Path) -> None:
    actor, reads, day = actor_of(archive), archive.journal.reads, datetime.date(2025, 3, 3)
    person = "Зимородкова Ия Львовна"
    numbers = [
        file_one(archive, note(tmp_path, f"лист {n}", f"{n}.txt"), *([person] if n in (0, 3) else []), date=when)
        for n, when in enumerate((day, day - datetime.timedelta(days=1), day + datetime.timedelta(days=1), None))
    ]
    found = {each.document_id: each.reason for each in related(reads, numbers[0], actor)}
    assert (found[numbers[1]], found[numbers[2]], found[numbers[3]]) == ("before", "after", "subject")
    assert numbers[0] not in found


def test_history_tells_acts_and_not_who_looked(archive: Archive, tmp_path: Path) -> None:
    actor, reads = actor_of(archive), archive.journal.reads
    number = file_one(archive, note(tmp_path, "история", "история.txt"))
    work(archive)
    open_document(reads, number, 1, actor)
    happened = history(reads, number, actor)
    assert [each.action for each in happened][-1] == "document:file:receive"
    assert not [each for each in happened if each.action.endswith(":read")]
    assert happened[-1].who == actor.name


def test_nothing_is_told_of_what_may_not_be_seen(archive: Archive, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "чужое", "чужое.txt"))
    stranger, reads = account(archive, "чужой", "curator", group_id=None), archive.journal.reads
    for look in (
        lambda: open_document(reads, number, 1, stranger),
        lambda: find_in(archive.searching, number, "чужое", stranger),
        lambda: history(reads, number, stranger),
        lambda: related(reads, number, stranger),
    ):
        with pytest.raises(NotFound):
            look()
