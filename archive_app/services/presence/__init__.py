"""Presence checks (проверка наличия): a shelf or an inventory gone through, its act signed and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.presence.checking import Checking
from archive_app.services.presence.printing import Printing
from archive_app.services.presence.showing import Showing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class PresenceChecks:
    """The use cases of checks, under one name."""

    checking: Checking
    showing: Showing
    printing: Printing

    @classmethod
    def over(
        cls,
        sessions: sessionmaker[Session],
        clock: Callable[[], datetime.datetime],
        today: Callable[[], datetime.date],
        zone: datetime.tzinfo,
    ) -> Self:
        """All of them over one database; `today` is the day where the organisation is, `zone` its clock."""
        showing = Showing(sessions)
        return cls(Checking(sessions, clock, today), showing, Printing(sessions, showing, zone))
