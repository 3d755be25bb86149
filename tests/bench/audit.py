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

import pikepdf

from archive_app.audit import AuditEntry, AuditTrail, append, verify
from archive_app.audit.reads import PAGE_READ, ReadLog
from archive_app.bootstrap import initialise, open_archive
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.migrate import upgrade
from archive_app.db.models import Document, Page, RecognitionState
from archive_app.db.words import pack_words
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.documents import page_text
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.services.renaming import rename_person
from archive_app.settings import Settings
from indexer.model import PageState
from tests.bench.report import Figure, write
from tests.bench.search_http import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

YEAR = 2025
PERSON, OTHER = "Иванова Анна Петровна", "Петрова Вера Ильинична"
GOAL = 1.2
"""An act with its event against the same without."""
BATCH = 10_000
_NO_WORDS = pack_words(())


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
    settings = Settings(home=folder / "home", http_port=0, log_level="error")
    initialise(settings)
    with open_archive(settings) as archive:
        actor = archive.actor()
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
        numbers = itertools.count()

        def file(person: str = OTHER) -> None:
            path = folder / f"{next(numbers)}.txt"
            path.write_bytes(os.urandom(8).hex().encode() * 100)
            archive.intake.receive(path, path.name, Facts(item="02-03", year=YEAR, persons=(person,)), actor)

        file(PERSON)

        def rename() -> None:
            rename_person(archive.sessions, archive.clock, "1", f"Иванова Анна {'Б' * (next(numbers) % 50 + 1)}", actor)

        return [
            _figure("filing of a text with its event", file, acts, _without_events),
            _figure("renaming of a person with its event", rename, acts, _without_events),
            *_looks(archive, folder, actor, acts),
        ]


def _looks(archive: Archive, folder: Path, actor: Actor, acts: int) -> list[Figure]:
    """A page whose image is there already, as the browser asks for it; and its text, without the browser's road."""
    pages = acts * 2
    book = _book(archive, folder, pages, actor)
    for page in range(1, pages + 1):
        archive.page_images.draw_ahead(book, page)
    for_the_browser, for_the_service = itertools.count(1), itertools.count(1)
    with served(archive) as (address, opener):

        def look(page: int) -> None:
            opener.open(f"{address}/documents/{book}/pages/{page}.jpg").read()

        def text() -> None:
            page_text(archive.journal.reads, book, next(for_the_service), reader)

        reader = archive.actor()
        look(1)
        return [
            _figure(
                "first look at a page in the browser, its event written",
                lambda: look(next(for_the_browser)),
                acts,
                _without_looks,
            ),
            _figure("the same look again, its event found", lambda: look(1), acts, _without_looks),
            _figure("text of a page from the service alone, its event written", text, acts, _without_looks, goal=None),
        ]


def _book(archive: Archive, folder: Path, pages: int, actor: Actor) -> int:
    """A document of many pages, described as recognition would have left it."""
    path = folder / "book.pdf"
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(path)
    number = archive.intake.receive(path, path.name, Facts(item="02-03", year=YEAR), actor).document_id
    shape = {"rotation": 0, "skew": 0.0, "width_px": 2480, "height_px": 3508, "dpi": 300}
    with archive.sessions.begin() as session:
        session.get_one(Document, number).recognition = RecognitionState.RECOGNISED
        session.add_all(
            Page(
                document_id=number,
                number=page,
                text="Слова страницы",
                words=_NO_WORDS,
                state=PageState.RECOGNISED,
                **shape,
            )
            for page in range(1, pages + 1)
        )
    return number


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
