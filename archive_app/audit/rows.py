"""Reading the chain as plain tuples, in flat memory: the check and the export go through millions of rows."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import String, func, literal, select, type_coerce

from archive_app.db.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_BATCH = 2000
"""Rows fetched at a time; a batch takes about 2 MB."""


class EventRow(NamedTuple):
    """One event as it is hashed: `at` is the instant in UTC, as `2026-09-01T08:00:00.000000+00:00`."""

    seq: int
    at: str
    actor: str
    action: str
    object_type: str
    object_id: str
    details: str
    prev_hash: str
    hash: str


def event_rows(session: Session, *, after: int | None = None, upto: int | None = None) -> Iterator[EventRow]:
    """Yield the events with `after` < seq <= `upto` in their order; None: no bound."""
    query = select(
        AuditEvent.seq,
        _instant(session.get_bind().dialect.name),
        AuditEvent.actor,
        AuditEvent.action,
        AuditEvent.object_type,
        AuditEvent.object_id,
        AuditEvent.details,
        AuditEvent.prev_hash,
        AuditEvent.hash,
    )
    query = query.order_by(AuditEvent.seq).limit(_BATCH)
    if upto is not None:
        query = query.where(AuditEvent.seq <= upto)
    connection = session.connection()  # rows without objects: the session's own way costs half as much again
    while True:
        batch = connection.execute(query if after is None else query.where(AuditEvent.seq > after)).all()
        yield from map(EventRow._make, batch)
        if len(batch) < _BATCH:
            return
        after = batch[-1][0]


def hash_of(row: EventRow) -> str:
    """The SHA-256 that the row should have: that of `archive_app.audit.chain.event_hash`, for a row read as text.

    The JSON is put together by hand, since an encoder costs as much as the hash itself.
    """
    fields = row.prev_hash, row.at, row.actor, row.action, row.object_type, row.object_id, row.details
    return hashlib.sha256(f"[{','.join(map(encode_basestring_ascii, fields))}]".encode()).hexdigest()


def _instant(dialect: str) -> ColumnElement[str]:
    """The instant as text, made by the database: converting a million values here would take as long as the hashes."""
    if dialect == "sqlite":
        return func.replace(type_coerce(AuditEvent.at, String), " ", "T") + literal("+00:00")
    return func.to_char(func.timezone("UTC", AuditEvent.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
