"""Every list of the browser at 100,000 documents: how long a person waits for its page, through a real web server.

    python -m tests.bench.lists --json OUT [--documents 100000] [--home FOLDER]

Asked by somebody who sees everything, and by somebody whose rights are by kinds, so that each of 1,000 scopes must be
looked up. With `--home` the archive is kept there and found again.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from archive_app.audit import AuditEntry, append
from archive_app.audit.reads import PAGE_READ
from archive_app.bootstrap import Archive, initialise, open_archive, utc_now
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Blob,
    BlobState,
    CaseFile,
    Document,
    DocumentPerson,
    FilePlanItem,
    IntakeBatch,
    IntakeSource,
    Job,
    JobState,
    Page,
    Person,
    PersonName,
    PersonSource,
    RecognitionState,
    Rendition,
    RenditionKind,
    User,
    Volume,
)
from archive_app.db.words import pack_words
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.logs import configure_logs
from archive_app.services.accounts.api_tokens import create_token
from archive_app.services.fileplans import import_plan
from archive_app.services.persons import FullName
from archive_app.settings import Settings
from indexer.model import PageState
from tests.bench.access import KINDS, school
from tests.bench.report import Figure, write
from tests.bench.search import FIRST, Pages
from tests.bench.search_http import served

if TYPE_CHECKING:
    from collections.abc import Sequence
    from urllib.request import OpenerDirector

    from sqlalchemy.orm import Session

YEAR = 2025
PERSONAL = "02-02"
"""The item with a case file a person."""
PERSONS = 20_000
EVENTS = 200_000
SCOPES = 1_000
ROWS = 5_000
WITHIN_MS = 100.0
TIMES = 9
EVERYBODY = {
    "the desk": "/",
    "file plan": "/file-plan",
    "case files of an item, 3,000 of them": f"/file-plan/{YEAR}/{PERSONAL}",
    "the 40th page of them": f"/file-plan/{YEAR}/{PERSONAL}?after=2000",
    "a case file of 3,000 documents": "/case-files/{thick}",
    "its volume": "/volumes/{volume}",
    "persons": "/persons",
    "persons by name": "/persons?name=%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2",
    "documents": "/api/v1/documents",
    "documents of a kind": "/api/v1/documents?kind=order",
    "documents of a year and item": "/api/v1/documents?year=2025&item={item}",
    "documents of a person": "/api/v1/documents?person={person}",
    "a person": "/persons/{person}",
}
ARCHIVIST = {
    "intake": "/intake",
    "documents to file": "/filing",
    "pages to review": "/review",
    "doubles of persons": "/persons/doubles",
    "the journal": "/journal",
    "the journal of a person": "/journal?person={person}",
    "the journal of a user": "/journal?user=ivanova",
    "the journal of an action": "/journal?action=document:page:read",
    "tasks": "/admin/jobs",
    "accounts": "/admin/users",
}
"""Lists that a right to see is not enough for."""


def main() -> None:
    """Fill, serve, ask."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lists")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with ExitStack() as stack:
        home = given.home or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-lists-", dir=Path.cwd() / "var"))
        )
        settings = Settings(home=home, http_port=0, log_level="error")
        configure_logs(settings.log_level or "info")
        new = not (home / "archive.db").exists()
        if new:
            initialise(settings)
        archive = stack.enter_context(open_archive(settings))
        if new:
            fill(archive, given.documents)
        write(given.json, "lists", measure(archive, given.documents))


def measure(archive: Archive, documents: int) -> list[Figure]:
    """The median of each list, for the two people."""
    known = _known(archive)
    figures = []
    for login, title, lists in (
        (known["archivist"], "", EVERYBODY | ARCHIVIST),
        ("by-kinds", ", 1,000 scopes", EVERYBODY),
    ):
        with served(archive, login) as (address, opener):
            key = create_token(archive.accounts, archive.actor(login), "bench", [Act.SEE], timedelta(days=1))
            opener.addheaders.append(("Authorization", f"Bearer {key}"))
            for name, path in lists.items():
                took = _median(opener, address + path.format(**known))
                named = f"{name}{title}, {documents:,} documents"
                figures.append(Figure(named, took, "ms", "limit", WITHIN_MS, goal=1.0))
    return figures


