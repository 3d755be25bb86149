"""Where a sheet stands against its term: the states part all lines, so their counts add up to what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import case

from archive_app.db.models import Assessment
from archive_app.i18n import mark

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement


class SheetState(StrEnum):
    """Of one line on a day."""

    IN_TIME = "in_time"
    LATE = "late"
    """Entered, but after its term."""
    OVERDUE = "overdue"
    """Not entered, and the term is over."""
    WAITING = "waiting"
    """Held, and the term runs."""
    PLANNED = "planned"
    """The day is not known yet."""


STATE_WORDS: Mapping[SheetState, str] = {
    SheetState.IN_TIME: mark("entered in time"),
    SheetState.LATE: mark("entered late"),
    SheetState.OVERDUE: mark("overdue"),
    SheetState.WAITING: mark("the term runs"),
    SheetState.PLANNED: mark("day not set"),
}


def state_on(today: datetime.date) -> ColumnElement[str]:
    """The state of `Assessment` on the day `today`, as SQL says it."""
    return case(
        (Assessment.due_on.is_(None), SheetState.PLANNED.value),
        (Assessment.entered_on > Assessment.due_on, SheetState.LATE.value),
        (Assessment.entered_on.is_not(None), SheetState.IN_TIME.value),
        (Assessment.due_on < today, SheetState.OVERDUE.value),
        else_=SheetState.WAITING.value,
    )


@dataclass(slots=True)
class Counts:
    """How many lines stand where."""

    of: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, SheetState), 0))

    def add(self, state: str, number: int) -> None:
        """Count `number` more."""
        self.of[state] += number

    @property
    def expected(self) -> int:
        """All of them."""
        return sum(self.of.values())

    @property
    def filed(self) -> int:
        """In time or late."""
        return self.of[SheetState.IN_TIME] + self.of[SheetState.LATE]

    @property
    def late(self) -> int:
        """Not within the term: entered late, or not at all."""
        return self.of[SheetState.LATE] + self.of[SheetState.OVERDUE]
