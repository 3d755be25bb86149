"""The totals at the year's end (итоговая запись): how many case files were begun, by term, counted from themselves."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, CaseFileClosing, FilePlan, FilePlanItem, FilePlanStatus
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.plans.errors import TotalsFixed, YearNotOver
from retention.term import RetentionRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from retention.term import Term

CATEGORIES = ("permanent", "over_10", "up_to_10")
LONG = 10
"""Years above which a term is a long one: such case files are prepared in full and go to the archive."""


@dataclass(frozen=True, slots=True)
class Row:
    """Case files of one category: all begun in the year, of them carried over, of them with the mark ЭПК."""

    begun: int = 0
    carried: int = 0
    epk: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The closing record of a year. `fixed_on` is None while it is only counted."""

    year: int
    permanent: Row
    over_10: Row
    up_to_10: Row
    fixed_on: datetime.date | None = None
    fixed_by: str | None = None
    of_items: Mapping[str, int] = field(default_factory=dict)
    """Index of the item -> case files begun."""

    @property
    def total(self) -> Row:
        """The three categories together."""
        rows = (self.permanent, self.over_10, self.up_to_10)
        return Row(*(sum(getattr(row, name) for row in rows) for name in ("begun", "carried", "epk")))


@dataclass(frozen=True, slots=True)
class YearTotals:
    """Counts the totals of a year, and fixes them once it is over."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def of(self, year: int, actor: Actor) -> Totals:
        """The totals as fixed, otherwise as they stand. Raises NotAllowed, NotFound."""
        require(actor, Act.PLANS)
        with reading(self.sessions) as session:
            return totals_of(session, _in_force(session, year))

    def fix(self, year: int, actor: Actor) -> Totals:
        """Write the totals into the plan: they do not change any more. Raises as `of`; YearNotOver, TotalsFixed."""
        require(actor, Act.PLANS)
        today = self.today()
        if today.year <= year:
            raise YearNotOver(str(year), year=year)
        with UnitOfWork(self.sessions) as uow:
            plan = _in_force(uow.session, year)
            if plan.totals is not None:
                raise TotalsFixed(str(year), year=year)
            counted = asdict(_counted(uow.session, year))
            plan.totals = {name: counted[name] for name in (*CATEGORIES, "of_items")}
            plan.totals_by, plan.totals_on = actor.login, today
            AuditTrail(uow, actor=actor.login, now=self.clock).record("file_plan:totals:fix", plan, year=year)
            fixed = _kept(plan, plan.totals)
            uow.commit()
            return fixed


def totals_of(session: Session, plan: FilePlan) -> Totals:
    """The totals of the plan's year, as fixed, otherwise as they stand."""
    return _counted(session, plan.year) if plan.totals is None else _kept(plan, plan.totals)


def category(term: Term) -> str:
    """`permanent`, `over_10` or `up_to_10`: the line of the totals that a term belongs to; without years the last."""
    if term.permanent:
        return "permanent"
    years = max(term.years or 0, term.floor or 0)
    return "over_10" if years > LONG else "up_to_10"


def _in_force(session: Session, year: int) -> FilePlan:
    plan = session.scalar(select(FilePlan).where(FilePlan.year == year, FilePlan.status == FilePlanStatus.IN_FORCE))
    if plan is None:
        raise NotFound(str(year), what=translate("The file plan of {year}", year=year))
    return plan


def _kept(plan: FilePlan, totals: Mapping[str, Any]) -> Totals:
    permanent, over_10, up_to_10 = (Row(**totals[name]) for name in CATEGORIES)
    return Totals(plan.year, permanent, over_10, up_to_10, plan.totals_on, plan.totals_by, totals["of_items"])


def _counted(session: Session, year: int) -> Totals:
    """One statement: a row an item, not a row a case file.

    Carried over is what goes on in the next year: open still, or with documents of a later one. A case file that was
    finished in the year and closed in the first days of the next, as is the custom, is not.
    """
    carried = or_(CaseFile.closed_on.is_(None), CaseFileClosing.finished_on > datetime.date(year, 12, 31))
    query = (
        select(FilePlanItem.index, FilePlanItem.term, func.count(), func.count().filter(carried))
        .join(CaseFile, CaseFile.item_id == FilePlanItem.id)
        .outerjoin(CaseFileClosing, CaseFileClosing.case_file_id == CaseFile.id)
        .where(CaseFile.year == year)
        .group_by(FilePlanItem.id)
        .order_by(FilePlanItem.index)
    )
    sums = {name: [0, 0, 0] for name in CATEGORIES}
    of_items: dict[str, int] = {}
    for index, stored, begun, open_still in session.execute(query):
        term = RetentionRule.from_dict(stored).term
        line = sums[category(term)]
        for at, count in enumerate((begun, open_still, begun if term.epk else 0)):
            line[at] += count
        of_items[index] = of_items.get(index, 0) + begun
    permanent, over_10, up_to_10 = (Row(*line) for line in sums.values())
    return Totals(year, permanent, over_10, up_to_10, of_items=of_items)