def _median(opener: OpenerDirector, address: str) -> float:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        opener.open(address).read()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took[1:])


def _known(archive: Archive) -> dict[str, Any]:
    """Who made the archive, and what the addresses name: the thickest case file, somebody whom a document names."""
    with reading(archive.sessions) as session:
        volume = session.scalars(select(Volume).join(Volume.case_file).where(CaseFile.title == THICK)).one()
        named = select(DocumentPerson.person_id).order_by(DocumentPerson.document_id).limit(1)
        person = session.scalars(named).one()
        archivist = session.scalars(select(User.login).order_by(User.id).limit(1)).one()
        return {
            "archivist": archivist,
            "person": person,
            "volume": volume.id,
            "thick": volume.case_file_id,
            "item": volume.case_file.item.index,
        }


THICK = "Журналы"


@dataclass(frozen=True, slots=True)
class Ground:
    """What documents stand on: the numbers of volumes, the thick one apart, of scopes, of persons, of batches."""

    thick: int
    volumes: Sequence[int]
    scopes: Sequence[int]
    persons: Sequence[int]
    batches: Sequence[int]


def fill(archive: Archive, documents: int) -> None:
    """Rows as a few years of work leave them: filed for the most part, a tenth waiting, each of a page."""
    import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, archive.actor())
    pages, chance = Pages(), random.Random(6)
    scopes = school(archive, SCOPES)
    with archive.sessions.begin() as session:
        persons = _persons(session, pages, chance)
        thick, volumes = _case_files(session, persons)
        ground = Ground(thick, volumes, scopes, persons, _batches(session))
    for start in range(1, documents + 1, ROWS):
        with archive.sessions.begin() as session:
            _documents(session, range(start, min(start + ROWS, documents + 1)), ground, pages, chance)
    for start in range(0, EVENTS, ROWS):
        with archive.sessions.begin() as session:
            append(session, _events(range(start, start + ROWS), documents), at=utc_now())
    with archive.sessions.begin() as session:
        session.execute(insert(Job), [_job(number) for number in range(1_000)])


def _persons(session: Session, pages: Pages, chance: random.Random) -> list[int]:
    firsts, now = FIRST.split(), utc_now()
    names = [FullName(pages.name(), chance.choice(firsts), f"{chance.choice(firsts)}ович") for _ in range(PERSONS)]
    rows = [name._asdict() | {"folded": name.folded} for name in names]
    ids = session.scalars(
        insert(Person).returning(Person.id, sort_by_parameter_order=True), [row | {"created_at": now} for row in rows]
    ).all()
    session.execute(
        insert(PersonName),
        [row | {"person_id": number, "is_current": True} for row, number in zip(rows, ids, strict=True)],
    )
    return list(ids)


def _case_files(session: Session, persons: Sequence[int]) -> tuple[int, list[int]]:
    """A personal case file of each of 3,000 persons, a thick one, and one of each other item."""
    items = {item.index: item.id for item in session.scalars(select(FilePlanItem))}
    row = {"year": YEAR, "opened_on": date(YEAR, 9, 1), "created_at": utc_now(), "version": 1}
    personal = items.pop(PERSONAL)
    rows = [
        row | {"item_id": personal, "number": at + 1, "title": f"Личное дело {at}", "person_id": person}
        for at, person in enumerate(persons[:3_000])
    ]
    others = [(THICK if at == 0 else f"Дело {index}", number) for at, (index, number) in enumerate(items.items())]
    rows += [row | {"item_id": number, "number": 1, "title": title, "person_id": None} for title, number in others]
    ids = session.scalars(insert(CaseFile).returning(CaseFile.id, sort_by_parameter_order=True), rows).all()
    volumes = session.scalars(
        insert(Volume).returning(Volume.id, sort_by_parameter_order=True),
        [{"case_file_id": number, "number": 1, "sheets": 0} for number in ids],
    ).all()
    return volumes[3_000], [*volumes[:3_000], *volumes[3_001:]]


