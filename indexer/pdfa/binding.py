"""A working PDF from pages of several documents, in any order: what the use copy of an arranged document is made of."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pikepdf

from indexer.errors import NotDrawable
from indexer.formats.kinds import Family, Identified
from indexer.pdfa import work
from indexer.pdfa.build import PAGES_A_PART
from indexer.pdfa.spool import write_spool
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.sandbox import shared_pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from indexer.model import PageResult
    from indexer.pipeline.options import PipelineOptions

PDF = Identified("application/pdf", Family.PDF, "PDF", "")
DRAWABLE = (PageSource.PDF, PageSource.IMAGE, PageSource.DJVU)


def bind(
    pages: Sequence[tuple[Prepared, int]],
    results: Iterable[tuple[int, PageResult]],
    folder: Path,
    options: PipelineOptions,
) -> Prepared:
    """Bind `pages`, each a source and a page of it (from 1), to a PDF in `folder`.

    `results` tell of a place in `pages` (from 0) what is known of that page's picture, numbered as in its source.
    Pages of PDFs go over as they are; pictures keep their bytes as in `build_pdfa`.

    Raises:
        NotDrawable: a source is plain text.
        SandboxError: the child crashed or was stopped by a limit.
    """
    for source, _ in pages:
        if source.pages_from not in DRAWABLE:
            raise NotDrawable(family=source.identified.family.value)
    paths, order = _as_files(pages, _spools(pages, results, folder), folder, options)
    out = folder / "bound.pdf"
    pool = shared_pool("documents", options.workers, options.document_limits)
    pool.run(join_pages, paths, order, out)
    return Prepared(PDF, len(pages), {}, out, out, PageSource.PDF, folder)


def join_pages(paths: list[Path], order: list[tuple[int, int]], out: Path) -> None:
    """The child's part: write to `out` the pages `(number of the PDF in paths, page from 0)` of `order`."""
    with ExitStack() as stack, pikepdf.new() as pdf:
        sources = [stack.enter_context(pikepdf.open(path)) for path in paths]
        for source, run in itertools.groupby(order, key=lambda place: place[0]):
            pdf.pages.extend([sources[source].pages[page] for _, page in run])
        pdf.save(out)


def _as_files(
    pages: Sequence[tuple[Prepared, int]], spools: dict[int, Path], folder: Path, options: PipelineOptions
) -> tuple[list[Path], list[tuple[int, int]]]:
    """The sources as PDFs, pictures 50 pages a PDF and only those that are wanted; and where in them each page is."""
    paths: list[Path] = []
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for key, source in {id(source): source for source, _ in pages}.items():
        wanted = sorted({page for other, page in pages if id(other) == key})
        if source.pages_from is PageSource.PDF:
            places |= {(key, page): (len(paths), page - 1) for page in wanted}
            paths.append(source.pages_path)
            continue
        for start in range(0, len(wanted), PAGES_A_PART):
            numbers = wanted[start : start + PAGES_A_PART]
            part = folder / f"pictures{len(paths)}.pdf"
            pool = shared_pool("pages", options.workers, options.limits)
            pool.run(work.picture_pages, source, numbers, spools[key], part, options)
            places |= {(key, page): (len(paths), place) for place, page in enumerate(numbers)}
            paths.append(part)
    return paths, [places[id(source), page] for source, page in pages]


def _spools(
    pages: Sequence[tuple[Prepared, int]], results: Iterable[tuple[int, PageResult]], folder: Path
) -> dict[int, Path]:
    """What is known of the pictures, one file a source."""
    pictures: dict[int, list[PageResult]] = {id(source): [] for source, _ in pages}
    for place, result in results:
        pictures[id(pages[place][0])].append(result)
    spools: dict[int, Path] = {}
    for key, known in pictures.items():
        spools[key] = folder / f"known{len(spools)}.jsonl"
        write_spool(known, spools[key])
    return spools
