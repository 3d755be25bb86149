"""The journal taken out as a file that a stranger can check: docs/audit-format.md describes it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from archive_app.audit import ChainHead, ObjectRef, head
from archive_app.audit.chain import GENESIS
from archive_app.audit.heads import head_line
from archive_app.audit.rows import event_rows
from archive_app.auth.actor import require
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.db.queries.audit import first_seq_since, hash_at, last_seq_before
from archive_app.errors import CannotWrite
from archive_app.mornings import first_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

LOG_EXPORTED: Final = "audit:log:export"
"""Details: `first`, `last` (numbers of events)."""
FORMAT, VERSION = "archivarius-audit", 1


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: `events` from the number `first` on, ending with `head`."""

    path: Path
    events: int
    first: int
    head: ChainHead


@dataclass(frozen=True, slots=True)
class AuditExport:
    """Writes the chain, or a part without gaps, as lines of JSON. Days are those of `zone`."""

    sessions: sessionmaker[Session]
    reads: ReadLog
    zone: ZoneInfo
    clock: Callable[[], datetime]

    def write(
        self, actor: Actor, target: Path, *, start: int | date | None = None, last_day: date | None = None
    ) -> Exported:
        """Write the events from the number or day `start` to the end of `last_day` into the new file `target`.

        The export is an event itself, written before; memory stays flat.

        Raises:
            NotAllowed. CannotWrite: the file is there already, or the disk refuses.
        """
        require(actor, Act.AUDIT)
        with reading(self.sessions) as session:
            first = self._first(session, start)
        self.reads.record_each(actor.login, LOG_EXPORTED, ObjectRef("audit_event", "-"), first=first, last_day=last_day)
        with _new_file(target) as file, reading(self.sessions) as session:
            end = self._end(session, first, last_day)
            number = _write_lines(file, session, first, end, actor.login, self.clock())
        return Exported(target, number, first, end)

    def _first(self, session: Session, start: int | date | None) -> int:
        """The first event to write; the one that comes next where there is none so far on."""
        following = head(session).seq + 1
        if isinstance(start, date):
            return first_seq_since(session, first_instant(start, self.zone)) or following
        return min(start or 1, following)

    def _end(self, session: Session, first: int, last_day: date | None) -> ChainHead:
        """The last event to write; the one before the first where there is none."""
        end = head(session)
        if last_day is None:
            return end
        last = max(last_seq_before(session, first_instant(last_day, self.zone, days=1)) or 0, first - 1)
        return end if last >= end.seq else ChainHead(last, _hash_or_genesis(session, last))


def _write_lines(file: TextIO, session: Session, first: int, end: ChainHead, login: str, now: datetime) -> int:
    """Header, events, head; the number of events."""
    header = {
        "kind": "header",
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "made_by": login,
        "first_seq": first,
        "last_seq": end.seq,
        "prev_hash": _hash_or_genesis(session, first - 1),
    }
    file.write(json.dumps(header) + "\n")
    number = 0
    for row in event_rows(session, after=first - 1, upto=end.seq):
        file.write(json.dumps({"kind": "event", **row._asdict()}) + "\n")
        number += 1
    file.write(head_line(end, at=now))
    return number


def _hash_or_genesis(session: Session, seq: int) -> str:
    """The hash of an event; of one that was removed, an empty text, which no check will take."""
    return GENESIS if seq < 1 else hash_at(session, seq) or ""


@contextmanager
def _new_file(target: Path) -> Iterator[TextIO]:
    """A file that is durable at the end of the block, and gone if that fails."""
    try:
        with target.open("x", encoding="ascii") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                target.unlink()
                raise
    except FileExistsError as error:
        raise CannotWrite(str(target), path=target, reason="exists") from error
    except OSError as error:
        raise CannotWrite(str(error), path=target, reason=error.strerror or str(error)) from error
