"""What recognition gives: words on pages. Shared by every part of the indexer; depends on nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PageState(StrEnum):
    """Where a page stands between the scanner and a searchable text."""

    RECOGNISED = "recognised"
    """OCR read it well enough to be trusted."""
    TEXT_LAYER = "text_layer"
    """The page brought a trustworthy text of its own; nothing was recognised."""
    BLANK = "blank"
    """Nothing is on it."""
    REVIEW = "review"
    """A person should look: low confidence, or ink that no word covers (handwriting)."""
    REVIEWED = "reviewed"
    """A person has typed or confirmed the text. Never given by the machine."""
    FAILED = "failed"
    """This page could not be processed; the rest of the document went on."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word on a page.

    `x0, y0, x1, y1` are fractions (0..1) of the *upright* page as a person looks at it (turned by
    `PageResult.rotation`, not deskewed), origin at the top left. `confidence` is 0..100. `line` numbers
    the lines of the page from 0 in reading order.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class PageResult:
    """What is known of one page after the pipeline.

    `number` counts from 1. `width_px`, `height_px` are the size of the upright page image at `dpi`.
    `rotation` is the clockwise turn in degrees (0, 90, 180, 270) that makes the stored page upright;
    `skew` the small angle in degrees that was straightened for recognition only. `confidence` is the mean
    word confidence weighted by length, None where there are no recognised words. `reason` is a stable code
    explaining `state` (`low_confidence`, `uncovered_ink`, `timeout`, `crashed`, ...). `separator` is what the code of a
    separator sheet says (`indexer.separators`), None where the page has none.
    """

    number: int
    width_px: int
    height_px: int
    dpi: int
    rotation: int
    skew: float
    text: str
    words: tuple[Word, ...]
    confidence: float | None
    state: PageState
    reason: str | None = None
    separator: str | None = None
