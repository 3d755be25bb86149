"""The use copy of a document: PDF/A-2b with the recognised text under its pictures. The original is not touched."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SandboxError
from indexer.pdfa import ghostscript, work
from indexer.pdfa.spool import write_spool
from indexer.pipeline.options import PipelineOptions
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.sandbox import shared_pool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model import PageResult

CONFORMANCE = "2b"
PAGES_A_PART = 50  # pictures of one part wait in memory together


@dataclass(frozen=True, slots=True)
class PdfaOutcome:
    """What came of it.

    `conformance` is "2b", or None with the reason in `why`: `no_pages`, `no_pictures` (plain text), a code (`timeout`,
    `memory`, `crashed` ...), or the checker's words. `written`: there is a file; without conformance it is an ordinary
    PDF in which the recognised text can be found. `missing` are pages whose picture could not be decoded: they are
    blank in the copy.
    """

    conformance: str | None
    why: str | None
    written: bool
    missing: tuple[int, ...] = ()


def build_pdfa(
    prepared: Prepared,
    results: Iterable[PageResult],
    out: Path,
    *,
    title: str = "",
    options: PipelineOptions | None = None,
) -> PdfaOutcome:
    """Write the use copy of `prepared` to `out`.

    `results` may come in any order and are consumed one by one; pages without a result get no text layer. Pictures
    keep their bytes (JPEG, PNG, everything inside a PDF); pages are turned upright by their /Rotate alone.

    A document that is too much for the children (crash, time, memory) has no copy, which is an outcome, not an error.

    Raises:
        PoolClosed: the process is shutting down.
    """
    options = options or PipelineOptions()
    if prepared.pages_from is PageSource.NONE or not prepared.page_count:
        return PdfaOutcome(None, "no_pages", written=False)
    if prepared.pages_from is PageSource.TEXT:
        return PdfaOutcome(None, "no_pictures", written=False)
    with tempfile.TemporaryDirectory(prefix="pdfa-", dir=prepared.workdir) as folder:
        try:
            return _build(prepared, results, out, title, options, Path(folder))
        except SandboxError as error:
            return PdfaOutcome(None, error.code, written=False)


def _build(
    prepared: Prepared, results: Iterable[PageResult], out: Path, title: str, options: PipelineOptions, folder: Path
) -> PdfaOutcome:
    spool, drawn = folder / "pages.jsonl", folder / "copy.pdf"
    write_spool(results, spool)
    pool = shared_pool("documents", options.workers, options.document_limits)
    if prepared.pages_from is not PageSource.PDF:
        parts, missing = _picture_parts(prepared, spool, folder, options)
        why = pool.run(work.join, parts, drawn, title)["why"]
        shutil.move(drawn, out)
        return PdfaOutcome(None if why else CONFORMANCE, why, written=True, missing=missing)
    done = pool.run(work.lay_over_pdf, prepared.pages_path, spool, drawn, title)
    why = done["why"] and _by_ghostscript(prepared, spool, drawn, title, options, done["why"])
    written = not why or done["laid"] > 0 or prepared.pages_path != prepared.source_path
    if written:
        shutil.move(drawn, out)
    return PdfaOutcome(None if why else CONFORMANCE, why, written=written)


def _picture_parts(
    prepared: Prepared, spool: Path, folder: Path, options: PipelineOptions
) -> tuple[list[Path], tuple[int, ...]]:
    """PDFs of 50 pages each, made side by side, and the numbers of pages without a picture."""
    pool = shared_pool("pages", options.workers, options.limits)
    tasks = {
        folder / f"part{start}.pdf": range(start, min(start + PAGES_A_PART, prepared.page_count + 1))
        for start in range(1, prepared.page_count + 1, PAGES_A_PART)
    }
    futures = [
        pool.submit(work.picture_pages, prepared, numbers, spool, part, options) for part, numbers in tasks.items()
    ]
    try:
        missing = [number for future in futures for number in future.result()]
    finally:
        wait([future for future in futures if not future.cancel()])
    return list(tasks), tuple(missing)


def _by_ghostscript(
    prepared: Prepared, spool: Path, drawn: Path, title: str, options: PipelineOptions, why: str
) -> str | None:
    """Let Ghostscript rewrite the pages, lay the words over those; None where that made PDF/A of `drawn`, else why.

    In this order, because Ghostscript 10 garbles the text layer's Unicode.
    """
    rewritten, again = drawn.with_name("rewritten.pdf"), drawn.with_name("again.pdf")
    pool = shared_pool("documents", options.workers, options.document_limits)
    try:
        ghostscript.rewrite(prepared.pages_path, rewritten, options.document_limits)
        done = pool.run(work.lay_over_pdf, rewritten, spool, again, title)
    except SandboxError as error:
        return f"{why}; Ghostscript: {error.code} {error.detail}"
    if done["why"] or done["pages"] != prepared.page_count:
        return why
    again.replace(drawn)
    return None
