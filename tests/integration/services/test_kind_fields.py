"""Extra fields of a kind: what suits them, what is told of what does not, how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import Document, DocumentKindField, FieldType
from archive_app.services.document_rows import kind_is_known
from archive_app.services.kind_fields import FieldsRefused, checked_fields, fields_of, shown_fields
from archive_app.services.persons import FullName, find_or_add_persons
from tests.fixtures.databases import *  # noqa: F403
from tests.integration.db.rows import AT, blob, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

KIND = "other"
FIELDS = (
    ("subject", "Предмет", FieldType.TEXT, True),
    ("hours", "Часы", FieldType.NUMBER, False),
    ("held_on", "Дата экзамена", FieldType.DATE, False),
    ("mark", "Оценка", FieldType.CHOICE, False),
    ("chair", "Председатель", FieldType.PERSON, False),
)


@pytest.fixture
def session(session_factory: sessionmaker[Session]) -> Iterator[Session]:
    with session_factory() as session:
        _add_fields(session)
        yield session


def _add_fields(session: Session) -> None:
    for position, (code, title, kind, required) in enumerate(FIELDS):
        choices = ["зачёт", "незачёт"] if kind is FieldType.CHOICE else []
        row = DocumentKindField(
            kind_code=KIND, code=code, title=title, type=kind, required=required, position=position, choices=choices
        )
        session.add(row)
    session.flush()


def test_values_are_kept_exactly_and_shown_in_words(session: Session) -> None:
    (chair,) = find_or_add_persons(session, [FullName.parse("Петров Пётр Ильич")], AT)
    typed = {
        "subject": "  История \n России ",
        "hours": "1 072,50",
        "held_on": "26.05.2025",
        "mark": "зачёт",
        "chair": "Петров Петр Ильич",
        "unknown": "nothing asks for it",
    }
    kept = document(blob(), fields=checked_fields(session, KIND, typed))
    session.add(kept)
    session.flush()
    session.expire(kept)
    found = session.get_one(Document, kept.id).fields
    assert found == {
        "subject": "История России",
        "hours": "1072.50",
        "held_on": "2025-05-26",
        "mark": "зачёт",
        "chair": chair.id,
    }
    shown = {field.title: field.value for field in shown_fields(session, KIND, found)}
    assert shown == {
        "Предмет": "История России",
        "Часы": "1072,50",
        "Дата экзамена": "26.05.2025",
        "Оценка": "зачёт",
        "Председатель": "Петров Пётр Ильич",
    }
    typed_again = {field.code: field.typed for field in shown_fields(session, KIND, found)}
    assert checked_fields(session, KIND, typed_again) == found


def test_every_wrong_field_is_told_at_once(session: Session) -> None:
    wrong = {"hours": "много", "held_on": "31.02.2025", "mark": "отлично", "chair": "Никто Никтоев"}
    with pytest.raises(FieldsRefused) as refused:
        checked_fields(session, KIND, wrong)
    problems = refused.value.problems
    assert problems.keys() == {"subject", "hours", "held_on", "mark", "chair"}
    assert "зачёт, незачёт" in problems["mark"]
    assert all(title in problems[code] for code, title, kind, _ in FIELDS if kind is not FieldType.PERSON)


@pytest.mark.parametrize("number", ["NaN", "1e400", "-Infinity", "9" * 31, "999999999999", "0"])
def test_a_number_of_no_card_and_odd_numbers_are_refused(session: Session, number: str) -> None:
    with pytest.raises(FieldsRefused):
        checked_fields(session, KIND, {"subject": "История", "hours": "x", "chair": number})


def test_what_is_retired_is_no_longer_asked_for_but_stays(session: Session) -> None:
    row = session.query(DocumentKindField).filter_by(kind_code=KIND, code="subject").one()
    row.retired_at = AT
    session.flush()
    assert [field.code for field in fields_of(session, KIND)] == ["hours", "held_on", "mark", "chair"]
    kept = checked_fields(session, KIND, {"hours": "4"}, {"subject": "История", "hours": "3"})
    assert kept == {"subject": "История", "hours": "4"}
    assert [field.value for field in shown_fields(session, KIND, kept)] == ["История", "4"]


def test_nothing_is_filed_under_a_retired_kind(session: Session) -> None:
    assert kind_is_known(session, KIND)
    session.get_one(Document.kind.property.mapper.class_, KIND).retired_at = AT
    session.flush()
    assert not kind_is_known(session, KIND)
