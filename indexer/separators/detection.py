"""The code of a separator sheet on a scanned page, however it is turned; runs in the sandbox, at a few ms a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.separators.payload import FOREIGN, LONGEST, is_separator

if TYPE_CHECKING:
    from PIL import Image

LOOKED_AT = 1200
"""Pixels of the longer side: the code of a sheet is a quarter of its width, so that nothing is lost by looking less."""
MODES = frozenset({"L", "RGB"})


def find_separator(picture: Image.Image) -> str | None:
    """The payload of a sheet of ours, `FOREIGN` for any other code, None where there is none."""
    import numpy as np
    import zxingcpp

    factor = max(1, max(picture.size) // LOOKED_AT)
    small = picture.reduce(factor) if picture.mode in MODES else picture.convert("L").reduce(factor)
    found = zxingcpp.read_barcodes(
        np.asarray(small.convert("L")), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    texts = [barcode.text for barcode in found]
    ours = [text for text in texts if is_separator(text) and len(text) <= LONGEST]
    return ours[0] if ours else FOREIGN if texts else None
