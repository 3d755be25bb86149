"""Appending to the chain: sequence numbers without gaps, each hash over the event and the hash before it.

One row, `audit_head`, is locked by each writer from its append to its commit. PostgreSQL locks that row; SQLite has
one writer at a time anyway. So append last: `AuditTrail` does. Readers and other tables are never blocked.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, insert, select, update

from archive_app.audit.errors import AuditActionInvalidError, AuditChainMissingError
from archive_app.db.models import AuditEvent, AuditHead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

GENESIS = "0" * 64
"""What the first event has for the hash before it."""

# Made once: making a statement costs more than running it, and every act of the archive runs these three.
_HEAD = select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1)
_LOCKED_HEAD = _HEAD.with_for_update()
_INSERT = insert(cast("Table", AuditEvent.__table__))
_MOVE_HEAD = (
    update(cast("Table", AuditHead.__table__))
    .where(AuditHead.id == 1)
    .values(seq=bindparam("end_seq"), hash=bindparam("end_hash"))
)

_ACTION = re.compile(r"[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*){2}")


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of the chain. Export it with each backup: only a copy kept elsewhere shows a chain rewritten whole."""

    seq: int
    """The number of events; 0: none yet."""
    hash: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event to be appended. `action` is a tag `subject:part:action`; `details` must be JSON (and dates)."""

    actor: str
    action: str
    object_type: str
    object_id: str
    details: Mapping[str, object]


def append(session: Session, entries: Sequence[AuditEntry], *, at: datetime) -> ChainHead:
    """Append `entries` in their order, in the transaction of `session`, and give the new head (not committed yet).

    Raises:
        AuditActionInvalidError: an action that is no tag; nothing was appended.
        AuditChainMissingError: the head row is gone.
    """
    for entry in entries:
        if _ACTION.fullmatch(entry.action) is None:
            raise AuditActionInvalidError(f"not a tag: {entry.action!r}", action=entry.action)
    start = head(session, lock=True)
    rows = _link(entries, start, at)
    if not rows:
        return start
    connection = session.connection()  # rows without objects: the session's own way costs three times as much
    connection.execute(_INSERT, rows)
    end = ChainHead(start.seq + len(rows), str(rows[-1]["hash"]))
    connection.execute(_MOVE_HEAD, {"end_seq": end.seq, "end_hash": end.hash})
    return end


def head(session: Session, *, lock: bool = False) -> ChainHead:
    """Read the end of the chain; `lock` keeps other writers off it until the end of the transaction.

    Raises `AuditChainMissingError` where its row is gone.
    """
    row = session.connection().execute(_LOCKED_HEAD if lock else _HEAD).one_or_none()
    if row is None:
        raise AuditChainMissingError
    return ChainHead(row.seq, row.hash)


def canonical(details: Mapping[str, object]) -> str:
    """Write `details` in the one form that is stored and hashed: sorted keys, no spaces, ASCII only."""
    return json.dumps(
        details, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False, default=_plain
    )


def event_hash(
    *, prev_hash: str, at: datetime, actor: str, action: str, object_type: str, object_id: str, details: str
) -> str:
    """Compute the SHA-256 (hexadecimal) of an event; the place in the chain is in `prev_hash`."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [prev_hash, instant, actor, action, object_type, object_id, details]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def _link(entries: Sequence[AuditEntry], start: ChainHead, at: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    prev_hash = start.hash
    for seq, entry in enumerate(entries, start=start.seq + 1):
        content = {
            "prev_hash": prev_hash,
            "at": at,
            "actor": entry.actor,
            "action": entry.action,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "details": canonical(entry.details),
        }
        prev_hash = event_hash(**content)  # type: ignore[arg-type]  # the keys are its own
        rows.append({"seq": seq, **content, "hash": prev_hash})
    return rows


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the details of an event")
