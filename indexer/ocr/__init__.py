"""Recognition of one page: `read_page` gives words with boxes and confidence, `judge` says what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.ocr.errors import RecognitionFailedError, RecognitionTimeoutError
from indexer.ocr.reading import OcrOptions, Reading, judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

__all__ = ["OcrOptions", "Reading", "RecognitionFailedError", "RecognitionTimeoutError", "judge", "read_page"]


def read_page(image: Image.Image | NDArray[np.generic], dpi: int | None, options: OcrOptions) -> Reading:
    """See `indexer.ocr.page`, whose libraries are read where pages are: in the children of the sandbox."""
    from indexer.ocr import page

    return page.read_page(image, dpi, options)
