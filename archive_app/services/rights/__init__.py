"""Who may what: units and groups, rights of roles, duties of people, access for a time, and the reasons for it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.rights.dictionary import Dictionary
from archive_app.services.rights.duties import Duties
from archive_app.services.rights.explaining import Explaining
from archive_app.services.rights.opening import Opening
from archive_app.services.rights.roles import Roles

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Rights:
    """The use cases of rights, under one name."""

    dictionary: Dictionary
    roles: Roles
    duties: Duties
    opening: Opening
    explaining: Explaining

    @classmethod
    def over(
        cls,
        sessions: sessionmaker[Session],
        clock: Callable[[], datetime.datetime],
        today: Callable[[], datetime.date],
    ) -> Self:
        """All of them over one database; `today` is the day where the organisation is."""
        return cls(
            Dictionary(sessions, clock),
            Roles(sessions, clock),
            Duties(sessions, clock, today),
            Opening(sessions, clock, today),
            Explaining(sessions, today),
        )
