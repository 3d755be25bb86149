"""What the journal costs: an act with its event, a look at a page, the check of a million events.

python -m tests.bench.audit --json FILE
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from archive_app.audit import AuditEntry, AuditTrail, append, verify
from archive_app.audit.reads import PAGE_READ, ReadLog
from archive_app.bootstrap import initialise, open_archive
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.migrate import upgrade
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.documents import page_text
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.services.renaming import rename_person
from archive_app.settings import Settings
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Callable


YEAR = 2025
PERSON = "Иванова Анна Петровна"
GOAL = 1.2
"""An act with its event against the same without."""
BATCH = 10_000


def main() -> None:
    """Measure both parts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.audit")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--events", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-audit-", dir=Path.cwd() / "var") as folder:
        figures = measure_acts(Path(folder), given.acts)
        write(given.json, "audit", [*figures, *measure_check(Path(folder), given.events)])


def measure_acts(folder: Path, acts: int) -> list[Figure]:
    """Median milliseconds of acts on SQLite, with and without the event in turns so that both meet the same disk."""
    settings = Settings(home=folder / "home")
    initialise(settings)
    with open_archive(settings) as archive:
        actor = archive.actor()
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
        numbers = itertools.count()

        def file() -> None:
            path = folder / f"{next(numbers)}.txt"
            path.write_bytes(os.urandom(8).hex().encode() * 100)
            archive.intake.receive(path, path.name, Facts(item="02-03", year=YEAR, persons=(PERSON,)), actor)

        file()
        document = 1

        def rename() -> None:
            rename_person(archive.sessions, archive.clock, "1", f"Иванова Анна {'Б' * (next(numbers) % 50 + 1)}", actor)

        each = iter(range(1, 10**9))

        def look() -> None:
            page_text(archive.journal.reads, document, next(each), actor)

        def again() -> None:
            page_text(archive.journal.reads, document, 1, actor)

        return [
            _figure("filing of a text with its event", file, acts, _without_events),
            _figure("renaming of a person with its event", rename, acts, _without_events),
            _figure("first look at a page, its event written", look, acts, _without_looks, goal=None),
            _figure("the same look again, its event found", again, acts, _without_looks, goal=None),
        ]


def _without_events() -> AbstractContextManager[object]:
    return patch.object(AuditTrail, "record")


def _without_looks() -> AbstractContextManager[object]:
    return patch.object(ReadLog, "record")


def _figure(
    name: str,
    act: Callable[[], None],
    times: int,
    without: Callable[[], AbstractContextManager[object]],
    goal: float | None = GOAL,
) -> Figure:
    spent: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(times * 2):
        recorded = turn % 2 == 0
        with nullcontext() if recorded else without():
            started = time.perf_counter()
            act()
            spent[recorded].append(time.perf_counter() - started)
    ours, peer = (statistics.median(spent[recorded]) * 1000 for recorded in (True, False))
    return Figure(name, ours, "ms", "without", peer, goal=goal)


def measure_check(folder: Path, events: int) -> list[Figure]:
    """Rows a second of the whole check on SQLite, beside a plain walk over the same table."""
    engine = make_engine(f"sqlite:///{folder}/chain.db")
    upgrade(engine)
    sessions = make_session_factory(engine)
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    for start in range(0, events, BATCH):
        entries = [
            AuditEntry("ivanova", PAGE_READ, "document", str(number % 5000), {"page": number % 40})
            for number in range(start, min(start + BATCH, events))
        ]
        with sessions.begin() as session:
            append(session, entries, at=at + timedelta(seconds=start))
    with reading(sessions) as session:
        started = time.perf_counter()
        if list(verify(session)):
            raise SystemExit("the chain that was just made is not whole")
        checked = events / (time.perf_counter() - started)
        started = time.perf_counter()
        for _ in session.connection().exec_driver_sql("SELECT * FROM audit_event ORDER BY seq"):
            pass
        walked = events / (time.perf_counter() - started)
    engine.dispose()
    return [Figure(f"check of {events:,} events", checked, "events/s", "SELECT * of the table", walked, at_least=True)]


if __name__ == "__main__":
    main()
