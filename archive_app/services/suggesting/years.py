"""The year of the file plan: a school year that the record names, else the year of its date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from archive_app.services.suggesting.head import Head

_SCHOOL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[/\-–—]\s?((?:19|20)?\d\d)\s*(?:уч|год)", re.IGNORECASE)
NAMED, DATED, LATEST = 0.9, 0.8, 0.3


def suggest_years(head: Head, date: Suggestion | None, planned: Collection[int]) -> tuple[Suggestion, ...]:
    """Years that have a file plan; `date` is the best suggested date."""
    found: dict[int, Suggestion] = {}
    for match in _SCHOOL_YEAR.finditer(head.text):
        year, last = int(match[1]), int(match[2])
        if (year + 1) % 100 == last % 100 and year in planned:
            reason = translate("the school year {first}/{last} in the text", first=year, last=year + 1)
            found.setdefault(year, _of(year, NAMED, reason))
    if date is not None and int(date.value[-4:]) in planned:
        year = int(date.value[-4:])
        found.setdefault(year, _of(year, DATED * date.confidence, translate("the year of the date")))
    if not found and planned:
        found[max(planned)] = _of(max(planned), LATEST, translate("the latest file plan"))
    return tuple(sorted(found.values(), key=lambda each: -each.confidence)[:2])


def _of(year: int, confidence: float, reason: str) -> Suggestion:
    return Suggestion(str(year), str(year), confidence, reason)
