"""Search as the browser asks: pages from the database, counts beside, the answer rendered, through a real web server.

python -m tests.bench.search_http --json OUT [--pages 100000]
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import insert, select
from waitress.server import create_server

from archive_app.auth.actor import load_actor
from archive_app.bootstrap import Archive, initialise, open_archive, utc_now
from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobState, Document, FilePlan, FilePlanItem, Page
from archive_app.db.words import pack_words
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.entrypoints.web.app import create_app
from archive_app.services.case_files import find_item, open_volume
from archive_app.services.fileplans import import_plan
from archive_app.settings import Settings
from indexer.model import PageState
from tests.bench.report import Figure, write
from tests.bench.search import Pages, questions
from tests.fixtures.signing_in import give_password, signed_in_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.request import OpenerDirector

    from indexer.search import IndexDocument

YEAR = 2025
BATCH = 500
ROUNDS = 2


def main() -> None:
    """Build, serve, ask."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search_http")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-http-", dir=Path.cwd() / "var") as folder:
        write(given.json, "search_http", measure(Path(folder), given.pages))


def measure(folder: Path, pages: int) -> list[Figure]:
    """p95 of the page a person waits for, against the service alone asked the same questions in the same run."""
    settings = Settings(home=folder, http_port=0, log_level="error")
    initialise(settings)
    generated = Pages()
    with open_archive(settings) as archive:
        with reading(archive.sessions) as session:
            actor = load_actor(session, "")
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
        _fill(archive, generated.documents(pages))
        archive.indexing.rebuild()
        asked = [text for texts in questions(generated).values() for text in texts]
        alone = _p95(lambda text: archive.searching.search(text, actor), asked)
        with served(archive) as (address, opener):
            http = _p95(lambda text: opener.open(f"{address}/search?q={quote(text)}").read(), asked)
    return [Figure(f"search page over HTTP, {pages:,} pages, p95", http, "ms", "the service in process", alone)]


def _p95(ask: Callable[[str], object], asked: list[str]) -> float:
    for text in asked[::10]:
        ask(text)
    took = []
    for text in asked * ROUNDS:
        started = time.perf_counter()
        ask(text)
        took.append(time.perf_counter() - started)
    return statistics.quantiles(took, n=20)[-1] * 1000


@contextmanager
def served(archive: Archive, login: str | None = None) -> Iterator[tuple[str, OpenerDirector]]:
    """Answers on a port of its own: the address, and an opener of somebody who has signed in."""
    server = create_server(create_app(archive), host="127.0.0.1", port=0, threads=4)
    Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]  # one socket was asked for
    login = archive.actor(login).login
    give_password(archive, login)
    opener = signed_in_opener(address, login)
    try:
        yield address, opener
    finally:
        server.close()


def _fill(archive: Archive, documents: Iterator[IndexDocument]) -> None:
    """Rows as filing and recognition make them, without bytes behind them: search never reads those."""
    now, words = utc_now(), pack_words(())
    with archive.sessions.begin() as session:
        index, year = session.execute(select(FilePlanItem.index, FilePlan.year).join(FilePlanItem.plan).limit(1)).one()
        volume = open_volume(session, find_item(session, index, year), YEAR, [], now)
    while batch := list(islice(documents, BATCH)):
        keys = [hashlib.sha256(str(document.document_id).encode()).hexdigest() for document in batch]
        with archive.sessions.begin() as session:
            session.execute(
                insert(Blob),
                [
                    {
                        "sha256": key,
                        "size": 1,
                        "media_type": "image/jpeg",
                        "state": BlobState.PRESENT,
                        "created_at": now,
                    }
                    for key in keys
                ],
            )
            session.execute(
                insert(Document),
                [
                    {
                        "id": document.document_id,
                        "kind_code": "other",
                        "title": document.title,
                        "volume_id": volume,
                        "original_sha256": key,
                        "original_name": "scan.jpg",
                        "media_type": "image/jpeg",
                        "created_at": now,
                        "created_by": "bench",
                        "version": 1,
                    }
                    for document, key in zip(batch, keys, strict=True)
                ],
            )
            session.execute(
                insert(Page),
                [
                    {
                        "document_id": document.document_id,
                        "number": page.number,
                        "text": page.text,
                        "words": words,
                        "state": PageState.RECOGNISED,
                        "rotation": 0,
                        "skew": 0.0,
                        "width_px": 2480,
                        "height_px": 3508,
                        "dpi": 300,
                    }
                    for document in batch
                    for page in document.pages
                ],
            )


if __name__ == "__main__":
    main()
