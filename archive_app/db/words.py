"""The words of a page packed into bytes: columns of JSON, compressed; a page of 300 words takes about 4 KB.

Coordinates are rounded to 1/10,000 of the page (0.03 mm of A4, below a pixel at 300 dpi), confidence to whole percent.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from archive_app.db.errors import WordsCorruptedError
from indexer.model import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMAT = 1
_GRID = 10_000
_MAX_UNPACKED = 64 * 2**20
"""Bytes; some hundred times the densest page, so that a damaged row cannot fill the memory."""


def pack_words(words: Iterable[Word]) -> bytes:
    """Pack `words` in their order. No words give a short, valid packet too."""
    rows = [
        (
            word.text,
            *(round(side * _GRID) for side in (word.x0, word.y0, word.x1, word.y1)),
            round(word.confidence),
            word.line,
        )
        for word in words
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    packed = json.dumps([_FORMAT, *columns], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(packed.encode(), level=6)


def unpack_words(packed: bytes) -> tuple[Word, ...]:
    """Give back what `pack_words` packed. Raises `WordsCorruptedError` for anything else."""
    try:
        version, *columns = json.loads(_inflate(packed))
        if version != _FORMAT:
            raise WordsCorruptedError(f"words of format {version!r}", reason="format")
        return tuple(
            Word(text, x0 / _GRID, y0 / _GRID, x1 / _GRID, y1 / _GRID, float(confidence), line)
            for text, x0, y0, x1, y1, confidence, line in zip(*columns, strict=True)
        )
    except (zlib.error, ValueError, TypeError) as error:
        raise WordsCorruptedError(str(error), reason="damaged") from error


def _inflate(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    data = inflater.decompress(packed, _MAX_UNPACKED)
    if not inflater.eof:
        raise WordsCorruptedError("the packet does not end where it should", reason="truncated")
    return data
