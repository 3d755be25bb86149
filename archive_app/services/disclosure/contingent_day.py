"""The day on which those who study are counted: schools and colleges report on days of their own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.models import FilePlan, FilePlanItem, FilePlanStatus
from archive_app.i18n import mark, translate
from archive_app.regulation_kinds.places import sort_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from archive_app.regulation_kinds.places import Sort

SETTING = "ARCHIVE_ORGANISATION_KIND"
KEPT_BY = (FilePlanStatus.IN_FORCE, FilePlanStatus.CLOSED)
DAYS: dict[Sort, tuple[int, int]] = {"school": (9, 20), "college": (10, 1)}
"""Month and day: form OO-1 of general education, form SPO-1 of secondary vocational education."""
FORM_WORDS: dict[Sort, str] = {
    "school": mark("The contingent of a school is counted on 20 September (form OO-1)"),
    "college": mark("The contingent of a college is counted on 1 October (form SPO-1)"),
}
PLAN_WORDS: dict[Sort, str] = {
    "school": mark("the file plan of {year} is that of a school"),
    "college": mark("the file plan of {year} is that of a college"),
}


@dataclass(frozen=True, slots=True)
class ContingentDay:
    """`why` is a sentence of the form: which day it is by what form, and how the kind of organisation is known."""

    on: datetime.date
    why: str


@dataclass(frozen=True, slots=True)
class ContingentDays:
    """Knows the day of a year; `sort` None: the organisation is taken for what its file plan is the most like."""

    today: Callable[[], datetime.date]
    sort: Sort | None = None

    def of(self, session: Session, year: int) -> ContingentDay:
        """The day in the year; as long as it has not come, today."""
        sort, because = self._sort(session, year)
        due = datetime.date(year, *DAYS[sort])
        on = min(due, self.today())
        why = f"{translate(FORM_WORDS[sort])}: {because}."
        early = translate("That day has not come: counted on {day}.", day=f"{on:%d.%m.%Y}")
        return ContingentDay(on, why if on == due else f"{why} {early}")

    def _sort(self, session: Session, year: int) -> tuple[Sort, str]:
        if self.sort is not None:
            return self.sort, translate("so says the setting {name}", name=SETTING)
        return _by_plan(session, year)


def _by_plan(session: Session, year: int) -> tuple[Sort, str]:
    """By the plan of the year, else by the nearest before it, else after it."""
    nearest = (FilePlan.year > year, func.abs(FilePlan.year - year))
    in_force = select(FilePlan.id, FilePlan.year).where(FilePlan.status.in_(KEPT_BY))
    plan = session.execute(in_force.order_by(*nearest).limit(1)).first()
    items = select(FilePlanItem.index, FilePlanItem.title).where(FilePlanItem.plan_id == (plan.id if plan else None))
    sort = sort_of((index, title) for index, title in session.execute(items))
    if plan is not None and sort is not None:
        return sort, translate(PLAN_WORDS[sort], year=plan.year)
    return "school", translate("nothing says that it is a college; if it is, set {name}=college", name=SETTING)
