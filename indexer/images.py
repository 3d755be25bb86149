"""Scans that come as images: one picture, or many in a TIFF. Decoding is risky: call these inside the sandbox."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageFile, ImageOps

from indexer.errors import Damaged, NoSuchPage, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_PIXELS = 250_000_000
"""More than A0 at 300 dpi (139 million); the memory limit of a child holds it in colour."""
PLAUSIBLE_DPI = range(50, 2401)
LYING = range(5, 9)
"""EXIF orientations whose width is the height as stored."""
DECODING_ERRORS = (OSError, ValueError, SyntaxError, TypeError, struct.error, EOFError, IndexError, KeyError)
"""What Pillow's decoders are known to raise on broken input."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a viewer shows it (EXIF orientation applied).

    `dpi` is None where the file does not say or says nonsense. `damaged`: the data ended early, the rest is grey.
    """

    image: Image.Image
    dpi: int | None
    damaged: bool


def count_pages(path: Path) -> int:
    """Frames of a TIFF; 1 for other kinds (the frames of a GIF or WebP are an animation).

    Raises:
        Damaged: not an image after all.
        TooLarge: its first picture has over 250 million pixels.
    """
    with _opened(path) as image:
        _check_size(image)
        return _frames(image)


def load_page(path: Path, number: int, least: tuple[int, int] | None = None) -> Picture:
    """Decode page `number` (from 1); a JPEG not larger than needed for `least` pixels across and down.

    Raises:
        NoSuchPage, TooLarge: as they say.
        Damaged: nothing of it can be decoded.
    """
    with _opened(path) as image:
        if not 1 <= number <= _frames(image):
            raise NoSuchPage(page=number, pages=_frames(image))
        if number > 1:
            image.seek(number - 1)
        _check_size(image)
        dpi = dpi_of(image)
        if least is not None and image.mode in {"L", "RGB"}:
            image.draft(image.mode, least[::-1] if exif_orientation(image) in LYING else least)
        damaged = _decode(path, image)
        return Picture(ImageOps.exif_transpose(image), dpi, damaged)


def dpi_of(image: Image.Image) -> int | None:
    """Resolution that the file states, None where it states none or nonsense."""
    try:
        across, down = (round(float(value)) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return across if across in PLAUSIBLE_DPI and down in PLAUSIBLE_DPI else None


def exif_orientation(image: Image.Image) -> int:
    """EXIF orientation, 1..8; 1 (as stored) where there is none."""
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def fitted(image: Image.Image, width: int) -> Image.Image:
    """At most `width` pixels wide, in colour or grey, ready for JPEG."""
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper.convert("RGB")
    elif image.mode.startswith(("I", "F")):
        image = ImageOps.autocontrast(image.convert("F").point(lambda value: value / 256).convert("L"))
    elif image.mode not in {"L", "RGB"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.BOX)
    return image


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is stricter and says its figures
    try:
        image = Image.open(path)
    except DECODING_ERRORS as error:
        raise Damaged(f"image: {error}") from error
    with image:
        yield image


def _frames(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _check_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise TooLarge(what="pixels", size=pixels, limit=MOST_PIXELS)


def _decode(path: Path, image: Image.Image) -> bool:
    """Load the pixels in place; True where the data broke off and the rest is filled up."""
    try:
        image.load()
    except DECODING_ERRORS as error:
        ImageFile.LOAD_TRUNCATED_IMAGES = True  # the whole child's flag, but a child does one task at a time
        try:
            image.load()
        except DECODING_ERRORS:
            raise Damaged(f"{path.name}: {error}") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        return True
    return False
