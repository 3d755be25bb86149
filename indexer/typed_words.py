"""Where the words of a typed text stand on the page: by the words that recognition has read there."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.model import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SURE: Final = 100.0
_MARGIN: Final = 0.05
_LEAST: Final = 0.004
"""Fraction of the page: the smallest width and height of a place."""


class _Area(NamedTuple):
    """A part of a line, in fractions of the page."""

    x0: float
    y0: float
    x1: float
    y1: float


class _Typed(NamedTuple):
    text: str
    line: int


def typed_words(text: str, read: Sequence[Word]) -> tuple[Word, ...]:
    """The words of `text`, which a person typed, with boxes on the page that was read as `read`.

    Words that were read so keep their boxes; those that were misread take the boxes of what was read instead of them;
    what was not read at all (handwriting) lies between its neighbours, or evenly spread over a page without words.
    """
    typed = [_Typed(word, number) for number, line in enumerate(_lines(text)) for word in line]
    if [word.text for word in typed] == [word.text for word in read]:
        return tuple(read)
    matcher = SequenceMatcher(
        None, [_key(each.text) for each in typed], [_key(each.text) for each in read], autojunk=False
    )
    placed: list[Word] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        words, instead = typed[start:end], read[first:last]
        if tag == "equal" or (words and len(words) == len(instead)):
            placed += (replace(box, text=word.text, line=word.line) for word, box in zip(words, instead, strict=True))
        elif words and instead:
            placed += _over(words, list(_areas(instead)))
        elif words:
            before, after = read[first - 1] if first else None, read[first] if first < len(read) else None
            placed += _between(words, before, after)
    return tuple(placed)


def _lines(text: str) -> Iterator[list[str]]:
    return (words for line in text.splitlines() if (words := line.split()))


def _key(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _areas(words: Iterable[Word]) -> Iterator[_Area]:
    """The words' common box in each of their lines."""
    area: _Area | None = None
    line = None
    for word in words:
        if area is None or word.line != line:
            if area is not None:
                yield area
            area, line = _Area(word.x0, word.y0, word.x1, word.y1), word.line
        else:
            area = _Area(min(area.x0, word.x0), min(area.y0, word.y0), max(area.x1, word.x1), max(area.y1, word.y1))
    if area is not None:
        yield area


def _over(words: Sequence[_Typed], areas: Sequence[_Area]) -> Iterator[Word]:
    """The words shared out among the areas by their width."""
    whole = sum(area.x1 - area.x0 for area in areas) or 1.0
    done, width = 0, 0.0
    for number, area in enumerate(areas, start=1):
        width += area.x1 - area.x0
        end = len(words) if number == len(areas) else round(len(words) * width / whole)
        yield from _along(words[done:end], area)
        done = max(done, end)


def _along(words: Sequence[_Typed], area: _Area) -> Iterator[Word]:
    """The words one after the other, each as wide as its letters ask."""
    letters = sum(len(word.text) + 1 for word in words)
    x = area.x0
    for word in words:
        end = x + (area.x1 - area.x0) * (len(word.text) + 1) / letters
        yield Word(word.text, x, area.y0, min(max(end, x + _LEAST), 1.0), area.y1, _SURE, word.line)
        x = min(end, 1.0 - _LEAST)


def _between(words: Sequence[_Typed], before: Word | None, after: Word | None) -> Iterator[Word]:
    """Words of one line behind their neighbour in its line, those of several lines in the space below it."""
    numbers = sorted({word.line for word in words})
    if len(numbers) == 1 and before:
        yield from _along(words, _behind(before, after))
        return
    if len(numbers) == 1 and after:
        yield from _along(words, _Area(0.0, after.y0, max(after.x0, _LEAST), after.y1))
        return
    top = before.y1 if before else _MARGIN
    bottom = max(after.y0 if after else 1 - _MARGIN, top + _LEAST)
    step = (bottom - top) / len(numbers)
    for place, number in enumerate(numbers):
        y0 = min(top + place * step, 1 - _LEAST)
        area = _Area(_MARGIN, y0, 1 - _MARGIN, min(max(y0 + step, y0 + _LEAST), 1.0))
        yield from _along([word for word in words if word.line == number], area)


def _behind(before: Word, after: Word | None) -> _Area:
    end = after.x0 if after is not None and after.line == before.line and after.x0 > before.x1 else 1 - _MARGIN
    start = min(before.x1, 1 - _LEAST)
    return _Area(start, before.y0, max(end, start + _LEAST), before.y1)
