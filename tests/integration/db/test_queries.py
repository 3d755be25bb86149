"""The read queries: what they give, and in how many statements."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, true

from archive_app.db.engine import reading
from archive_app.db.models import (
    BlobState,
    Document,
    DocumentPerson,
    DocumentState,
    FilePlanStatus,
    Job,
    Page,
    Person,
    PersonName,
    PersonSource,
    RecognitionState,
    Rendition,
    RenditionKind,
    Unit,
)
from archive_app.db.names import fold_name
from archive_app.db.queries import blobs, counts, documents, file_plans, persons
from archive_app.db.queries.documents import DocumentFilter
from indexer.model import PageState
from tests.integration.db.rows import AT, blob, document, item, plan, volume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker


@contextmanager
def _at_most(engine: Engine, limit: int) -> Iterator[None]:
    statements: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith(("PRAGMA", "BEGIN")):
            statements.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) <= limit, statements


def _person(surname: str, *former: str, given: str = "Мария", birth_date: date | None = None) -> Person:
    names = [
        PersonName(surname=name, given=given, is_current=name == surname, folded=fold_name(name, given))
        for name in (surname, *former)
    ]
    folded = fold_name(surname, given)
    return Person(surname=surname, given=given, birth_date=birth_date, folded=folded, created_at=AT, names=names)


def _page(of: Document, number: int, state: PageState) -> Page:
    return Page(
        document=of,
        number=number,
        text="текст",
        words=b"packed",
        state=state,
        rotation=0,
        skew=0.0,
        width_px=2480,
        height_px=3508,
        dpi=300,
    )


def _all_pages(session: Session, limit: int, narrowed: DocumentFilter | None = None) -> list[int]:
    found: list[int] = []
    after = None
    while rows := documents.list_documents(session, true(), narrowed, after=after, limit=limit):
        found += [row.id for row in rows]
        after = rows[-1].cursor
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_keyset_pages_join_to_the_whole_list(session_factory: sessionmaker[Session], limit: int) -> None:
    days = [None, date(2026, 1, 1), date(2026, 1, 1), None, date(2025, 5, 5), date(2027, 3, 3), date(2026, 1, 1)]
    with session_factory.begin() as session:
        original = blob()
        session.add_all([document(original, dated_on=day) for day in days])
        session.add(document(original, state=DocumentState.DESTROYED, dated_on=date(2026, 6, 6)))
    with reading(session_factory) as session:
        assert _all_pages(session, limit) == [6, 7, 3, 2, 5, 4, 1]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    days=st.lists(st.none() | st.integers(0, 3).map(lambda n: date(2026, 1, 1) + timedelta(n)), max_size=12),
    limit=st.integers(1, 5),
)
def test_no_document_is_skipped_or_repeated(
    session_factory: sessionmaker[Session], days: list[date | None], limit: int
) -> None:
    with session_factory() as session:
        original = blob()
        rows = [document(original, dated_on=day) for day in days]
        session.add_all(rows)
        session.flush()
        expected = sorted(rows, key=lambda row: (row.dated_on or date.min, row.id), reverse=True)
        assert _all_pages(session, limit) == [row.id for row in expected]


def test_the_list_is_narrowed(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        original, person = blob(), _person("Иванова")
        this = volume(item(plan(2026)))
        other = volume(item(plan(2025, number="2"), "01-01"), 2025)
        session.add_all([this, other])
        session.flush()
        unit = Unit(fonds_id=this.case_file.item.plan.fonds_id, name="Учебная часть")
        session.add_all([unit, person])
        session.flush()
        session.add_all(
            [
                document(original, id=1, volume=this, kind_code="class_journal"),
                document(original, id=2, volume=other, confidentiality=2, unit=unit),
                document(original, id=3, recognition=RecognitionState.FAILED),
            ]
        )
        session.add(DocumentPerson(document_id=1, person=person, source=PersonSource.TYPED))
    narrowings = {
        DocumentFilter(item="02-05"): [1],
        DocumentFilter(item="02-05", year=2025): [],
        DocumentFilter(year=2025): [2],
        DocumentFilter(kind="class_journal"): [1],
        DocumentFilter(person_id=1): [1],
        DocumentFilter(recognition=RecognitionState.FAILED): [3],
        DocumentFilter(max_confidentiality=1): [3, 1],
        DocumentFilter(unit_ids=frozenset({1})): [2],
        DocumentFilter(unit_ids=frozenset()): [],
    }
    with reading(session_factory) as session:
        for narrowed, expected in narrowings.items():
            assert _all_pages(session, 10, narrowed) == expected, narrowed
        [row] = documents.list_documents(session, true(), DocumentFilter(item="02-05"))
    assert (row.item, row.year, row.volume, row.kind) == ("02-05", 2026, 1, "class_journal")


def test_the_card_comes_whole_in_three_statements(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        row = document(blob(), volume=volume(item(plan())))
        for number in range(5):
            row.renditions.append(
                Rendition(
                    kind=RenditionKind.PAGE_IMAGE, page=number + 1, blob=blob(str(number)), software="", created_at=AT
                )
            )
            row.persons.append(DocumentPerson(person=_person(f"Иванов{number}"), source=PersonSource.TYPED, pages=[1]))
        session.add(row)
    with _at_most(engine, 3), reading(session_factory) as session:
        card = documents.document_card(session, row.id)
        assert card is not None
        assert card.volume is not None
        assert (card.volume.case_file.item.index, card.kind.title) == ("02-05", "Приказ")
        assert [person.person.surname for person in card.persons] == [f"Иванов{n}" for n in range(5)]
        assert [rendition.page for rendition in card.renditions] == [1, 2, 3, 4, 5]
    with reading(session_factory) as session:
        assert documents.document_card(session, 999) is None


def test_duplicates_are_found_unless_destroyed(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        original = blob()
        session.add_all([document(original), document(original, state=DocumentState.DESTROYED), document(blob("b"))])
    with reading(session_factory) as session:
        assert documents.documents_of_blob(session, "a" * 64, true()) == [1]


def test_doctor_counts_in_few_statements(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        original = blob(size=100)
        session.add_all(
            [
                document(original, recognition=RecognitionState.RECOGNISED, index_stamp=2, indexed_stamp=2),
                document(original, recognition=RecognitionState.RECOGNISED),
                document(original, state=DocumentState.DESTROYED),
                blob("b", state=BlobState.DESTROYED),
                *[
                    Job(kind="a", state=state, run_after=AT, created_at=AT, lease_owner=owner)
                    for state, owner in [("waiting", None), ("running", "w"), ("dead", None), ("done", None)]
                ],
            ]
        )
        session.flush()
        session.add(_page(session.get_one(Document, 1), 1, PageState.REVIEW))
    with _at_most(engine, 6), reading(session_factory) as session:
        found = counts.document_counts(session)
        assert (found.total, found.behind) == (2, 1)
        assert found.by_recognition[RecognitionState.RECOGNISED] == 2
        assert found.by_recognition[RecognitionState.FAILED] == 0
        jobs = counts.job_counts(session, now=AT)
        assert (jobs.waiting, jobs.running, jobs.dead, jobs.oldest_due) == (1, 1, 1, AT)
        assert counts.pages_in_review(session) == 1


def test_an_empty_archive_counts_to_nothing(session_factory: sessionmaker[Session]) -> None:
    with reading(session_factory) as session:
        assert counts.document_counts(session).total == 0
        assert counts.job_counts(session, now=AT) == counts.JobCounts(0, 0, 0, None)


def test_a_person_is_found_by_a_former_name(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add_all(
            [
                _person("Петрова", "Иванова", birth_date=date(2010, 1, 1)),
                _person("Иванова", given="Анна"),
                _person("Ивановская"),
                _person("Сидорова", birth_date=date(2011, 1, 1)),
            ]
        )
    with reading(session_factory) as session:
        named = [person.surname for person in persons.persons_named(session, fold_name("ИВАНОВА", "Мария"))]
        assert named == ["Петрова"]
        begun = persons.persons_named(session, fold_name("Иванова"), prefix=True)
        assert [person.surname for person in begun] == ["Иванова", "Петрова"]
        born = persons.persons_named(session, "", prefix=True, birth_date=date(2011, 1, 1))
        assert {person.surname for person in born} == {"Иванова", "Ивановская", "Сидорова"}


def test_a_person_leads_to_the_documents(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        person = _person("Иванова")
        for state in (DocumentState.ACTIVE, DocumentState.DESTROYED):
            row = document(blob("b" if state is DocumentState.ACTIVE else "c"), state=state)
            row.persons.append(DocumentPerson(person=person, source=PersonSource.RECOGNISED, pages=[2, 7]))
            session.add(row)
    with reading(session_factory) as session:
        [named] = persons.documents_naming(session, 1)
        assert (named.document.title, named.pages) == ("Приказ", [2, 7])


def test_blobs_that_are_expected(session_factory: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive_app.db.queries.blobs._BATCH", 2)
    with session_factory.begin() as session:
        session.add(document(blob("a")))
        held = document(blob("b"), state=DocumentState.DESTROYED)
        held.renditions.append(Rendition(kind=RenditionKind.PDFA, blob=blob("c"), software="", created_at=AT))
        kept = document(blob("d"))
        kept.renditions.append(Rendition(kind=RenditionKind.PDFA, blob=blob("e"), software="", created_at=AT))
        session.add_all([held, kept, blob("f", state=BlobState.DESTROYED)])
    with reading(session_factory) as session:
        assert list(blobs.expected_blobs(session)) == [(digit * 64, 10) for digit in "abcde"]


def test_plans_and_items(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        in_force = plan(2026)
        draft = plan(2027, number="2", status=FilePlanStatus.DRAFT)
        session.add_all([volume(item(in_force)), item(in_force, "01-01", position=0), item(draft, "03-01")])
    with _at_most(engine, 3), reading(session_factory) as session:
        found = file_plans.plan_in_force(session, 2026)
        assert found is not None
        assert [row.index for row in found.items] == ["01-01", "02-05"]
    with reading(session_factory) as session:
        assert file_plans.plan_in_force(session, 2027) is None
        assert file_plans.item_in_force(session, 2027, "03-01") is None
        wanted = file_plans.item_in_force(session, 2026, "02-05")
        assert wanted is not None
        assert (wanted.index, wanted.title) == ("02-05", "Классные журналы")
