"""Inventories (описи): drafted, agreed, approved by another person; corrected only by entries beside the lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.inventories.drafting import Drafting
from archive_app.services.inventories.printing import Printing
from archive_app.services.inventories.settling import Settling
from archive_app.services.inventories.showing import Showing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Inventories:
    """The use cases of inventories, under one name."""

    drafting: Drafting
    settling: Settling
    showing: Showing
    printing: Printing

    @classmethod
    def over(
        cls, sessions: sessionmaker[Session], clock: Callable[[], datetime.datetime], zone: datetime.tzinfo
    ) -> Self:
        """All of them over one database; forms tell the time of `zone`."""
        showing = Showing(sessions)
        printing = Printing(sessions, showing, zone)
        return cls(Drafting(sessions, clock), Settling(sessions, clock), showing, printing)
