"""What every use case of accounts stands on: the database, the clock, the rules of sign-in."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail
from archive_app.db.engine import reading
from archive_app.db.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class SignInRules:
    """The limits that settings may change; their meaning stands in `archive_app.settings`."""

    tries: int = 10
    address_tries: int = 100
    window: timedelta = timedelta(minutes=15)
    session_idle: timedelta = timedelta(hours=2)
    session_lifetime: timedelta = timedelta(hours=12)
    invitation_lifetime: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Ground:
    """Given to each function of this package as its first argument."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]
    rules: SignInRules
    today: Callable[[], date]
    """The day where the organisation is."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return reading(self.sessions)

    @contextmanager
    def writing(self, actor: str) -> Iterator[tuple[Session, AuditTrail]]:
        """One transaction with the events of `actor` in it; committed at the end of the block, else undone."""
        with UnitOfWork(self.sessions) as uow:
            yield uow.session, AuditTrail(uow, actor=actor, now=self.clock)
            uow.commit()
