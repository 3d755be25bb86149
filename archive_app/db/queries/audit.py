"""The journal: its events by person, document, user, tag and time, newest first, by keyset."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, cast, func, literal, select

from archive_app.db.models import AuditEvent, Document, DocumentPerson

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What the journal is narrowed to; None: not narrowed.

    `person_id`: events on the person and on documents that name the person or are the person's own. `since` is the
    first instant, `until` the first one after.
    """

    person_id: int | None = None
    document_id: int | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event of the journal; `details` are as its tag says."""

    seq: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    details: dict[str, Any]


def list_events(
    session: Session, narrowed: EventFilter | None = None, *, before: int | None = None, limit: int = 50
) -> list[LoggedEvent]:
    """Give up to `limit` events with a seq below `before`, the newest first: one statement, two more for days."""
    to = narrowed or EventFilter()
    conditions = _conditions(session, to)
    if before is not None:
        conditions.append(AuditEvent.seq < before)
    if to.person_id is None:
        query = select(*_COLUMNS).where(*conditions).order_by(AuditEvent.seq.desc())
    else:
        # Gathered before they are sorted: a planner that hopes to meet them soon would walk the journal backwards.
        about = _about(to.person_id)
        of_one = (AuditEvent.object_type == about.c.object_type) & (AuditEvent.object_id == about.c.object_id)
        gathered = select(*_COLUMNS).select_from(about).join(AuditEvent, of_one).where(*conditions)
        theirs = gathered.cte("theirs").prefix_with("MATERIALIZED")
        query = select(theirs).order_by(theirs.c.seq.desc())
    rows = session.execute(query.limit(limit))
    return [LoggedEvent(*row[:-1], details=json.loads(row.details)) for row in rows]


class ActsOf(NamedTuple):
    """What one account did to the records of a person, how often, and when first and last."""

    actor: str
    action: str
    times: int
    first: datetime
    last: datetime


def acts_on_person(session: Session, to: EventFilter, limit: int = 500) -> list[ActsOf]:
    """Give the events of `list_events` on a person by account and tag, the latest first: one statement, two for days.

    `to` names the person.
    """
    about = _about(to.person_id or 0)
    of_one = (AuditEvent.object_type == about.c.object_type) & (AuditEvent.object_id == about.c.object_id)
    last = func.max(AuditEvent.seq)
    query = (
        select(AuditEvent.actor, AuditEvent.action, func.count(), func.min(AuditEvent.at), func.max(AuditEvent.at))
        .select_from(about)
        .join(AuditEvent, of_one)
        .where(*_conditions(session, to))
        .group_by(AuditEvent.actor, AuditEvent.action)
        .order_by(last.desc())
    )
    return [ActsOf(*row) for row in session.execute(query.limit(limit))]


def first_seq_since(session: Session, instant: datetime) -> int | None:
    """The first event that is not before `instant`; None: there is none."""
    query = select(AuditEvent.seq).where(AuditEvent.at >= instant).order_by(AuditEvent.at, AuditEvent.seq).limit(1)
    return session.scalar(query)


def last_seq_before(session: Session, instant: datetime) -> int | None:
    """The last event before `instant`; None: there is none."""
    query = select(AuditEvent.seq).where(AuditEvent.at < instant)
    return session.scalar(query.order_by(AuditEvent.at.desc(), AuditEvent.seq.desc()).limit(1))


def hash_at(session: Session, seq: int) -> str | None:
    """The hash of an event; None: it is not there."""
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq))


_COLUMNS = (
    AuditEvent.seq,
    AuditEvent.at,
    AuditEvent.actor,
    AuditEvent.action,
    AuditEvent.object_type,
    AuditEvent.object_id,
    AuditEvent.details,
)
"""In the order of the fields of LoggedEvent."""


def _conditions(session: Session, to: EventFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if to.document_id is not None:
        conditions += [AuditEvent.object_type == "document", AuditEvent.object_id == str(to.document_id)]
    if to.actor is not None:
        conditions.append(AuditEvent.actor == to.actor)
    if to.action is not None:
        conditions.append(AuditEvent.action == to.action)
    # Days become places in the chain, so that the order of the chain may be walked whatever else is asked.
    if to.since is not None:
        first = first_seq_since(session, to.since)
        conditions.append(AuditEvent.seq >= first if first is not None else literal(value=False))
    if to.until is not None:
        conditions.append(AuditEvent.seq <= (last_seq_before(session, to.until) or 0))
    return conditions


def _about(person_id: int) -> CTE:
    """What the person's events are on: (object_type, object_id) of the person and of the documents."""
    document = literal("document")
    named = select(document, cast(DocumentPerson.document_id, String)).where(DocumentPerson.person_id == person_id)
    own = select(document, cast(Document.id, String)).where(Document.subject_id == person_id)
    person = select(literal("person").label("object_type"), literal(str(person_id)).label("object_id"))
    return person.union(named, own).cte("about")
