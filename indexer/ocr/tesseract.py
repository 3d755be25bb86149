"""The one place that runs the system's `tesseract`, through pytesseract: one call, words with boxes."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytesseract
from PIL import Image

from indexer.ocr.errors import RecognitionFailedError, RecognitionTimeoutError

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as Tesseract saw it, in pixels of the picture given. `line` is (block, paragraph, line)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: tuple[int, int, int]


def recognise(grey: Pixels, languages: str, *, psm: int, dpi: int, timeout_s: float) -> list[RawWord]:
    """Words of the picture in reading order.

    Raises:
        RecognitionTimeoutError: after `timeout_s`.
        RecognitionFailedError: Tesseract is absent or failed.
    """
    # Its own threads make Tesseract four times slower; pytesseract hands this environment on.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    picture = Image.fromarray(grey)
    picture.format = "BMP"  # pytesseract's default, PNG, spends a tenth of a second on compression
    config = f"--psm {psm} --dpi {dpi} -c tessedit_do_invert=0"
    try:
        tsv = pytesseract.image_to_data(picture, lang=languages, config=config, timeout=timeout_s)
    except pytesseract.TesseractNotFoundError as error:
        raise RecognitionFailedError(str(error)) from error
    except pytesseract.TesseractError as error:
        raise RecognitionFailedError(error.message) from error
    except RuntimeError as error:
        raise RecognitionTimeoutError(str(error), timeout_s=timeout_s) from error
    return _words(tsv)


def _words(tsv: str) -> list[RawWord]:
    rows = csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        RawWord(
            text=row["text"].strip(),
            left=int(row["left"]),
            top=int(row["top"]),
            width=int(row["width"]),
            height=int(row["height"]),
            confidence=float(row["conf"]),
            line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
        )
        for row in rows
        if row["level"] == "5" and (row["text"] or "").strip()
    ]
