"""Words for the states of case files, shared by the browser and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    import datetime

STATE_WORDS = {
    "open": mark("open"),
    "closed": mark("closed"),
    "archived": mark("in the archive"),
    "destroying": mark("being destroyed"),
    "destroyed": mark("destroyed"),
}
CUSTODY_WORDS = {
    "unit": mark("in the unit"),
    "archive": mark("in the archive of the organisation"),
    "state_archive": mark("in the state archive"),
}


def state_words(state: str) -> str:
    """Where a case file stands in its life."""
    return translate(STATE_WORDS[state])


def custody_words(custody: str) -> str:
    """Who keeps it."""
    return translate(CUSTODY_WORDS[custody])


def period_of(first: datetime.date | None, last: datetime.date | None) -> str:
    """Extreme dates: `12.01.2025 - 26.05.2025`, one where they are the same, a dash where none is known."""
    days = [f"{day:%d.%m.%Y}" for day in (first, last) if day is not None]
    return " – ".join(dict.fromkeys(days)) or "—"
