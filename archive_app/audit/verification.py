"""Checking the chain: reads it once in order, in flat memory, and names each row that is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from archive_app.audit.chain import GENESIS, ChainHead, head
from archive_app.audit.rows import EventRow, event_rows, hash_of
from archive_app.db.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session


class FindingKind(StrEnum):
    """What was done to the chain behind the product's back."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REWRITTEN = "rewritten"
    """The chain is sound in itself, but not the one that was exported."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Events `seq` to `last_seq` (both included) are not as they were written."""

    kind: FindingKind
    seq: int
    last_seq: int


class _Link(NamedTuple):
    """What is remembered of a row that has been passed."""

    seq: int
    hash: str


def verify(session: Session, *, exported: Iterable[ChainHead] = (), last: int | None = None) -> Iterator[Finding]:
    """Yield what is wrong, in the order of the chain; nothing: the chain is whole.

    `session` should come from `archive_app.db.engine.reading`: the check needs one snapshot. `exported` are heads kept
    elsewhere (published, or with backups); without one, nobody can see a chain whose every hash was computed anew, or
    whose tail was cut. `last`: look at so many events at the end only.
    Raises `AuditChainMissingError` where the head row is gone.
    """
    points: dict[int, set[str]] = {}
    for point in exported:
        points.setdefault(point.seq, set()).add(point.hash)
    return _Verification(session, points, last).run()


class _Verification:
    """One pass. A finding on a row is held until the next row is seen, for only that tells changed from inserted."""

    def __init__(self, session: Session, exported: dict[int, set[str]], last: int | None) -> None:
        self._session = session
        self._exported = exported
        self._head = head(session)
        self._last = self._last_link()
        self._before = _Link(-1, "")
        self._previous = _Link(0, GENESIS) if last is None else self._last_link(self._head.seq - last)
        self._after = None if last is None else self._previous.seq
        self._held: Finding | None = None
        self._moved: set[int] = set()

    def run(self) -> Iterator[Finding]:
        for row in event_rows(self._session, after=self._after):
            if row.seq < 1:
                yield Finding(FindingKind.INSERTED, row.seq, row.seq)
                continue
            yield from self._check(row)
            if self._exported.get(row.seq, {row.hash}) != {row.hash} and self._held is None:
                self._held = Finding(FindingKind.REWRITTEN, row.seq, row.seq)
            self._before, self._previous = self._previous, _Link(row.seq, row.hash)
        blamed = self._held.seq if self._held else None
        yield from self._release()
        end = self._check_end()
        if end is not None and end.seq != blamed:
            yield end
        furthest = max(self._exported, default=0)
        if furthest > max(self._head.seq, self._previous.seq):
            yield Finding(FindingKind.REMOVED, self._head.seq + 1, furthest)  # the tail was cut, the head set back

    def _check(self, row: EventRow) -> Iterator[Finding]:
        """Judge `row` against the one before it; findings on rows before `row` are final now."""
        sound = hash_of(row) == row.hash
        own: Finding | None = None if sound else Finding(FindingKind.CHANGED, row.seq, row.seq)
        if row.seq != self._previous.seq + 1:
            yield from self._release()
            yield Finding(FindingKind.REMOVED, self._previous.seq + 1, row.seq - 1)
        elif row.prev_hash != self._previous.hash:
            own = self._explain_break(row, sound=sound)
        yield from self._release()
        self._held = own

    def _explain_break(self, row: EventRow, *, sound: bool) -> Finding | None:
        """Say why `row` does not follow the row before it; may change the finding held on that one."""
        parent = self._place_of(row.prev_hash)
        changed = None if sound else Finding(FindingKind.CHANGED, row.seq, row.seq)
        if parent is None:
            return changed or self._blame_previous(row)
        if parent in self._moved:
            return changed  # it follows its true parent; that one was reported
        if parent == self._before.seq and self._previous.seq not in self._moved:
            self._held = Finding(FindingKind.INSERTED, self._previous.seq, self._previous.seq)
            return changed
        self._moved.add(row.seq)
        return Finding(FindingKind.REORDERED, row.seq, row.seq)

    def _blame_previous(self, row: EventRow) -> Finding | None:
        """Name what is wrong where a sound row follows an event that is nowhere."""
        if self._last.hash == self._head.hash and self._last.seq < self._head.seq:
            return Finding(FindingKind.REMOVED, row.seq, row.seq)  # the rest was renumbered to close the gap
        if self._previous.seq == 0:
            return Finding(FindingKind.CHANGED, row.seq, row.seq)
        if self._held is None:
            self._held = Finding(FindingKind.CHANGED, self._previous.seq, self._previous.seq)
        return None

    def _check_end(self) -> Finding | None:
        if self._previous.hash == self._head.hash:
            return None
        if self._previous.seq < self._head.seq:
            return Finding(FindingKind.REMOVED, self._previous.seq + 1, self._head.seq)
        if self._previous.seq > self._head.seq:
            return Finding(FindingKind.INSERTED, self._head.seq + 1, self._previous.seq)
        return Finding(FindingKind.CHANGED, self._previous.seq, self._previous.seq)

    def _release(self) -> Iterator[Finding]:
        if self._held is not None:
            yield self._held
            self._held = None

    def _place_of(self, hash_: str) -> int | None:
        if hash_ == GENESIS:
            return 0
        return self._session.scalar(select(AuditEvent.seq).where(AuditEvent.hash == hash_).limit(1))

    def _last_link(self, upto: int | None = None) -> _Link:
        query = select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
        row = self._session.execute(query if upto is None else query.where(AuditEvent.seq <= upto)).one_or_none()
        return _Link(0, GENESIS) if row is None else _Link(row.seq, row.hash)
