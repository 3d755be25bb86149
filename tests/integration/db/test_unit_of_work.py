"""All or nothing, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from archive_app.audit import AuditTrail
from archive_app.db.engine import reading
from archive_app.db.errors import UnitOfWorkClosedError
from archive_app.db.models import AuditEvent, Document, Job
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import NewJob, enqueue
from tests.integration.db.rows import blob, document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock


def _counts(session_factory: sessionmaker[Session]) -> dict[str, int]:
    with reading(session_factory) as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Document, AuditEvent, Job)
        }


def _receive(uow: UnitOfWork, clock: Clock) -> Document:
    row = document(blob())
    uow.session.add(row)
    AuditTrail(uow, actor="user:clerk", now=clock).record("document:file:receive", row, name=row.original_name)
    enqueue(uow.session, NewJob(kind="recognise"), now=clock())
    return row


def test_commit_writes_document_audit_and_job_together(session_factory: sessionmaker[Session], clock: Clock) -> None:
    with UnitOfWork(session_factory) as uow:
        row = _receive(uow, clock)
        uow.commit()
    assert _counts(session_factory) == {"document": 1, "audit_event": 1, "job": 1}
    with reading(session_factory) as session:
        event = session.scalars(select(AuditEvent)).one()
        assert (event.object_type, event.object_id, event.actor) == ("document", str(row.id), "user:clerk")
        assert event.at == clock()


def test_without_commit_nothing_is_left(session_factory: sessionmaker[Session], clock: Clock) -> None:
    with UnitOfWork(session_factory) as uow:
        _receive(uow, clock)
    assert _counts(session_factory) == {"document": 0, "audit_event": 0, "job": 0}


def test_an_error_leaves_nothing(session_factory: sessionmaker[Session], clock: Clock) -> None:
    def work() -> None:
        with UnitOfWork(session_factory) as uow:
            _receive(uow, clock)
            raise RuntimeError("full disk")

    with pytest.raises(RuntimeError, match="full disk"):
        work()
    assert _counts(session_factory) == {"document": 0, "audit_event": 0, "job": 0}


def test_an_error_in_the_audit_leaves_nothing(session_factory: sessionmaker[Session], clock: Clock) -> None:
    def work() -> None:
        with UnitOfWork(session_factory) as uow:
            row = _receive(uow, clock)
            AuditTrail(uow, actor="user:clerk", now=clock).record("not a tag", row)
            uow.commit()

    with pytest.raises(Exception, match="not a tag"):
        work()
    assert _counts(session_factory) == {"document": 0, "audit_event": 0, "job": 0}


def test_use_outside_is_refused(session_factory: sessionmaker[Session]) -> None:
    uow = UnitOfWork(session_factory)
    with pytest.raises(UnitOfWorkClosedError):
        _ = uow.session
    with uow:
        uow.commit()
        with pytest.raises(UnitOfWorkClosedError):
            uow.commit()
