"""Accession (приём-передача): acts of two persons that bring closed case files under the archive's keeping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.accession.drawing_up import DrawingUp
from archive_app.services.accession.places import Placing
from archive_app.services.accession.printing import Printing
from archive_app.services.accession.showing import Showing
from archive_app.services.accession.taking_over import TakingOver

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Accessions:
    """The use cases of transfer acts, under one name."""

    drawing_up: DrawingUp
    taking_over: TakingOver
    placing: Placing
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
        return cls(
            DrawingUp(sessions, clock),
            TakingOver(sessions, clock, today),
            Placing(sessions, clock),
            showing,
            Printing(sessions, showing, zone),
        )
