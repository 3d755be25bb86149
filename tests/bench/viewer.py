"""The first page of a document that somebody opens: its page and its image over HTTP, nothing drawn or kept before.

python -m tests.bench.viewer --json OUT
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from archive_app.auth.actor import load_actor
from archive_app.bootstrap import initialise, open_archive
from archive_app.db.engine import reading
from archive_app.db.models import Page
from archive_app.db.words import pack_words
from archive_app.demo.degrade import Profile, degrade
from archive_app.demo.draw import PageKind, draw_sheet
from archive_app.demo.people import make_school
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.settings import Settings
from indexer.model import PageState
from tests.bench.report import Figure, write
from tests.bench.search_http import served

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.request import OpenerDirector

    from PIL import Image

    from archive_app.bootstrap import Archive

YEAR = 2025
DPI = 300
PAGES = 300
COPIES = 7
"""Documents of each kind: the first warms the process, each of the others is opened for the first time."""
WITHIN_MS = 200.0
_NO_WORDS = pack_words(())
IMAGE = re.compile(r'<img[^>]*class="scan"[^>]*srcset="([^" ]+)')


def main() -> None:
    """Draw, file, open."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.viewer")
    parser.add_argument("--json", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-viewer-", dir=Path.cwd() / "var") as folder:
        write(given.json, "viewer", measure(Path(folder)))


def measure(folder: Path) -> list[Figure]:
    """Median over documents of one kind, page and image one after the other, as a browser asks."""
    settings = Settings(home=folder / "home", http_port=0, log_level="error")
    initialise(settings)
    makers: dict[str, Callable[[Path, int], None]] = {
        "JPEG scan, 300 dpi": _scan,
        "PDF of one 300 dpi scan": _scanned_pdf,
        "PDF of 300 pages": _book,
    }
    figures = []
    with open_archive(settings) as archive:
        with reading(archive.sessions) as session:
            actor = load_actor(session, "")
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
        with served(archive) as (address, opener):
            for title, make in makers.items():
                numbers = [_filed(archive, folder, make, copy) for copy in range(COPIES)]
                took = [_open(opener, address, number) for number in numbers][1:]
                figures.append(
                    Figure(f"first page, {title}", statistics.median(took), "ms", "limit", WITHIN_MS, goal=1.0)
                )
    return figures


def _open(opener: OpenerDirector, address: str, number: int) -> float:
    started = time.perf_counter()
    page = opener.open(f"{address}/documents/{number}").read().decode()
    image = IMAGE.search(page)
    assert image is not None, "the page shows no image"
    opener.open(address + unescape(image[1])).read()
    return (time.perf_counter() - started) * 1000


def _filed(archive: Archive, folder: Path, make: Callable[[Path, int], None], copy: int) -> int:
    """Filed, and described as recognition would have left it: reading is not what is measured here."""
    path = folder / f"{make.__name__}-{copy}{'.jpg' if make is _scan else '.pdf'}"
    make(path, copy)
    with reading(archive.sessions) as session:
        actor = load_actor(session, "")
    number = archive.intake.receive(path, path.name, Facts(item="02-03", year=YEAR), actor).document_id
    shape = {"rotation": 0, "skew": 0.0, "width_px": 2480, "height_px": 3508, "dpi": DPI}
    pages = PAGES if make is _book else 1
    with archive.sessions.begin() as session:
        session.add_all(
            Page(document_id=number, number=page, text="", words=_NO_WORDS, state=PageState.RECOGNISED, **shape)
            for page in range(1, pages + 1)
        )
    return number


def _scan(path: Path, copy: int) -> None:
    _drawn(copy).save(path, quality=85, dpi=(DPI, DPI))


def _scanned_pdf(path: Path, copy: int) -> None:
    _drawn(copy).save(path, resolution=DPI, quality=85)


def _book(path: Path, copy: int) -> None:
    _scanned_pdf(path, copy)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages.extend([pdf.pages[0]] * (PAGES - 1))
        pdf.docinfo["/Title"] = str(copy)  # other bytes for each
        pdf.save(path)


def _drawn(copy: int) -> Image.Image:
    sheet = draw_sheet(PageKind.ORDER, make_school(17), seed=copy, dpi=DPI).image
    return degrade(sheet, Profile.FLATBED, seed=copy)


if __name__ == "__main__":
    main()
