"""What an order says of pupils who leave: read from the recognised text of its pages, never believed unasked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Leave(StrEnum):
    """How pupils leave by an order."""

    EXPELLED = "expelled"
    GRADUATED = "graduated"
    MOVED = "moved"


_SCHOOL = r"(?:школ|организаци|образовательн|учрежден)\w*"
_SAYS = (
    # Moving to the next class is no leaving, moving to another school is.
    (Leave.MOVED, rf"перев(?:ести|еден\w*|одом?)\b[^;]{{0,80}}\b(?:друг|ин)\w+ (?:\w+ )?{_SCHOOL}"),
    (Leave.MOVED, r"отчисл\w+[^.]{0,80}\bв порядке перевода"),
    (Leave.GRADUATED, r"(?:считать|признать) окончивш\w+"),
    (Leave.GRADUATED, r"отчисл\w+[^.]{0,80}\b(?:окончани|получени)\w+[^.]{0,40}\bобразовани\w+"),
    (Leave.GRADUATED, r"\bо выпуске\b|\bвыпустить\b"),
    (Leave.EXPELLED, r"\bотчисл(?:ить|ен\w*)"),
    (Leave.EXPELLED, r"\bсчитать выбывш\w+"),
)
_READERS = tuple((leave, re.compile(pattern, re.IGNORECASE)) for leave, pattern in _SAYS)
AROUND = 60
"""Letters on each side of the words that are shown."""


@dataclass(frozen=True, slots=True)
class Said:
    """How they leave, and the words of the page `page` that say so."""

    leave: Leave
    page: int
    words: str


def leaving_said(pages: Iterable[tuple[int, str]]) -> Said | None:
    """The surest of what the pages `(number, text)` say; None where they say nothing of leaving."""
    texts = [(number, " ".join(text.replace("ё", "е").split())) for number, text in pages]
    for leave, reader in _READERS:
        for number, text in texts:
            match = reader.search(text)
            if match:
                begin, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
                return Said(leave, number, text[begin:end])
    return None
