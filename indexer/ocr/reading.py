"""What reading one page gives, by which settings, and what is thought of it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import PageState, Word


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """Settings of recognition; the defaults are the measured ones (docs/adr/0003-recognition-recipe.md).

    `languages` are Tesseract's, the main one first; the others are only tried on words that the main one reads
    badly. `review_below` is a mean confidence of 0..100, `uncovered_ink` a share of the writing of 0..1: beyond
    either a person should look. `working_dpi` is the resolution that pages are read at; `timeout_s` limits each
    call of Tesseract, of which a page takes one to three as a rule, a doubtful one up to nine.
    """

    languages: str = "rus+eng"
    review_below: float = 70.0
    uncovered_ink: float = 0.25
    timeout_s: float = 120.0
    working_dpi: int = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as read. Fields as in `indexer.model.PageResult`.

    `uncovered_ink` is the share (0..1) of the page's writing that no well recognised word covers.
    """

    rotation: int
    skew: float
    width_px: int
    height_px: int
    dpi: int
    text: str
    words: tuple[Word, ...]
    confidence: float | None
    uncovered_ink: float
    blank: bool


def judge(reading: Reading, options: OcrOptions) -> tuple[PageState, str | None]:
    """The page's state and the reason for it (`low_confidence`, `uncovered_ink`), None where all is well."""
    if reading.blank:
        return PageState.BLANK, None
    if reading.uncovered_ink > options.uncovered_ink:
        return PageState.REVIEW, "uncovered_ink"
    if reading.confidence is None or reading.confidence < options.review_below:
        return PageState.REVIEW, "low_confidence"
    return PageState.RECOGNISED, None


def mean_confidence(words: tuple[Word, ...]) -> float | None:
    """Mean of the words' confidences weighted by their length, None without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else None


def text_of(words: tuple[Word, ...]) -> str:
    """The words line by line."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
