"""Local normative acts: entered, replaced by new editions, put on the site, found by the day they were in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.local_acts.keeping import Keeping
    from archive_app.services.local_acts.showing import Showing


@dataclass(frozen=True, slots=True)
class LocalActs:
    """The use cases, under one name."""

    keeping: Keeping
    showing: Showing
