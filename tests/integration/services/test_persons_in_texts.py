"""Known persons whose full name stands on a page are linked with it, as long as it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentKind, Page, Person, RecognitionState
from archive_app.jobs import enqueue
from archive_app.services.documents import card
from archive_app.services.kinds import recognise_job
from archive_app.services.renaming import rename_person
from archive_app.services.review import Said
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def test_a_page_that_names_a_known_person_is_linked_and_found(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    file_one(archive, note(tmp_path, "карточка", "1.txt"), "Иванова Мария Петровна", "Ершов Лев Ильич")
    work(archive)
    text = "Приказ\fо выдаче Ивановой Марии Петровне и\nИвановой Александре Петровне\fМ. П. Иванова, Ершовым Львом"
    number = file_one(archive, note(tmp_path, text, "приказ.txt"))
    work(archive)
    assert _links(archive, number) == {("Иванова Мария Петровна", "recognised", (2, 3))}
    person = _person(archive, "Иванова")
    found = archive.searching.search("приказ", actor_of(archive), Filters(person=(str(person),)))
    assert [hit.document_id for hit in found.hits] == [number]


def test_a_link_from_the_text_makes_no_record_anybodys_own(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    with reading(archive.sessions) as session:
        personal = session.scalars(select(DocumentKind.code).where(DocumentKind.personal)).first()
    assert personal
    file_one(archive, note(tmp_path, "карточка", "1.txt"), "Иванова Мария Петровна")
    number = file_one(archive, note(tmp_path, "Аттестат Ивановой Марии Петровны", "аттестат.txt"), kind=personal)
    work(archive)
    assert _links(archive, number)
    with reading(archive.sessions) as session:
        document = session.get_one(Document, number)
        assert (document.subject_id, document.own_scope_id) == (None, None)


def test_what_is_typed_wins(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, name = fresh_archive, "Иванова Мария Петровна"
    number = file_one(archive, note(tmp_path, "Ивановой Марии Петровне\fИванова Мария Петровна", "п.txt"), name)
    work(archive)
    assert _links(archive, number) == {(name, "typed", ())}
    other = file_one(archive, note(tmp_path, "и ещё Ивановой Марии Петровне\fИванова М. П.", "в.txt"))
    work(archive)
    assert _links(archive, other) == {(name, "recognised", (1, 2))}
    archive.review.settle(other, 1, actor_of(archive), Said(persons=(name,)))
    assert _links(archive, other) == {(name, "typed", (1,))}


def test_a_corrected_text_takes_the_link_away_and_brings_another(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    file_one(archive, note(tmp_path, "карточка", "1.txt"), "Иванова Мария Петровна", "Ершов Лев Ильич")
    number = file_one(archive, note(tmp_path, "Ивановой Марии Петровне\fИванова Мария Петровна", "п.txt"))
    work(archive)
    archive.review.settle(number, 1, actor, Said(text="Ершову Льву Ильичу"))
    assert _links(archive, number) == {
        ("Иванова Мария Петровна", "recognised", (2,)),
        ("Ершов Лев Ильич", "recognised", (1,)),
    }
    archive.review.settle(number, 2, actor, Said(text="никого"))
    assert _links(archive, number) == {("Ершов Лев Ильич", "recognised", (1,))}


def test_recognised_again_it_is_the_same(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    file_one(archive, note(tmp_path, "карточка", "1.txt"), "Иванова Мария Петровна")
    number = file_one(archive, note(tmp_path, "Ивановой Марии Петровне", "п.txt"))
    for _ in range(2):
        work(archive)
        assert _links(archive, number) == {("Иванова Мария Петровна", "recognised", (1,))}
        with archive.sessions.begin() as session:
            session.execute(update(Document).values(recognition=RecognitionState.WAITING))
            enqueue(session, recognise_job(number), now=archive.clock())
    with archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == number).values(text="ничего"))
    work(archive)
    assert _links(archive, number) == set()


@pytest.mark.parametrize("indexed", [True, False])
def test_documents_filed_before_the_person_was_known(fresh_archive: Archive, tmp_path: Path, *, indexed: bool) -> None:
    archive = fresh_archive
    text = "протокол\fСлушали: Соловьёву Юлию Сергеевну\fЗимина Ю. С."
    number = file_one(archive, note(tmp_path, text, "протокол.txt"))
    work(archive)
    if not indexed:  # as where the index lags behind
        archive.engine.remove([number])
        archive.engine.commit()
        archive.engine.release()
        with archive.sessions.begin() as session:
            session.execute(update(Document).values(index_stamp=Document.index_stamp + 1))
    file_one(archive, note(tmp_path, "дело", "дело.mp4.txt"), "Зимина Юлия Сергеевна")
    work(archive)
    assert _links(archive, number) == {("Зимина Юлия Сергеевна", "recognised", (3,))}
    rename_person(
        archive.sessions, archive.clock, "Зимина Юлия Сергеевна", "Соловьёва Юлия Сергеевна", actor_of(archive)
    )
    work(archive)
    assert _links(archive, number) == {("Соловьёва Юлия Сергеевна", "recognised", (2, 3))}
    archive.indexing.catch_up()
    found = archive.searching.search(
        "протокол", actor_of(archive), Filters(person=(str(_person(archive, "Соловьёва")),))
    )
    assert [hit.document_id for hit in found.hits] == [number]


def test_a_second_person_makes_initials_nobodys(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    file_one(archive, note(tmp_path, "карточка", "1.txt"), "Иванова Мария Петровна")
    number = file_one(archive, note(tmp_path, "Ивановой М. П.", "п.txt"))
    work(archive)
    assert len(_links(archive, number)) == 1
    file_one(archive, note(tmp_path, "вторая", "2.txt"), "Иванова Марфа Павловна")
    work(archive)
    assert _links(archive, number) == set()


def _links(archive: Archive, number: int) -> set[tuple[str, str, tuple[int, ...]]]:
    shown = card(archive.journal.reads, number, actor_of(archive))
    return {(person.name, person.source, person.pages) for person in shown.persons}


def _person(archive: Archive, surname: str) -> int:
    with reading(archive.sessions) as session:
        return session.scalars(select(Person.id).where(Person.surname == surname)).one()
