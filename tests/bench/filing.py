"""Filing acknowledged: intake of a 1 MB scan against copy + fsync of the same bytes, at 1,000 and at 100,000 documents.

python -m tests.bench.filing --json OUT
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image
from sqlalchemy import insert

from archive_app.auth.actor import load_actor
from archive_app.bootstrap import Archive, initialise, open_archive, utc_now
from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobState, Document, Rendition, RenditionKind, Volume
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.settings import Settings
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.auth.actor import Actor

YEAR = 2025
FACTS = Facts(item="02-03", year=YEAR)
MEGABYTE = 1024 * 1024
ROWS = 5_000


def main() -> None:
    """Measure both sizes and the growth between them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.filing")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--filings", type=int, default=60)
    parser.add_argument("--documents", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-filing-", dir=Path.cwd() / "var") as folder:
        write(given.json, "filing", measure(Path(folder), given.filings, given.documents))


def measure(folder: Path, filings: int, documents: int) -> list[Figure]:
    """Median milliseconds of one filing and of its peers, taken in turns so that all meet the same disk."""
    settings = Settings(home=folder / "home")
    initialise(settings)
    scans = _scans(folder / "scans", filings * 2)
    with open_archive(settings) as archive:
        with reading(archive.sessions) as session:
            actor = load_actor(session, "")
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
        archive.intake.receive(_scans(folder / "warm", 1)[0], "warm.jpg", FACTS, actor)  # children start here
        _fill(archive, 1_000)
        few = _in_turns(archive, scans[:filings], folder, actor)
        _fill(archive, documents - 1_000)
        many = _in_turns(archive, scans[filings:], folder, actor)
    growth = many.filed / many.copied, few.filed / few.copied
    return [
        *_figures("filing of 1 MB, 1,000 documents", few),
        *_figures(f"filing of 1 MB, {documents:,} documents", many),
        Figure(f"filing at {documents:,} documents", growth[0], "x copy", "at 1,000", growth[1], goal=1.5),
    ]


class Medians(NamedTuple):
    """Milliseconds of one file: filed; copied and synced; the same with its SHA-256 taken; the SHA-256 alone."""

    filed: float
    copied: float
    copied_with_sum: float
    summed: float


def _figures(what: str, took: Medians) -> list[Figure]:
    return [
        Figure(what, took.filed, "ms", "copy + fsync", took.copied, goal=5.0),
        Figure(what, took.filed, "ms", "copy + fsync + SHA-256", took.copied_with_sum),
        Figure("of it SHA-256, which goes before all else", took.summed, "ms", "copy + fsync", took.copied),
    ]


def _in_turns(archive: Archive, scans: list[Path], folder: Path, actor: Actor) -> Medians:
    ways: tuple[Callable[[Path], object], ...] = (
        lambda scan: archive.intake.receive(scan, scan.name, FACTS, actor),
        lambda scan: _copy_and_sync(scan, folder / f"{scan.name}.copy"),
        lambda scan: _copy_sync_and_sum(scan, folder / f"{scan.name}.summed"),
        lambda scan: hashlib.sha256(scan.read_bytes()),
    )
    took: list[list[float]] = [[] for _ in ways]
    for scan in scans:
        for way, times in zip(ways, took, strict=True):
            started = time.perf_counter()
            way(scan)
            times.append(time.perf_counter() - started)
    return Medians(*(statistics.median(times) * 1000 for times in took))


def _copy_and_sync(source: Path, target: Path) -> None:
    with source.open("rb") as original, target.open("wb") as copy:
        shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())


def _copy_sync_and_sum(source: Path, target: Path) -> None:
    _copy_and_sync(source, target)
    hashlib.sha256(source.read_bytes())


def _scans(folder: Path, number: int) -> list[Path]:
    """JPEG files of one megabyte each, all different, as a scanner gives them."""
    folder.mkdir(parents=True)
    noise = np.random.default_rng(1).integers(90, 250, (1200, 850), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, "JPEG", quality=95, dpi=(300, 300))
    picture = stream.getvalue()
    paths = []
    for at in range(number):
        path = folder / f"scan-{at:04d}.jpg"
        path.write_bytes(picture + os.urandom(max(0, MEGABYTE - len(picture))) + at.to_bytes(4, "big"))
        paths.append(path)
    return paths


def _fill(archive: Archive, number: int) -> None:
    """Documents that are there already: rows as filing makes them."""
    with reading(archive.sessions) as session:
        first = session.query(Document).count()
        volume = session.query(Volume).first()
    assert volume is not None
    now = utc_now()
    for start in range(first, first + number, ROWS):
        keys = [f"{at:064x}" for at in range(start, min(start + ROWS, first + number))]
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
            ids = session.scalars(
                insert(Document).returning(Document.id, sort_by_parameter_order=True),
                [
                    {
                        "kind_code": "other",
                        "title": f"Документ {key[-8:]}",
                        "volume_id": volume.id,
                        "original_sha256": key,
                        "original_name": "scan.jpg",
                        "media_type": "image/jpeg",
                        "indexed_stamp": 1,
                        "created_at": now,
                        "created_by": "bench",
                        "version": 1,
                    }
                    for key in keys
                ],
            ).all()
            session.execute(
                insert(Rendition),
                [
                    {
                        "document_id": document_id,
                        "kind": RenditionKind.ORIGINAL,
                        "sha256": key,
                        "software": "",
                        "created_at": now,
                    }
                    for document_id, key in zip(ids, keys, strict=True)
                ],
            )


if __name__ == "__main__":
    main()
