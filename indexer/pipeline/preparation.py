"""From a blob to a document with pages: identify, check, repair, convert."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.errors import ProgramMissing, TooManyPages
from indexer.formats import djvu, libreoffice
from indexer.formats.kinds import Family, Identified
from indexer.formats.office_text import readable
from indexer.formats.pdf import inspect_pdf
from indexer.pipeline import document_work
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.sandbox import WorkerPool, shared_pool

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.pipeline.options import PipelineOptions

KEPT = frozenset({"title", "author", "subject", "keywords"})  # the rest of its PDF speaks of LibreOffice, and of now
TEXT_PAGES = "pages.jsonl"


def prepare(
    path: Path, name: str, workdir: Path, options: PipelineOptions, identified: Identified | None = None
) -> Prepared:
    """Get the document at `path`, which its sender called `name`, ready for `recognise`.

    `workdir` exists, belongs to this document and is the caller's to remove; nothing is written elsewhere. The same
    call after a crash gives the same result. Kinds without pages (video, audio, unknown) come back with
    `page_count` 0 and their description. `identified` is what `identify` has said, if the caller has asked it.

    Raises:
        UnusableInput: EmptyFile, Damaged, PasswordProtected, TooManyPages, TooLarge.
        SandboxError: a child crashed, or was stopped by a limit, while looking at it.
    """
    pool = shared_pool("documents", options.workers, options.document_limits)
    identified = identified or _identified(pool.run(document_work.identify_as_json, path, name))
    described = Prepared(identified, 0, {}, path, path, PageSource.NONE, workdir)
    match identified.family:
        case Family.PDF:
            return _pdf(pool, described, options)
        case Family.IMAGE:
            pages = pool.run(document_work.count_images, path, options.max_pages)
            return replace(described, page_count=pages, pages_from=PageSource.IMAGE)
        case Family.DJVU:
            return _djvu(described, options)
        case Family.OFFICE:
            return _office(pool, described, options)
        case Family.TEXT | Family.HTML | Family.EMAIL:
            return _text(pool, described, options)
    return described


def _identified(fields: list[str]) -> Identified:
    media_type, family, description, encoding = fields
    return Identified(media_type, Family(family), description, encoding)


def _pdf(pool: WorkerPool, document: Prepared, options: PipelineOptions) -> Prepared:
    copy = document.workdir / "repaired.pdf"
    found = pool.run(inspect_pdf, document.pages_path, copy, options.max_pages)
    return replace(
        document,
        page_count=found["pages"],
        metadata=found["metadata"],
        pages_path=copy if found["repaired"] else document.pages_path,
        pages_from=PageSource.PDF,
        repaired=found["repaired"],
    )


def _djvu(document: Prepared, options: PipelineOptions) -> Prepared:
    pages = djvu.list_pages(document.source_path, document.workdir, options.document_limits)
    if len(pages) > options.max_pages:
        raise TooManyPages(pages=len(pages), limit=options.max_pages)
    return replace(
        document,
        page_count=len(pages),
        pages_from=PageSource.DJVU,
        page_dpi=tuple(page.dpi for page in pages),
    )


def _office(pool: WorkerPool, document: Prepared, options: PipelineOptions) -> Prepared:
    """By LibreOffice; without it the text alone, where that can be read; else described only."""
    media_type = document.identified.media_type
    try:
        drawn = libreoffice.to_pdf(document.source_path, media_type, document.workdir, options.document_limits)
    except ProgramMissing:
        return _text(pool, document, options) if readable(media_type) else document
    converted = _pdf(pool, replace(document, pages_path=drawn), options)
    return replace(converted, metadata={name: converted.metadata[name] for name in KEPT & converted.metadata.keys()})


def _text(pool: WorkerPool, document: Prepared, options: PipelineOptions) -> Prepared:
    cut = document.workdir / TEXT_PAGES
    found = pool.run(document_work.cut_text, document.source_path, document.identified, cut, options.max_pages)
    return replace(
        document,
        page_count=found["pages"],
        metadata=found["metadata"],
        pages_path=cut,
        pages_from=PageSource.TEXT,
    )
