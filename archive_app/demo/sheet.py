"""Sheet: a page measured in millimetres that remembers, line by line, what was written on it."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from archive_app.demo import fonts
from archive_app.demo.fonts import Style

Colour = tuple[int, int, int]
Align = Literal["left", "centre", "right"]

BLACK: Colour = (28, 28, 30)
BLUE_INK: Colour = (38, 52, 140)
GREY: Colour = (120, 120, 120)
PAPER: Colour = (251, 250, 246)

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_NARROW = 26
_ANCHORS: dict[Align, str] = {"left": "ls", "centre": "ms", "right": "rs"}


class Sheet:
    """A drawing surface; lengths are millimetres from the top left corner, type sizes are points.

    `lines` is the ground truth: text in reading order, one entry a printed line (of a table, a row). Stamps and
    signatures are drawn but not written down, for nobody can say how they should be read.
    """

    def __init__(self, width: float, height: float, *, dpi: int, family: str, seed: int, paper: Colour = PAPER) -> None:
        self.width, self.height, self.dpi, self.family = width, height, dpi, family
        self.rng = random.Random(seed)  # noqa: S311 - the drawings need repeatability, not secrecy
        self.image = Image.new("RGB", (self.px(width), self.px(height)), paper)
        self.image.info["dpi"] = (dpi, dpi)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[str] = []
        self._joined: list[str] | None = None

    def px(self, millimetres: float) -> int:
        """Millimetres to whole pixels."""
        return round(millimetres * self.dpi / _MM_PER_INCH)

    def length(self, text: str, size: float, style: Style = Style.REGULAR) -> float:
        """Width of `text` in millimetres."""
        return float(self._font(size, style).getlength(text)) * _MM_PER_INCH / self.dpi

    def _font(self, size: float, style: Style) -> ImageFont.FreeTypeFont:
        return fonts.load(self.family, style, round(size * self.dpi / _POINTS_PER_INCH))

    @contextmanager
    def one_line(self) -> Iterator[None]:
        """What is written inside belongs to one line of the truth."""
        self._joined = []
        yield
        parts, self._joined = self._joined, None
        self._remember(" ".join(part for part in parts if part))

    def _remember(self, text: str) -> None:
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        if self._joined is not None:
            self._joined.append(text)
        elif text:
            self.lines.append(text)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 11,
        style: Style = Style.REGULAR,
        align: Align = "left",
        ink: Colour = BLACK,
    ) -> None:
        """Print `text` with its baseline at `y` and its left end, middle or right end at `x`."""
        position = (self.px(x), self.px(y))
        self.draw.text(position, text, font=self._font(size, style), fill=ink, anchor=_ANCHORS[align])
        self._remember(text)

    def pen(self, x: float, y: float, text: str, *, size: float = 11, align: Align = "left") -> None:
        """Fill in `text` as with a pen: blue italics that do not keep to the line."""
        font, space = self._font(size, Style.ITALIC), self.length(" ", size, Style.ITALIC)
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        x -= self.length(text, size, Style.ITALIC) * shift
        for word in text.split():
            wobble = self.rng.uniform(-0.25, 0.25)
            self.draw.text((self.px(x), self.px(y + wobble)), word, font=font, fill=BLUE_INK, anchor="ls")
            x += self.length(word, size, Style.ITALIC) + space
        self._remember(text)

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.2, ink: Colour = BLACK) -> None:
        """Draw a straight line `width` millimetres thick."""
        ends = (self.px(x0), self.px(y0), self.px(x1), self.px(y1))
        self.draw.line(ends, fill=ink, width=max(1, self.px(width)))

    def field(self, x: float, y: float, label: str, value: str, *, until: float, size: float = 11) -> None:
        """A printed label and a value penned on a line that ends at `until`; a line of its own in the truth."""
        start = x + self.length(label, size) + 2
        with self.one_line():
            self.write(x, y, label, size=size)
            self.pen(start + 2, y - 0.4, value, size=size + 1)
        self.rule(start, y + 0.8, until, y + 0.8, width=0.15)

    def paragraph(
        self, x: float, y: float, text: str, *, width: float, size: float = 12, indent: float = 12, penned: bool = False
    ) -> float:
        """Set `text` in lines no longer than `width`; returns the baseline of the line that would follow."""
        style = Style.ITALIC if penned else Style.REGULAR
        leading = size * 0.56
        line, left = "", x + indent
        for word in [*text.split(" "), ""]:
            longer = f"{line} {word}".strip()
            if word and left - x + self.length(longer, size, style) <= width:
                line = longer
                continue
            if line:
                (self.pen if penned else self.write)(left, y, line, size=size)
                y += leading
            line, left = word, x
        return y

    def row(
        self,
        xs: Sequence[float],
        y: float,
        cells: Sequence[str],
        *,
        size: float = 9,
        penned: Sequence[int] = (),
        head: bool = False,
    ) -> None:
        """Write one table row on the baseline `y` between the column edges `xs`; columns in `penned` are filled by pen.

        The `head` and narrow columns (numbers, dates, marks) are centred, the rest begins at the left edge.
        """
        with self.one_line():
            for column, (left, right, cell) in enumerate(zip(xs, xs[1:], cells, strict=False)):
                if not cell:
                    continue
                put = self.pen if column in penned else self.write
                centred = head or right - left < _NARROW
                place = (left + right) / 2 if centred else left + 1
                put(place, y, cell, size=size, align="centre" if centred else "left")

    def grid(self, xs: Sequence[float], ys: Sequence[float], *, width: float = 0.2, ink: Colour = BLACK) -> None:
        """Rule a table: vertical lines at `xs`, horizontal lines at `ys`."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1], width=width, ink=ink)
        for y in ys:
            self.rule(xs[0], y, xs[-1], y, width=width, ink=ink)
