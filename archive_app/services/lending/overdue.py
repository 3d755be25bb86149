"""What should be back by now: found by the daily run, told on the desk and in its letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from archive_app.db.models import Loan

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session, sessionmaker

_OUT = Loan.returned_on.is_(None)
_NO_SYNC = {"synchronize_session": False}


def mark_overdue(sessions: sessionmaker[Session], on: datetime.date, now: datetime.datetime) -> int:
    """Mark the loans whose last day was before `on`; how many are new."""
    late = (_OUT, Loan.due_on < on, Loan.overdue_since.is_(None))
    with sessions.begin() as session:
        return session.execute(update(Loan).where(*late).values(overdue_since=now), execution_options=_NO_SYNC).rowcount  # type: ignore[attr-defined, no-any-return]


def claim(session: Session, at: datetime.datetime) -> int:
    """Mark the overdue ones that no letter told of as told at `at`; how many: of two runs at once one writes."""
    new = (_OUT, Loan.overdue_since.is_not(None), Loan.notified_at.is_(None))
    session.execute(update(Loan).where(*new).values(notified_at=at), execution_options=_NO_SYNC)
    return session.scalar(select(func.count()).where(Loan.notified_at == at)) or 0


def give_back(session: Session, at: datetime.datetime) -> None:
    """The letter of `at` did not go: the next one tells of them."""
    session.execute(update(Loan).where(Loan.notified_at == at).values(notified_at=None), execution_options=_NO_SYNC)
