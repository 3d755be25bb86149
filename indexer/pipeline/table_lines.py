"""The lines of a table that somebody sends: CSV, plain text, XLSX, ODS, tables of a PDF; read in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import NotATable, TooLarge
from indexer.formats import Family, identify
from indexer.formats.encoding import detect_encoding
from indexer.formats.office_text import office_to_text, readable
from indexer.pipeline.drawing import LIMITS, READERS
from indexer.sandbox import Limits, shared_pool

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 1024 * 1024
"""Bytes of a text; a list of a class has some thousand."""
PDF_LIMITS = Limits(cpu_s=60, wall_s=120)
PDF_READERS = 1


def table_lines(path: Path, name: str) -> str:
    """The lines of the table at `path`, which came as `name`; cells of an office table or a PDF are parted by tabs.

    Raises:
        NotATable: it is none. NoTableInPdf: no page of it has a table with text in it.
        EmptyFile, Damaged, TooLarge, TooManyPages: as they say.
        SandboxError: the child crashed or was stopped by a limit.
    """
    found = identify(path, name)
    if found.family is Family.TEXT:
        if (size := path.stat().st_size) > LONGEST:
            raise TooLarge(what="bytes", size=size, limit=LONGEST)
        text = path.read_bytes()
        return text.decode(detect_encoding(text) or "utf-8", "replace")
    if found.family is Family.PDF:
        told: bytes = shared_pool("tables", PDF_READERS, PDF_LIMITS).run(_pdf, path)
        return told.decode()
    if not readable(found.media_type):
        raise NotATable(name=name)
    lines: bytes = shared_pool("drawing", READERS, LIMITS).run(_office, path, found.media_type)
    return lines.decode()


def _office(path: Path, media_type: str) -> bytes:
    """The child's part."""
    return office_to_text(path, media_type).encode()


def _pdf(path: Path) -> bytes:
    """The child's part."""
    from indexer.formats.pdf_tables import pdf_tables

    return pdf_tables(path).encode()
