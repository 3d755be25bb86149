"""Recognised words as an invisible layer of a PDF page, each word lying exactly on its picture."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Dictionary, Name, Operator

from indexer.formats.page_space import PageSpace
from indexer.pdfa.font import ADVANCE, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.model import Word

FONT = Name("/ArchiveText")
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
INVISIBLE = 3
THINNEST = 0.1  # points


def lay_text(pdf: pikepdf.Pdf, page: pikepdf.Page, font: pikepdf.Object, words: Sequence[Word], turn: int) -> None:
    """Turn `page` clockwise by `turn` degrees more, so that it is upright, and lay `words` over it.

    An invisible layer that the page had before goes away; its visible content stays as it is, byte for byte.
    """
    strip_invisible(pdf, page)
    if turn:
        page.rotate(turn, relative=True)
    if not words:
        return
    content = text_content(words, space_of(page))
    page.contents_add(pdf.make_stream(b"q\n"), prepend=True)  # the page may leave its own state behind
    page.contents_add(_deflated(pdf, b"\nQ\n" + content))
    page.add_resource(font, Name.Font, FONT)


def space_of(page: pikepdf.Page) -> PageSpace:
    """The page's visible box (crop box inside media box, as viewers do) and its turn."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = media
    return PageSpace(left, bottom, right, top, page.rotation % 360)


def text_content(words: Iterable[Word], space: PageSpace) -> bytes:
    """Content stream operators that write `words`, whose boxes are fractions of the page shown upright."""
    width, height = space.shown_size
    cosine, sine = round(math.cos(math.radians(space.rotation))), round(math.sin(math.radians(space.rotation)))
    # Size and stretch are in the matrix: two operators a word, which halves the time that checking the copy takes.
    parts = ["BT", f"{INVISIBLE} Tr {FONT} 1 Tf"]
    for word in words:
        size = max((word.y1 - word.y0) * height, THINNEST)
        stretch = max((word.x1 - word.x0) * width, THINNEST) / (len(word.text) * ADVANCE / UNITS)
        x, y = space.to_own(word.x0, word.y1)
        matrix = (stretch * cosine, stretch * sine, -size * sine, size * cosine, x, y)
        parts.append(f"{' '.join(f'{value:.3f}' for value in matrix)} Tm <{_utf16(word.text)}> Tj")
    parts.append("ET")
    return "\n".join(parts).encode("ascii")


def strip_invisible(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away text that is drawn invisibly: somebody's earlier recognition, found to be of no use."""
    content = page.obj.get("/Contents")
    streams = list(content) if isinstance(content, pikepdf.Array) else [content]
    if not any(isinstance(stream, pikepdf.Stream) and b"3 Tr" in stream.read_bytes() for stream in streams):
        return
    kept = []
    mode, outer = 0, []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "q":
            outer.append(mode)
        elif operator == "Q" and outer:
            mode = outer.pop()
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if mode != INVISIBLE or operator not in SHOWING:
            kept.append(instruction)
        elif operator in {"'", '"'}:
            kept.append(pikepdf.ContentStreamInstruction([], Operator("T*")))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _utf16(text: str) -> str:
    """Hexadecimal UTF-16 with a space after the word, so that viewers know where it ends."""
    plain = "".join(char if ord(char) <= 0xFFFF else "\N{REPLACEMENT CHARACTER}" for char in text)  # noqa: PLR2004
    return (plain + " ").encode("utf-16-be", "replace").hex().upper()


def _deflated(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """Compressed at once: thousands of pages wait in memory until the file is saved."""
    return pikepdf.Stream(pdf, zlib.compress(content), Dictionary(Filter=Name.FlateDecode))


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(edge) for edge in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
