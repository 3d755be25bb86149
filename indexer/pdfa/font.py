"""A font that leaves no ink: the text layer needs a font that is embedded and has widths, but must not be seen.

Its one glyph is a line from corner to corner and back, without area, so that its box is not empty: pdfium, and with
it Chrome, passes over vertical text whose glyphs have no extent.
"""

from __future__ import annotations

import io
from functools import cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name

UNITS = 1000
ADVANCE = 500
"""Every character is half as wide as it is high."""
DESCENT = -1
"""Nothing below the line; poppler takes 0 for unknown and makes boxes a third too high."""
MADE = 3_786_912_000  # seconds since 1904, a constant: the same bytes on every run
PS_NAME = "TextWithoutInk"


@cache
def font_program() -> bytes:
    """A TrueType font of two glyphs: `.notdef`, which PDF/A forbids to use, and the one that stands for all."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((ADVANCE, UNITS))
    pen.closePath()
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "any"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph(), "any": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "any": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=UNITS, descent=DESCENT)
    builder.setupNameTable({"familyName": PS_NAME, "styleName": "Regular", "psName": PS_NAME})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = MADE
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


@cache
def _unicode_map() -> bytes:
    """Character codes are UTF-16: each stands for itself.

    Ranges may not cross a high byte (ISO 32000-1, 9.10.3).
    """
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    blocks = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


def add_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the font into `pdf`; the result goes into the resources of each page that has a text layer."""
    program = pdf.make_stream(font_program())
    program.Length1 = len(font_program())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + PS_NAME),
        Flags=4,  # symbolic: its characters are not of any standard set
        FontBBox=Array([0, 0, ADVANCE, UNITS]),
        ItalicAngle=0,
        Ascent=UNITS,
        Descent=DESCENT,
        CapHeight=UNITS,
        StemV=80,
        FontFile2=program,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + PS_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=ADVANCE,
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 65536),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + PS_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_unicode_map()),
        )
    )
