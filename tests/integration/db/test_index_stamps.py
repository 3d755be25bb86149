"""A document is behind from the change until the index has it, however the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.db.index_stamps import documents_behind, mark_indexed, raise_stamp
from archive_app.db.models import Document
from tests.integration.db.rows import blob, document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def test_from_filing_to_index_and_back(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        original = blob()
        session.add_all([document(original) for _ in range(3)])
    with session_factory.begin() as session:
        assert documents_behind(session) == {1: 1, 2: 1, 3: 1}
        assert documents_behind(session, after=1, limit=1) == {2: 1}
        mark_indexed(session, {1: 1, 2: 1, 3: 1})
        assert documents_behind(session) == {}
        raise_stamp(session, 2)
        assert documents_behind(session) == {2: 2}


def test_a_change_during_indexing_stays_behind(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add(document(blob()))
    with session_factory.begin() as session:
        given = documents_behind(session)
    with session_factory.begin() as session:
        raise_stamp(session, 1)
    with session_factory.begin() as session:
        mark_indexed(session, given)
        assert documents_behind(session) == {1: 2}
        mark_indexed(session, {1: 2})
        mark_indexed(session, given)  # a slow worker comes last
        assert documents_behind(session) == {}


def test_stamps_do_not_disturb_who_edits(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add(document(blob()))
    with session_factory() as editor:
        row = editor.get_one(Document, 1)
        editor.commit()
        with session_factory.begin() as session:
            raise_stamp(session, 1)
            mark_indexed(session, {1: 2})
        row.title = "Приказ о зачислении"
        editor.commit()
    with reading(session_factory) as session:
        row = session.get_one(Document, 1)
        assert (row.title, row.index_stamp, row.indexed_stamp, row.version) == ("Приказ о зачислении", 2, 2, 2)
