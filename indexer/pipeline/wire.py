"""Page results as JSON: between processes, in work files, in databases."""

from __future__ import annotations

from typing import Any

from indexer.model import PageResult, PageState, Word

PLACES = 5  # of a fraction: a hundredth of a millimetre on A0


def to_json(result: PageResult) -> dict[str, Any]:
    """`result` as a JSON object; each word is a list `[text, x0, y0, x1, y1, confidence, line]`."""
    return {
        "number": result.number,
        "width_px": result.width_px,
        "height_px": result.height_px,
        "dpi": result.dpi,
        "rotation": result.rotation,
        "skew": result.skew,
        "text": result.text,
        "words": words_to_json(result.words),
        "confidence": result.confidence,
        "state": result.state.value,
        "reason": result.reason,
        "separator": result.separator,
    }


def from_json(value: dict[str, Any]) -> PageResult:
    """The inverse of `to_json`.

    Raises:
        KeyError, TypeError, ValueError: it is not what `to_json` writes.
    """
    return PageResult(**value | {"words": words_from_json(value["words"]), "state": PageState(value["state"])})


def words_to_json(words: tuple[Word, ...]) -> list[list[Any]]:
    """Words as lists, their boxes rounded to 1/100,000 of the page."""
    return [
        [word.text, *(round(edge, PLACES) for edge in (word.x0, word.y0, word.x1, word.y1)), word.confidence, word.line]
        for word in words
    ]


def words_from_json(value: list[list[Any]]) -> tuple[Word, ...]:
    """The inverse of `words_to_json`."""
    return tuple(Word(*fields) for fields in value)


def failed(number: int, reason: str) -> PageResult:
    """A page that could not be processed; `reason` is the error's code."""
    return PageResult(number, 0, 0, 0, 0, 0.0, "", (), None, PageState.FAILED, reason)
