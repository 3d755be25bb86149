"""Type families of the drawings: files that the Debian packages named in the set-up bring."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from PIL import ImageFont


class Style(StrEnum):
    """A cut of a family."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


class FontMissing(Exception):
    """A font file is not on this machine; `packages` says what to install."""

    code: ClassVar[str] = "demo_font_missing"

    def __init__(self, file: str) -> None:
        super().__init__(f"font file {file} not found: install fonts-paratype and fonts-liberation")
        self.params = {"file": file, "packages": "fonts-paratype fonts-liberation"}


@dataclass(frozen=True, slots=True)
class Family:
    """File names (found by the font search of the system) of the three cuts."""

    regular: str
    bold: str
    italic: str

    def file(self, style: Style) -> str:
        """The file name of a cut."""
        return {Style.REGULAR: self.regular, Style.BOLD: self.bold, Style.ITALIC: self.italic}[style]


FAMILIES = {
    "pt-serif": Family("PTF55F.ttf", "PTF75F.ttf", "PTF56F.ttf"),
    "pt-sans": Family("PTS55F.ttf", "PTS75F.ttf", "PTS56F.ttf"),
    "liberation-serif": Family("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    "liberation-sans": Family("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"),
}


@lru_cache(maxsize=256)
def load(family: str, style: Style, size_px: int) -> ImageFont.FreeTypeFont:
    """Open a cut at a size in pixels.

    Raises:
        FontMissing: the file is not installed.
        KeyError: `family` is not one of `FAMILIES`.
    """
    file = FAMILIES[family].file(style)
    try:
        return ImageFont.truetype(file, size_px)
    except OSError as error:
        raise FontMissing(file) from error
