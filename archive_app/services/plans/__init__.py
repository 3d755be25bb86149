"""Work at file plans: drafted, agreed, approved, put in force, counted at the year's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.auth.actor import require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.services.fileplans import plan_items
from archive_app.services.plan_tables import write_table
from archive_app.services.plans.confirming import Confirming
from archive_app.services.plans.drafting import Drafting
from archive_app.services.plans.totals import YearTotals
from archive_app.services.plans.versions import (
    Comparison,
    Version,
    VersionLine,
    compared,
    listed_versions,
    load_plan,
    version_of,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.plan_tables import Table

READERS = (Act.PLANS, Act.APPROVE)


@dataclass(frozen=True, slots=True)
class Plans:
    """The use cases of work at file plans, under one name."""

    sessions: sessionmaker[Session]
    drafting: Drafting
    confirming: Confirming
    totals: YearTotals

    @classmethod
    def over(
        cls,
        sessions: sessionmaker[Session],
        clock: Callable[[], datetime.datetime],
        today: Callable[[], datetime.date],
    ) -> Self:
        """All of them over one database; `today` is the day where the organisation is."""
        return cls(
            sessions,
            Drafting(sessions, clock),
            Confirming(sessions, clock, today),
            YearTotals(sessions, clock, today),
        )

    def listed(self, actor: Actor) -> tuple[VersionLine, ...]:
        """All versions, the latest year first. Raises NotAllowed."""
        require_one(actor, READERS)
        with reading(self.sessions) as session:
            return listed_versions(session)

    def shown(self, plan_id: int, actor: Actor) -> tuple[Version, Comparison]:
        """A version, and what it says otherwise than the plan in force before it. Raises NotAllowed, NotFound."""
        require_one(actor, READERS)
        with reading(self.sessions) as session:
            plan = load_plan(session, plan_id)
            return version_of(plan), compared(session, plan)

    def table(self, plan_id: int, kind: Table, actor: Actor) -> bytes:
        """A version as the table that a draft may be begun from. Raises NotAllowed, NotFound."""
        require_one(actor, READERS)
        with reading(self.sessions) as session:
            return write_table(plan_items(load_plan(session, plan_id)), kind)
