"""Readers that stand in for recognition: quick ones, and deliberately broken ones. Children import them by name."""

import os
import time
from typing import Any

import numpy as np

from indexer.model import PageState, Word
from indexer.ocr import OcrOptions, Reading

WORDS = (Word("Ведомость", 0.1, 0.1, 0.4, 0.15, 91.5, 0), Word("Иванова", 0.5, 0.1, 0.7, 0.15, 88.0, 0))


def read(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Two words, upright."""
    return _reading(image, dpi, 0)


def read_turned(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Two words on a page that needs a quarter turn clockwise."""
    return _reading(image, dpi, 90)


def abort_on_dark(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Crashes on dark pages as a native library would."""
    if _dark(image):
        os.abort()
    return _reading(image, dpi, 0)


def hang_on_dark(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Never comes back from dark pages."""
    if _dark(image):
        time.sleep(600)
    return _reading(image, dpi, 0)


def devour_on_dark(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Wants more memory than there is for dark pages."""
    return _reading(image, dpi, len(bytearray(2**40)) if _dark(image) else 0)


def raise_on_dark(image: Any, dpi: int | None, options: OcrOptions) -> Reading:
    """Has a bug that dark pages show."""
    if _dark(image):
        raise ZeroDivisionError("a bug")
    return _reading(image, dpi, 0)


def judge(reading: Reading, options: OcrOptions) -> tuple[PageState, str | None]:
    """All is well."""
    return PageState.RECOGNISED, None


def _dark(image: Any) -> bool:
    return float(np.asarray(image, dtype=float).mean()) < 100


def _reading(image: Any, dpi: int | None, rotation: int) -> Reading:
    width, height = image.size if rotation == 0 else image.size[::-1]
    text = " ".join(word.text for word in WORDS)
    return Reading(rotation, 0.0, width, height, dpi or 0, text, WORDS, 90.0, 0.0, blank=False)
