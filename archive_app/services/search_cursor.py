"""A place in what was found that stays where it is while documents come and go before it.

No engine goes on behind a given hit, so the cursor has the last hit beside its place: the next part is read from a
little before that place, and begins behind the hit, wherever it has moved to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.search import Hit

H = TypeVar("H", bound="Hit")
OVERLAP = 20
"""Hits that may come or go before the place unnoticed."""
_WRITTEN = re.compile(r"([0-9]{1,6})-([0-9]{1,15})")


class BadCursor(ArchiveError):
    """The place in the list cannot be read: an address that was cut off. Params: `value`."""

    code = "bad_cursor"


@dataclass(frozen=True, slots=True)
class Place:
    """Behind `last`, which was number `shown` (from 1)."""

    shown: int = 0
    last: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` of a place wrote; nothing is the beginning. Raises BadCursor."""
        if not text:
            return cls()
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise BadCursor(text, value=text[:40])
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.shown}-{self.last}"

    @property
    def window(self) -> tuple[int, int]:
        """From which hit to read, and how many more than are wanted."""
        if not self.shown:
            return 0, 0
        start = max(self.shown - OVERLAP, 0)
        return start, self.shown - start + OVERLAP

    def behind(self, hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
        """Of the hits of the window those behind this place."""
        start = self.window[0]
        at = next((number for number, hit in enumerate(hits, 1) if hit.document_id == self.last), self.shown - start)
        return tuple(hits[at : at + limit])

    def after(self, hits: Sequence[Hit]) -> Place:
        """The place behind the last of the hits that follow this one."""
        return Place(self.shown + len(hits), hits[-1].document_id)
