"""Two reviewers, class lists, names picked on pages: nothing is lost, nobody is named who was not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Document, Page, RecognitionState
from archive_app.errors import NotFound
from archive_app.services.class_lists import EmptyClassList, Verdict
from archive_app.services.documents import card
from archive_app.services.review import PageChanged, Said
from indexer.model import PageState
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

LIST = "1. Соловьёва Анна Петровна\n2. Дроздов Лев Ильич\nСоловьёва Анна Петровна\nнепонятно"


def _journal(archive: Archive, folder: Path, name: str, pages: int = 3) -> int:
    number = file_one(archive, note(folder, "\f".join(f"страница {name} {n}" for n in range(pages)), f"{name}.txt"))
    work(archive)
    with archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == number).values(state=PageState.REVIEW))
        session.execute(update(Document).where(Document.id == number).values(recognition=RecognitionState.IN_REVIEW))
    return number


def test_two_reviewers_get_two_pages_and_cannot_overwrite_each_other(archive: Archive, tmp_path: Path) -> None:
    number = _journal(archive, tmp_path, "двое")
    one, two = actor_of(archive), account(archive, "вторая", "archivist")
    assert archive.review.open_page(number, 1, one).other is None
    assert archive.review.next_page(two, (number, 0)) == (number, 2)
    opened = archive.review.open_page(number, 1, two)
    assert opened.other == one.name != one.login
    archive.review.settle(number, 1, one, Said("первый", version=opened.version))
    with pytest.raises(PageChanged) as late:
        archive.review.settle(number, 1, two, Said("второй", version=opened.version))
    assert late.value.params["who"] == one.name
    assert archive.review.open_page(number, 1, two).text == "первый"
    archive.review.settle(number, 1, two, Said("второй", version=opened.version + 1))
    archive.review.release(number, 1, two)
    for page in (2, 3):
        archive.review.settle(number, page, one, Said(""))
    assert all(each.document_id != number for each in archive.review.documents(one))


def test_a_class_list_is_judged_line_by_line_and_picked_from(archive: Archive, tmp_path: Path) -> None:
    number, actor = _journal(archive, tmp_path, "класс"), actor_of(archive)
    lists = archive.class_lists
    verdicts = [line.verdict for line in lists.preview(LIST, actor)]
    assert verdicts == [Verdict.NEW, Verdict.NEW, Verdict.AGAIN, Verdict.NOT_UNDERSTOOD]
    lists.keep("9-А", LIST, actor, document_id=number)
    assert [line.verdict for line in lists.preview(LIST, actor)][:2] == [Verdict.KNOWN, Verdict.KNOWN]
    anna, lev = archive.review.open_page(number, 1, actor).persons
    assert (anna.name, lev.name) == ("Соловьёва Анна Петровна", "Дроздов Лев Ильич")

    archive.review.settle(number, 1, actor, Said(persons=("Чижов Ян",), picked=frozenset({anna.person_id})))
    archive.review.settle(number, 2, actor, Said(picked=frozenset({anna.person_id, lev.person_id})))
    before = {each.name for each in archive.review.open_page(number, 2, actor).persons if each.before}
    assert before == {"Соловьёва Анна Петровна", "Чижов Ян"}
    archive.review.settle(number, 2, actor, Said(picked=frozenset({lev.person_id})))
    named = {each.name: (each.source, each.pages) for each in card(archive.journal.reads, number, actor).persons}
    assert named == {
        "Соловьёва Анна Петровна": ("imported", (1,)),
        "Дроздов Лев Ильич": ("imported", (2,)),
        "Чижов Ян": ("typed", (1,)),
    }
    work(archive)
    for question in ("лицо:Соловьёвой", "лицо:Дроздов", "лицо:Чижов"):
        assert [hit.document_id for hit in archive.searching.search(question, actor).hits] == [number], question


def test_what_cannot_be_is_refused(archive: Archive, tmp_path: Path) -> None:
    number, actor = _journal(archive, tmp_path, "отказы", pages=1), actor_of(archive)
    with pytest.raises(EmptyClassList):
        archive.class_lists.preview("\n \n", actor)
    with pytest.raises(NotFound):
        archive.review.settle(number, 1, actor, Said(picked=frozenset({10**6})))
    with pytest.raises(NotFound):
        archive.class_lists.choose(number, "list-999999", actor)
    teacher = account(archive, "учитель-без-права", "auditor")
    for act in (
        lambda: archive.review.open_page(number, 1, teacher),
        lambda: archive.review.left(teacher),
        lambda: archive.class_lists.preview(LIST, teacher),
        lambda: archive.class_lists.keep("x", LIST, teacher),
    ):
        with pytest.raises(NotAllowed):
            act()