def _batches(session: Session) -> Sequence[int]:
    row = {"source": IntakeSource.BROWSER, "label": "Пачка", "created_at": utc_now(), "created_by": "ivanova"}
    return session.scalars(
        insert(IntakeBatch).returning(IntakeBatch.id), [row | {"key": str(number)} for number in range(200)]
    ).all()


def _documents(session: Session, numbers: range, ground: Ground, pages: Pages, chance: random.Random) -> None:
    now, words = utc_now(), pack_words(())
    keys = {number: f"{number:064x}" for number in numbers}
    blob = {"size": 1, "media_type": "image/jpeg", "state": BlobState.PRESENT, "created_at": now}
    session.execute(insert(Blob), [blob | {"sha256": key} for key in keys.values()])
    session.execute(insert(Document), [_document(number, keys[number], ground, pages, chance) for number in numbers])
    original = {"kind": RenditionKind.ORIGINAL, "software": "", "created_at": now}
    session.execute(
        insert(Rendition), [original | {"document_id": number, "sha256": key} for number, key in keys.items()]
    )
    shape = {"words": words, "rotation": 0, "skew": 0.0, "width_px": 2480, "height_px": 3508, "dpi": 300}
    session.execute(
        insert(Page),
        [
            shape
            | {
                "document_id": number,
                "number": 1,
                "text": " ".join(chance.choices(pages.words, k=150)),
                "state": PageState.REVIEW if number % 20 == 0 else PageState.RECOGNISED,
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(DocumentPerson),
        [
            {
                "document_id": number,
                "person_id": chance.choice(ground.persons),
                "source": PersonSource.TYPED,
                "pages": [],
            }
            for number in numbers
        ],
    )


def _document(number: int, key: str, ground: Ground, pages: Pages, chance: random.Random) -> dict[str, Any]:
    volume = ground.thick if number % 30 == 1 else chance.choice(ground.volumes)
    return {
        "id": number,
        "kind_code": KINDS[number % len(KINDS)],
        "title": " ".join(chance.choices(pages.words, k=4)).capitalize(),
        "original_name": "scan.jpg",
        "original_sha256": key,
        "media_type": "image/jpeg",
        "created_at": utc_now() - timedelta(minutes=number),
        "created_by": "ivanova",
        "version": 1,
        "volume_id": None if number % 20 == 7 else volume,
        "scope_id": chance.choice(ground.scopes),
        "intake_batch_id": chance.choice(ground.batches),
        "source": IntakeSource.BROWSER,
        "page_count": 1,
        "recognition": RecognitionState.IN_REVIEW if number % 20 == 0 else RecognitionState.RECOGNISED,
        "index_stamp": 1,
        "indexed_stamp": 1,
        "dated_on": date(1990, 1, 1) + timedelta(days=chance.randint(0, 13_000)) if number % 9 else None,
    }


def _events(numbers: range, documents: int) -> list[AuditEntry]:
    people = ("ivanova", "petrov", "cli:root", "sidorova")
    return [
        AuditEntry(people[number % 4], PAGE_READ, "document", str(number % documents + 1), {"page": 1})
        for number in numbers
    ]


def _job(number: int) -> dict[str, Any]:
    state = JobState.DEAD if number % 10 == 0 else JobState.DONE
    now = utc_now()
    return {
        "kind": "recognise",
        "payload": {"document": number + 1},
        "state": state,
        "run_after": now,
        "created_at": now,
        "finished_at": now,
        "last_error_code": "timed_out" if state is JobState.DEAD else None,
    }


if __name__ == "__main__":
    main()
