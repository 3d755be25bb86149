"""One backup or pruning, or one check of fixity, at a time: a lease in the database, kept alive while the work goes on.

A process that is killed loses it after `LENGTH`; one of this machine that is known to be dead, at once.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from archive_app.db.models import Setting
from archive_app.logs import log
from archive_app.services.backup.errors import BackupBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.errors import ArchiveError

KEPT_AT = "backup_lease"
LENGTH = timedelta(minutes=5)
_BEAT = LENGTH.total_seconds() / 5


@contextmanager
def lease(
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime],
    at: str = KEPT_AT,
    busy: type[ArchiveError] = BackupBusy,
) -> Iterator[None]:
    """Hold the lease `at` for the block. Raises `busy`."""
    mine = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
    _take(sessions, clock(), mine, at, busy)
    stop = Event()
    beat = Thread(target=_keep, args=(sessions, clock, mine, stop, at), name="backup-lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()
        with sessions.begin() as session:
            row = session.get(Setting, at, with_for_update=True)
            if row is not None and json.loads(row.value)["owner"] == mine:
                session.delete(row)


def _take(sessions: sessionmaker[Session], now: datetime, mine: str, at: str, busy: type[ArchiveError]) -> None:
    with sessions.begin() as session:
        row = session.get(Setting, at, with_for_update=True)
        if row is not None and _alive(held := json.loads(row.value), now):
            raise busy(owner=held["owner"].rpartition(":")[0])
        session.merge(Setting(key=at, value=_value(mine, now), updated_at=now))


def _keep(sessions: sessionmaker[Session], clock: Callable[[], datetime], mine: str, stop: Event, at: str) -> None:
    while not stop.wait(_BEAT):
        try:
            with sessions.begin() as session:
                session.merge(Setting(key=at, value=_value(mine, clock()), updated_at=clock()))
        except OperationalError as error:  # the next beat tries again
            log.warning("lease of the backup not renewed", error=str(error))


def _value(owner: str, now: datetime) -> str:
    return json.dumps({"owner": owner, "until": (now + LENGTH).isoformat()})


def _alive(held: dict[str, str], now: datetime) -> bool:
    """Whether the holder may still be at work. An end that lies too far ahead is of a clock that went back."""
    machine, pid, _ = held["owner"].rsplit(":", 2)
    if machine == socket.gethostname() and not Path(f"/proc/{pid}").exists():
        return False
    until = datetime.fromisoformat(held["until"])
    return now < until <= now + LENGTH
