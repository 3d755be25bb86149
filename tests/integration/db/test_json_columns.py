"""Columns of JSON on both databases: what None is, and what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from archive_app.db.models import DocumentChange, Job
from tests.integration.db.rows import AT, blob, document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

PAYLOAD = {"n": 1, "said": "да", "of": {"a": [1, None]}}


def test_none_is_the_null_of_the_database(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        changed = document(blob())
        session.add(changed)
        session.flush()
        change = DocumentChange(document_id=changed.id, version=1, at=AT, by="clerk", field="x", old=[1], new=None)
        session.add(change)
        session.flush()
        assert session.scalar(text("SELECT count(*) FROM document_change WHERE new IS NULL AND old IS NOT NULL")) == 1
        assert session.scalar(select(DocumentChange.id).where(DocumentChange.new.is_(None))) == change.id


def test_a_whole_value_and_a_part_of_it_are_compared(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add(Job(kind="tried", payload=PAYLOAD, run_after=AT, created_at=AT))
        session.flush()
        found = Job.payload == PAYLOAD, Job.payload["n"].as_integer() == 1, Job.payload["said"].as_string() == "да"
        assert session.scalar(select(Job.payload).where(*found)) == PAYLOAD
        assert session.scalar(select(Job.id).where(Job.payload == {"n": 2})) is None
