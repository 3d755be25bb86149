"""The use copy of a document: PDF/A-2b with the recognised text under its pictures. The original is not touched."""

from __future__ import annotations

import logging
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

log = logging.getLogger(__name__)

PAGES_A_PART = 50  # pictures of one part wait in memory together


@dataclass(frozen=True, slots=True)
class PdfaOutcome:
    """What came of it.

    `conformance` is "2b", or None with the reason in `why`: `no_pages`, `no_pictures` (plain text), or the checker's
    words. `written`: there is a file; without conformance it is an ordinary PDF in which the recognised text can be
    found. `missing` are pages whose picture could not be decoded: they are blank in the copy.
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

    Raises:
        SandboxError: a child crashed, or was stopped by a limit.
    """
    options = options or PipelineOptions()
    if prepared.pages_from is PageSource.NONE or not prepared.page_count:
        return PdfaOutcome(None, "no_pages", written=False)
    if prepared.pages_from is PageSource.TEXT:
        return PdfaOutcome(None, "no_pictures", written=False)
    with tempfile.TemporaryDirectory(prefix="pdfa-", dir=prepared.workdir) as folder:
        return _build(prepared, results, out, title, options, Path(folder))


def _build(
    prepared: Prepared, results: Iterable[PageResult], out: Path, title: str, options: PipelineOptions, folder: Path
) -> PdfaOutcome:
    spool, drawn = folder / "pages.jsonl", folder / "copy.pdf"
    write_spool(results, spool)
    pool = shared_pool("documents", 1, options.document_limits)
    missing: tuple[int, ...] = ()
    if prepared.pages_from is PageSource.PDF:
        done = pool.run(work.lay_over_pdf, prepared.pages_path, spool, drawn, title)
        worth_keeping = done["laid"] > 0 or prepared.pages_path != prepared.source_path
    else:
        parts, missing = _picture_parts(prepared, spool, folder, options)
        done = pool.run(work.join, parts, drawn, title)
        worth_keeping = True
    why: str | None = done["why"]
    if why and _rewritten(drawn, title, options):
        why = None
    if why is None or worth_keeping:
        shutil.move(drawn, out)
    return PdfaOutcome(None if why else "2b", why, written=why is None or worth_keeping, missing=missing)


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


def _rewritten(drawn: Path, title: str, options: PipelineOptions) -> bool:
    """Whether Ghostscript could make PDF/A of `drawn`, in its place; without Ghostscript it could not."""
    rewritten = drawn.with_name("rewritten.pdf")
    pool = shared_pool("documents", 1, options.document_limits)
    try:
        ghostscript.rewrite(drawn, rewritten, options.document_limits)
        return pool.run(work.declare, rewritten, drawn, title) is None
    except SandboxError as error:
        log.warning("no PDF/A by Ghostscript: %s %s", error.code, error.detail)
        return False
