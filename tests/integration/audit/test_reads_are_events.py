"""Every look at personal data is an event, written before anything is shown; a viewer does not write one per thumbnail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import RenditionKind
from archive_app.db.queries.audit import EventFilter, list_events
from archive_app.errors import NotFound
from archive_app.services.documents import card, page_text, whole_form
from archive_app.services.export import export_document
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

PERSON = "Авдеева Дарья Ильинична"


@pytest.fixture
def opened(fresh_archive: Archive, tmp_path: Path) -> tuple[Archive, int, Actor]:
    """An archive with one document of two pages, its number, and who looks at it."""
    number = file_one(fresh_archive, note(tmp_path, "Журнал\fвторая", "журнал.txt"), PERSON)
    work(fresh_archive)
    return fresh_archive, number, account(fresh_archive, "reader", "director")


def _events(archive: Archive, **narrowed: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """By the reader, the oldest first: tag, object, details."""
    with reading(archive.sessions) as session:
        events = list_events(session, EventFilter(actor="reader", **narrowed), limit=1000)
    return [(one.action, f"{one.object_type} {one.object_id}", one.details) for one in reversed(events)]


def test_each_road_leaves_its_event(opened: tuple[Archive, int, Actor], tmp_path: Path) -> None:
    archive, number, reader = opened
    reads, document = archive.journal.reads, f"document {number}"
    shown = card(reads, number, reader)
    page_text(reads, number, 2, reader)
    card(reads, number, reader, with_text=True)
    whole_form(reads, number, RenditionKind.ORIGINAL, reader)
    export_document(archive.sessions, archive.store, archive.clock, number, tmp_path / "out", reader)
    archive.searching.search("журнал", reader, Filters(year=(2025,)))
    person = shown.persons[0].person_id
    archive.searching.search("журнал", reader, Filters(person=(str(person),)))
    archive.searching.boxes(number, 1, "журнал", reader)
    found = {"query": "журнал", "total": 1, "documents": [number]}
    assert _events(archive) == [
        ("document:card:read", document, {}),
        ("document:page:read", document, {"page": 2}),
        ("document:text:read", document, {}),
        ("document:original:download", document, {"sha256": shown.sha256}),
        ("document:file:export", document, {"sha256": shown.sha256}),
        ("search:query:run", "search -", found | {"filters": {"year": [2025]}}),
        ("search:query:run", f"person {person}", found | {"filters": {"person": [str(person)]}}),
        ("document:page:read", document, {"page": 1}),
    ]


def test_a_viewer_writes_one_event_for_a_page(opened: tuple[Archive, int, Actor], scan: Callable[..., Path]) -> None:
    archive, _, reader = opened
    number = file_one(archive, scan(name="приказ.pdf", pages=2))
    work(archive)
    reads = archive.journal.reads
    for page in (1, 2, 1):
        card(reads, number, reader)
        page_text(reads, number, page, reader)
        archive.page_images.image(number, page, reader)
        for each in (1, 2):
            archive.page_images.thumbnail(number, each, reader)
    assert [(tag, details) for tag, _, details in _events(archive)] == [
        ("document:card:read", {}),
        ("document:page:read", {"page": 1}),
        ("document:page:read", {"page": 2}),
    ]


def test_the_same_look_counts_anew_after_a_while_and_for_another_person(opened: tuple[Archive, int, Actor]) -> None:
    archive, number, reader = opened
    reads = archive.journal.reads
    later = replace(reads, clock=lambda: archive.clock() + timedelta(seconds=601))
    for log in (reads, reads, later, later):
        page_text(log, number, 1, reader)
    page_text(reads, number, 1, actor_of(archive))
    assert len(_events(archive)) == 2
    assert len(_events(archive, action="document:page:read")) == 2
    with reading(archive.sessions) as session:
        assert len(list_events(session, EventFilter(document_id=number, action="document:page:read"))) == 3


def test_downloads_count_each_time(opened: tuple[Archive, int, Actor]) -> None:
    archive, number, reader = opened
    for _ in range(2):
        whole_form(archive.journal.reads, number, RenditionKind.ORIGINAL, reader)
    assert [tag for tag, _, _ in _events(archive)] == ["document:original:download"] * 2


def test_what_cannot_be_written_down_is_not_shown(opened: tuple[Archive, int, Actor], tmp_path: Path) -> None:
    archive, number, reader = opened
    with archive.sessions.begin() as session:  # an intruder, or a broken restore: nothing can be appended any more
        for trigger in ("audit_head_no_delete", "audit_head_no_truncate"):
            postgresql = archive.database.dialect.name == "postgresql"
            session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}" + (" ON audit_head" if postgresql else "")))
        session.execute(text("DELETE FROM audit_head"))
    reads = archive.journal.reads
    looks: list[Callable[[], object]] = [
        lambda: card(reads, number, reader),
        lambda: page_text(reads, number, 1, reader),
        lambda: whole_form(reads, number, RenditionKind.ORIGINAL, reader),
        lambda: archive.searching.search("журнал", reader),
        lambda: archive.searching.boxes(number, 1, "журнал", reader),
        lambda: export_document(archive.sessions, archive.store, archive.clock, number, tmp_path / "x", reader),
    ]
    for look in looks:
        with pytest.raises(Exception, match="audit_chain_missing"):
            look()
    assert list((tmp_path / "x").iterdir()) == []


def test_a_hidden_document_leaves_neither_data_nor_event(opened: tuple[Archive, int, Actor]) -> None:
    archive, number, _ = opened
    reader = account(archive, "stranger", "auditor")
    with pytest.raises(NotFound):
        card(archive.journal.reads, number, reader)
    with reading(archive.sessions) as session:
        assert list_events(session, EventFilter(actor="stranger")) == []


def test_a_persons_history_has_all_documents_and_the_name_newest_first(
    opened: tuple[Archive, int, Actor], tmp_path: Path
) -> None:
    archive, number, reader = opened
    other = file_one(archive, note(tmp_path, "без неё", "другой.txt"), "Петров Пётр Ильич")
    person = card(archive.journal.reads, number, reader).persons[0].person_id
    card(archive.journal.reads, other, reader)
    auditor = account(archive, "auditor", "auditor")
    history = archive.journal.log.access_history(person, auditor)
    assert [one.action for one in history] == [
        "document:card:read",
        "document:text:recognise",
        "document:file:receive",
    ]
    assert {(one.object_type, one.object_id) for one in history} == {("document", str(number))}
    second = archive.journal.log.access_history(person, auditor, before=history[0].seq, limit=2)
    # the first look at the history is by now a part of it, but newer than the place
    assert [one.seq for one in second] == [one.seq for one in history[1:]]
    looked = archive.journal.log.access_history(person, auditor, limit=1)
    assert (looked[0].action, looked[0].actor, looked[0].object_id) == ("audit:log:read", "auditor", str(person))
    with pytest.raises(NotAllowed):
        archive.journal.log.access_history(person, account(archive, "без-журнала", "archivist"))


def test_a_history_costs_the_same_however_much_is_in_it(opened: tuple[Archive, int, Actor], tmp_path: Path) -> None:
    archive, number, reader = opened
    person = card(archive.journal.reads, number, reader).persons[0].person_id
    for more in range(5):
        file_one(archive, note(tmp_path, f"ещё {more}", f"{more}.txt"), PERSON)
    statements: list[str] = []
    event.listen(archive.database, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with reading(archive.sessions) as session:
        assert len(list_events(session, EventFilter(person_id=person))) == 8
    assert len([each for each in statements if each.lstrip().startswith(("SELECT", "WITH"))]) == 1
