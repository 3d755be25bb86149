"""Cards changed by several people at once, on both databases: a choice, never a lost change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import (
    AuditEvent,
    Document,
    DocumentKind,
    DocumentKindField,
    DocumentPerson,
    FieldType,
    PersonSource,
)
from archive_app.errors import Conflict, NotFound
from archive_app.services.card_edits import NothingToUndo, StaleEdit, UnknownVersion
from archive_app.services.card_history import changes_of, editable_card
from archive_app.services.card_values import BadChoice, CardChanges, PersonSaid, TitleMissing
from archive_app.services.kind_fields import FieldsRefused
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

IVANOVA, PETROV = "Иванова Анна Петровна", "Петров Олег Игоревич"


@pytest.fixture
def document(archive: Archive, tmp_path: Path) -> int:
    path = note(tmp_path, f"Приказ {tmp_path}", "приказ.txt")
    return file_one(archive, path, IVANOVA, title="Приказ", number="1")


def version(archive: Archive, document: int) -> int:
    return editable_card(archive.journal.reads, document, actor_of(archive)).version


def edit(archive: Archive, document: int, at: int, **changes: object) -> int:
    return archive.card_edits.edit(document, at, CardChanges(**changes), actor_of(archive)).version  # type: ignore[typeddict-item]


def test_a_change_is_kept_with_its_event_and_found(archive: Archive, document: int) -> None:
    before = version(archive, document)
    saved = archive.card_edits.edit(
        document,
        before,
        CardChanges(title="Приказ о каникулах", number="1", sheets=4, persons=[PersonSaid(PETROV, "signer")]),
        actor_of(archive),
    )

    assert set(saved.fields) == {"title", "sheets", "persons"}
    shown = changes_of(archive.journal.reads, document, actor_of(archive))
    told = {each.field: (each.old, each.new) for each in shown}
    assert told["title"] == ("Приказ", "Приказ о каникулах")
    assert told["persons"] == (IVANOVA, f"{PETROV} (подписал)")
    with reading(archive.sessions) as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.object_id == str(document), AuditEvent.action == "document:card:change")
        ).one()
    assert '"persons"' in event.details
    work(archive)
    found = archive.searching.search("о каникулах", actor_of(archive), Filters(person=(PETROV,)))
    assert document in [hit.document_id for hit in found.hits]


def test_who_is_late_gets_both_values_and_nothing_is_written(archive: Archive, document: int) -> None:
    seen = version(archive, document)
    edit(archive, document, seen, title="Приказ об отпуске", sheets=2)

    with pytest.raises(StaleEdit) as stale:
        edit(archive, document, seen, title="Приказ о каникулах", number="7-к")

    values = {each.field: (each.base, each.theirs, each.mine, each.both) for each in stale.value.differences}
    assert values == {
        "title": ("Приказ", "Приказ об отпуске", "Приказ о каникулах", True),
        "sheets": (None, 2, None, False),
        "number": ("1", "1", "7-к", False),
    }
    assert stale.value.params["by"] == actor_of(archive).name != actor_of(archive).login
    assert editable_card(archive.journal.reads, document, actor_of(archive)).state["number"] == "1"

    chosen = edit(archive, document, stale.value.version, title="Приказ о каникулах", number="7-к")

    state = editable_card(archive.journal.reads, document, actor_of(archive)).state
    assert (state["title"], state["number"], state["sheets"]) == ("Приказ о каникулах", "7-к", 2)
    assert chosen == version(archive, document)


def test_work_of_the_program_meanwhile_is_no_change_of_the_card(archive: Archive, document: int) -> None:
    seen = version(archive, document)
    with archive.sessions.begin() as session:
        session.get_one(Document, document).index_stamp += 1

    assert edit(archive, document, seen, title="После распознавания") > seen


def test_of_two_at_the_same_instant_one_wins(archive: Archive, document: int) -> None:
    seen = version(archive, document)

    def try_one(title: str) -> str:
        try:
            edit(archive, document, seen, title=title)
        except Conflict:
            return "late"
        return "saved"

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(try_one, ("Первый", "Второй")))

    assert sorted(outcomes) == ["late", "saved"]


def test_the_last_change_is_taken_back_and_put_again(archive: Archive, document: int) -> None:
    first = edit(archive, document, version(archive, document), persons=[PersonSaid(PETROV)], unit=None)
    edits, acting = archive.card_edits, actor_of(archive)

    undone = edits.undo(document, first, acting)
    card = editable_card(archive.journal.reads, document, acting)
    assert [name for _, name, _ in card.persons] == [IVANOVA]

    edits.undo(document, undone.version, acting)
    card = editable_card(archive.journal.reads, document, acting)
    assert [name for _, name, _ in card.persons] == [PETROV]


def test_nothing_to_undo_and_versions_that_never_were(archive: Archive, document: int) -> None:
    with pytest.raises(NothingToUndo):
        archive.card_edits.undo(document, version(archive, document), actor_of(archive))
    with pytest.raises(UnknownVersion):
        edit(archive, document, 999, title="Из будущего")


def test_bad_values_change_nothing(archive: Archive, document: int) -> None:
    seen = version(archive, document)
    with pytest.raises(TitleMissing):
        edit(archive, document, seen, title="  ", number="5")
    with pytest.raises(BadChoice):
        edit(archive, document, seen, persons=[PersonSaid(PETROV, "owner")])
    assert version(archive, document) == seen


def test_own_records_follow_the_persons_and_the_kind(archive: Archive, document: int) -> None:
    """A personal kind that is about one person is that person's; with a second one it is nobody's."""

    def subject() -> int | None:
        with reading(archive.sessions) as session:
            return session.get_one(Document, document).subject_id

    assert subject() is None
    at = edit(archive, document, version(archive, document), kind="certificate")
    assert subject() is not None
    edit(archive, document, at, persons=[PersonSaid(IVANOVA), PersonSaid(PETROV)])
    assert subject() is None


def test_rights_are_asked_before_and_after(archive: Archive, document: int, tmp_path: Path) -> None:
    """A clerk changes orders, but makes no class journal of them; a deputy only looks; a teacher does not even see."""
    order = file_one(archive, note(tmp_path, f"Приказ {document}"), kind="order", title="Приказ")
    clerk, deputy = account(archive, "делопроизводитель", "clerk"), account(archive, "завуч", "deputy")
    edits, seen = archive.card_edits, version(archive, order)

    with pytest.raises(NotAllowed):
        edits.edit(order, seen, CardChanges(kind="class_journal"), clerk)
    with pytest.raises(NotAllowed):
        edits.edit(order, seen, CardChanges(title="Чужой"), deputy)
    with pytest.raises(NotFound):
        edits.edit(order, seen, CardChanges(title="Чужой"), account(archive, "учитель", "teacher"))
    assert edits.edit(order, seen, CardChanges(title="Свой"), clerk).fields == ("title",)


def test_a_person_who_is_said_replaces_what_was_recognised(archive: Archive, document: int) -> None:
    at = edit(archive, document, version(archive, document), persons=[PersonSaid(PETROV)])
    with archive.sessions.begin() as session:
        link = session.scalars(select(DocumentPerson).where(DocumentPerson.document_id == document)).one()
        link.source, link.role, link.pages = PersonSource.RECOGNISED, "mentioned", [1]
        person = link.person_id

    edit(archive, document, at, persons=[PersonSaid(person_id=person)])

    with reading(archive.sessions) as session:
        links = session.scalars(select(DocumentPerson).where(DocumentPerson.document_id == document)).all()
    assert [(link.source, link.pages) for link in links] == [(PersonSource.TYPED, [])]


def test_the_log_of_changes_cannot_be_rewritten(archive: Archive, document: int) -> None:
    edit(archive, document, version(archive, document), title="Записано навсегда")
    for statement in ("UPDATE document_change SET by = 'никто'", "DELETE FROM document_change"):
        with pytest.raises(DBAPIError, match="append-only"), archive.sessions.begin() as session:
            session.execute(text(statement))


def test_extra_fields_of_the_kind_are_asked_kept_and_taken_back(archive: Archive, document: int) -> None:
    with archive.sessions.begin() as session:
        if session.get(DocumentKind, "exam") is None:
            session.add(DocumentKind(code="exam", title="Экзамен"))
            session.flush()
            held = DocumentKindField(kind_code="exam", code="held_on", title="Проведён", type=FieldType.DATE)
            held.required = True
            session.add(held)
    seen, reads, acting = version(archive, document), archive.journal.reads, actor_of(archive)

    with pytest.raises(FieldsRefused):
        edit(archive, document, seen, kind="exam")
    at = edit(archive, document, seen, kind="exam", fields={"held_on": "26.05.2025"})

    told = {each.field_title: each.new for each in changes_of(reads, document, acting)}
    assert told == {"Вид документа": "Экзамен", "Проведён": "26.05.2025"}
    with pytest.raises(StaleEdit) as stale:
        edit(archive, document, seen, kind="exam", fields={"held_on": "27.05.2025"})
    assert [(each.title, each.theirs_words, each.mine_words) for each in stale.value.differences] == [
        ("Вид документа", "Экзамен", "Экзамен"),
        ("Проведён", "26.05.2025", "27.05.2025"),
    ]
    archive.card_edits.undo(document, at, acting)
    assert editable_card(reads, document, acting).state["kind"] == "other"
