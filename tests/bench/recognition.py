"""How well and how fast pages are recognised, against `ocrmypdf` and bare `tesseract` in the same run.

    python -m tests.bench.recognition --json OUT [--pages 16]

Quality is measured on the `REPORTED` pages only; the recipe was tuned on `TUNING`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from indexer.ocr import OcrOptions, read_page
from indexer.pdfa import build_pdfa
from indexer.pipeline import PipelineOptions, prepare, recognise, render_page
from tests.bench.cer import cer, words_found
from tests.bench.drawn_pages import KINDS, REPORTED, PageSet, draw_pages
from tests.bench.report import Figure, write
from tests.bench.scanner import DAMAGES, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CORES = 2
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page in a file, what is written on it, and what happened to it."""

    path: Path
    truth: str
    kind: str
    damage: str


def scans(page_set: PageSet, count: int, folder: Path) -> list[Scan]:
    """`count` pages as files in `folder`; every kind of page meets every kind of damage in turn."""
    made = []
    for number, page in enumerate(draw_pages(page_set, count)):
        damage = DAMAGES[(number * 3 + number // len(DAMAGES)) % len(DAMAGES)]
        image = scan(page.image, damage, page_set.seed + number)
        path = folder / f"{number:03}.jpg"
        image.save(path, quality="keep", dpi=(damage.dpi, damage.dpi))
        made.append(Scan(path, "\n".join(page.lines), KINDS[number % len(KINDS)].__name__.strip("_"), damage.name))
    return made


def by_us(path: Path) -> str:
    """Text of the page as the product reads it."""
    with Image.open(path) as image:
        return read_page(image, round(image.info["dpi"][0]), OcrOptions()).text


def by_tesseract(path: Path) -> str:
    """Text of the page as the bare program reads it at its best: one thread, text and boxes in one call."""
    command = ["tesseract", str(path), str(path.with_suffix("")), "-l", "rus", "txt", "tsv"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_THREAD)
    return path.with_suffix(".txt").read_text()


def by_ocrmypdf(path: Path) -> str:
    """Text of the page as OCRmyPDF reads it with the settings that help it most."""
    sidecar = path.with_suffix(".sidecar.txt")
    options = ["--rotate-pages", "--deskew", "--tesseract-thresholding", "sauvola", "-l", "rus", "--jobs", "1", "-q"]
    command = ["ocrmypdf", *options, "--sidecar", str(sidecar), str(path), str(path.with_suffix(".pdf"))]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_THREAD)
    return sidecar.read_text()


def by_pipeline(path: Path) -> str:
    """The whole pipeline of the product: the page read, words with boxes, the PDF/A copy, the picture for the screen."""
    options = PipelineOptions(workers=1)
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(path, path.name, Path(folder), options)
        results = list(recognise(prepared, options))
        outcome = build_pdfa(prepared, results, Path(folder) / "copy.pdf", title=path.stem, options=options)
        if outcome.conformance is None:
            raise RuntimeError(f"no PDF/A of {path.name}: {outcome.why}")
        render_page(prepared, 1, results[0].rotation, 1600)
    return results[0].text


READERS: Mapping[str, Callable[[Path], str]] = {"ours": by_us, "ocrmypdf": by_ocrmypdf, "tesseract": by_tesseract}
PACED: Mapping[str, Callable[[Path], str]] = {"pipeline": by_pipeline, **READERS}


def quality(pages: Sequence[Scan], reader: Callable[[Path], str]) -> dict[str, float]:
    """Character error rates (0..1) over all pages, by kind and by damage, and the share of words found."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        texts = list(pool.map(reader, [page.path for page in pages]))
    for page, text in zip(pages, texts, strict=True):
        for group in ("all", page.kind, page.damage):
            groups[group].append((page.truth, text))
    return {group: cer(pairs) for group, pairs in groups.items()} | {"words found": words_found(groups["all"])}


def speed(pages: Sequence[Path], readers: Mapping[str, Callable[[Path], object]], rounds: int = 3) -> dict[str, float]:
    """Pages per minute of each reader, a top-level function of one page's path, run in one process per core.

    The readers take turns, and the best round of each counts: other work on the machine disturbs them alike.
    """
    best = dict.fromkeys(readers, float("inf"))
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        for reader in readers.values():
            list(pool.map(reader, pages[:CORES]))  # modules loaded, files in the cache
        for _ in range(rounds):
            for name, reader in readers.items():
                before = time.perf_counter()
                list(pool.map(reader, pages))
                best[name] = min(best[name], time.perf_counter() - before)
    return {name: 60 * len(pages) / seconds for name, seconds in best.items()}


def measure(count: int) -> list[Figure]:
    """Quality on `count` damaged pages, speed on those of them that lie upright at 300 dpi."""
    with tempfile.TemporaryDirectory() as folder:
        pages = scans(REPORTED, count, Path(folder))
        found = {name: quality(pages, reader) for name, reader in READERS.items()}
        turned = {damage.name for damage in DAMAGES if damage.turn or damage.dpi != 300}
        upright = [page.path for page in pages if page.damage not in turned]
        paces = speed(upright, PACED)
    return [*_speeds(paces), *_qualities(found)]


def _speeds(paces: Mapping[str, float]) -> list[Figure]:
    ours, bare, peer = paces["pipeline"], paces["tesseract"], paces["ocrmypdf"]
    return [
        Figure("whole pipeline on 2 cores", ours, "pages/min", "bare tesseract", bare, goal=0.75, at_least=True),
        Figure("whole pipeline on 2 cores", ours, "pages/min", "ocrmypdf, PDF/A", peer, goal=3.0, at_least=True),
        Figure("recognition alone on 2 cores", paces["ours"], "pages/min", "bare tesseract", bare),
    ]


def _qualities(found: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    ours, peer = found["ours"], found["ocrmypdf"]
    return [
        Figure(
            f"character errors, {group}",
            ours[group] * 100,
            "%",
            "ocrmypdf",
            peer[group] * 100,
            goal=0.5 if group == "all" else None,
        )
        for group in ours
        if group != "words found"
    ] + [Figure("words found", ours["words found"] * 100, "%", "ocrmypdf", peer["words found"] * 100)]


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=16)
    chosen = parser.parse_args()
    write(chosen.json, "recognition", measure(chosen.pages))


if __name__ == "__main__":
    main()
