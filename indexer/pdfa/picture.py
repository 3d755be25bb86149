"""A scanned picture as a PDF page: JPEG and PNG data go in as they are, other kinds without loss where it pays."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, TiffImagePlugin

from indexer import images

if TYPE_CHECKING:
    from pathlib import Path

JPEG_QUALITY = 90
POINTS = 72
UNKNOWN_DPI = 200
LARGEST_SIDE = 14_400  # points, ISO 32000-1 annex C
GREY_OR_RGB = {"L": (Name.DeviceGray, 1), "RGB": (Name.DeviceRGB, 3)}
STRIP_OFFSETS, STRIP_BYTES, PHOTOMETRIC = 273, 279, 262
COMPRESSED_PNG_HEADER = struct.Struct(">IIBBBBB")


@dataclass(frozen=True, slots=True)
class Embedded:
    """An image XObject to be: `data` as stored, its PDF dictionary, and how the viewer must turn it (EXIF)."""

    data: bytes
    dictionary: dict[str, Any] = field(repr=False)
    width: int
    height: int
    orientation: int = 1

    @property
    def shown_size(self) -> tuple[int, int]:
        """Pixels across and down as shown."""
        return (self.height, self.width) if self.orientation > 4 else (self.width, self.height)  # noqa: PLR2004 - EXIF


def embed_file(path: Path) -> tuple[Embedded, int | None] | None:
    """The bytes of a JPEG, or the compressed data of a PNG, unchanged, and the dpi; None where PDF cannot take them so.

    Nothing is decoded: the caller knows that the file is whole.
    """
    with Image.open(path) as image:
        orientation, dpi = images.exif_orientation(image), images.dpi_of(image)
        if image.format in {"JPEG", "MPO"} and image.mode in GREY_OR_RGB:
            colour = GREY_OR_RGB[image.mode][0]
            dictionary = {"Filter": Name.DCTDecode, "ColorSpace": colour, "BitsPerComponent": 8}
            return Embedded(path.read_bytes(), dictionary, image.width, image.height, orientation), dpi
        if image.format == "PNG" and not image.info.get("interlace") and "transparency" not in image.info:
            png = _png(path, orientation)
            return (png, dpi) if png else None
    return None


def embed_picture(image: Image.Image) -> Embedded:
    """A decoded picture: CCITT group 4 where it is black and white, else JPEG of high quality."""
    if image.mode == "1":
        return _fax(image)
    flat = images.fitted(image, image.width)
    stream = io.BytesIO()
    flat.save(stream, "JPEG", quality=JPEG_QUALITY)
    dictionary = {"Filter": Name.DCTDecode, "ColorSpace": GREY_OR_RGB[flat.mode][0], "BitsPerComponent": 8}
    return Embedded(stream.getvalue(), dictionary, flat.width, flat.height)


def add_picture_page(pdf: pikepdf.Pdf, picture: Embedded, dpi: int | None) -> pikepdf.Page:
    """Append a page that shows `picture` at `dpi` (200 where unknown), and nothing else."""
    across, down = picture.shown_size
    scale = POINTS / (dpi or UNKNOWN_DPI)
    scale = min(scale, LARGEST_SIDE / max(across, down))
    width, height = round(across * scale, 2), round(down * scale, 2)
    image = pikepdf.Stream(
        pdf,
        picture.data,
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height, **picture.dictionary
        ),
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = Dictionary(XObject=Dictionary(Scan=image))
    matrix = " ".join(f"{value:.2f}" for value in _placed(picture.orientation, width, height))
    page.Contents = pdf.make_stream(f"q {matrix} cm /Scan Do Q".encode())
    return page


def _placed(orientation: int, width: float, height: float) -> tuple[float, ...]:
    """The matrix that fills a page of this size with an image as its EXIF orientation (1..8) wants it shown."""
    return {
        2: (-width, 0, 0, height, width, 0),
        3: (-width, 0, 0, -height, width, height),
        4: (width, 0, 0, -height, 0, height),
        5: (0, -height, -width, 0, width, height),
        6: (0, -height, width, 0, 0, height),
        7: (0, height, width, 0, 0, 0),
        8: (0, height, -width, 0, width, 0),
    }.get(orientation, (width, 0, 0, height, 0, 0))


def _png(path: Path, orientation: int) -> Embedded | None:
    """PDF's Flate filter with predictor 15 is PNG's own compression (ISO 32000-1, 7.4.4.4)."""
    chunks = _png_chunks(path.read_bytes())
    width, height, bits, kind, _, _, interlaced = COMPRESSED_PNG_HEADER.unpack(chunks["IHDR"])
    palette = chunks.get("PLTE", b"")
    spaces: dict[int, tuple[Any, int]] = {
        0: (Name.DeviceGray, 1),
        2: (Name.DeviceRGB, 3),
        3: (Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)]), 1),
    }
    if kind not in spaces or interlaced:
        return None
    space, colours = spaces[kind]
    parameters = Dictionary(Predictor=15, Colors=colours, BitsPerComponent=bits, Columns=width)
    dictionary = {"Filter": Name.FlateDecode, "DecodeParms": parameters, "ColorSpace": space, "BitsPerComponent": bits}
    return Embedded(chunks["IDAT"], dictionary, width, height, orientation)


def _png_chunks(content: bytes) -> dict[str, bytes]:
    chunks: dict[str, list[bytes]] = {}
    at = 8
    while at + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        chunks.setdefault(name.decode("latin-1"), []).append(content[at + 8 : at + 8 + length])
        at += length + 12
    return {name: b"".join(parts) for name, parts in chunks.items()}


def _fax(image: Image.Image) -> Embedded:
    stream = io.BytesIO()
    image.save(stream, "TIFF", compression="group4", strip_size=2**31 - 1)  # one strip: PDF knows no others
    with Image.open(stream) as tiff:
        if not isinstance(tiff, TiffImagePlugin.TiffImageFile):
            raise TypeError("Pillow wrote something else than TIFF")
        tags = tiff.tag_v2
        (offset,), (length,), photometric = tags[STRIP_OFFSETS], tags[STRIP_BYTES], tags[PHOTOMETRIC]
    black_is_one = photometric == 0
    parameters = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=not black_is_one)
    dictionary = {
        "Filter": Name.CCITTFaxDecode,
        "DecodeParms": parameters,
        "ColorSpace": Name.DeviceGray,
        "BitsPerComponent": 1,
    }
    return Embedded(stream.getvalue()[offset : offset + length], dictionary, image.width, image.height)
