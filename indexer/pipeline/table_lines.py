"""The lines of a table that somebody sends: CSV, plain text, XLSX, ODS; read in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import NotATable
from indexer.formats import Family, identify
from indexer.formats.encoding import detect_encoding
from indexer.formats.office_text import office_to_text, readable
from indexer.pipeline.drawing import LIMITS, READERS
from indexer.sandbox import shared_pool

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 1024 * 1024
"""Bytes of a text; a list of a class has some thousand."""


def table_lines(path: Path, name: str) -> str:
    """The lines of the table at `path`, which came as `name`; cells of an office table are parted by tabs.

    Raises:
        NotATable: it is none. EmptyFile, Damaged, TooLarge: as they say.
        SandboxError: the child crashed or was stopped by a limit.
    """
    found = identify(path, name)
    if found.family is Family.TEXT:
        head = path.read_bytes()[:LONGEST]
        return head.decode(detect_encoding(head) or "utf-8", "replace")
    if not readable(found.media_type):
        raise NotATable(name=name)
    lines: bytes = shared_pool("drawing", READERS, LIMITS).run(_office, path, found.media_type)
    return lines.decode()


def _office(path: Path, media_type: str) -> bytes:
    """The child's part."""
    return office_to_text(path, media_type).encode()
