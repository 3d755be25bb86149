"""Versions of file plans: listed, loaded with their items, compared item by item."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from archive_app.db.models import FilePlan, FilePlanItem, FilePlanStatus
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

WORKED_AT = (FilePlanStatus.DRAFT, FilePlanStatus.AGREED, FilePlanStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of all."""

    plan_id: int
    year: int
    number: int
    status: FilePlanStatus
    items: int
    drafted_by: str
    agreed_on: datetime.date | None
    approved_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """An item of a version, as printed."""

    index: str
    section: str
    title: str
    retention_text: str
    trigger: str
    article: str
    carrier: str
    note: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its items in the order of print; `revision` goes back with every change."""

    plan_id: int
    year: int
    number: int
    status: FilePlanStatus
    revision: int
    drafted_by: str
    agreed_ref: str | None
    agreed_on: datetime.date | None
    approved_by: str | None
    approved_on: datetime.date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field of an item was and is."""

    index: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one version says otherwise than the one before; `base_year` is None where there is none before."""

    base_year: int | None
    base_number: int | None
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changed: tuple[Difference, ...]


def listed_versions(session: Session) -> tuple[VersionLine, ...]:
    """All versions, the latest year first. One statement."""
    items = select(func.count()).where(FilePlanItem.plan_id == FilePlan.id).scalar_subquery()
    query = select(FilePlan, items).order_by(FilePlan.year.desc(), FilePlan.version.desc())
    return tuple(
        VersionLine(
            plan.id,
            plan.year,
            plan.version,
            plan.status,
            count,
            plan.drafted_by,
            plan.agreed_on,
            plan.approved_on,
        )
        for plan, count in session.execute(query)
    )


def load_plan(session: Session, plan_id: int) -> FilePlan:
    """A version with sections and items: four statements. Raises NotFound."""
    query = select(FilePlan).where(FilePlan.id == plan_id)
    plan = session.scalar(
        query.options(selectinload(FilePlan.sections), selectinload(FilePlan.items).selectinload(FilePlanItem.section))
    )
    if plan is None:
        raise NotFound(str(plan_id), what=translate("The version of the file plan {number}", number=plan_id))
    return plan


def version_of(plan: FilePlan) -> Version:
    """What is shown of a loaded version."""
    return Version(
        plan.id,
        plan.year,
        plan.version,
        plan.status,
        plan.revision,
        plan.drafted_by,
        plan.agreed_ref,
        plan.agreed_on,
        plan.approved_by,
        plan.approved_on,
        lines_of(plan.items),
    )


def lines_of(items: Iterable[FilePlanItem]) -> tuple[Line, ...]:
    """The items as printed."""
    return tuple(
        Line(
            item.index,
            item.section.title if item.section else "",
            item.title,
            item.retention_text,
            item.trigger,
            item.article or "",
            item.carrier.value,
            item.note or "",
        )
        for item in items
    )


def compared(session: Session, plan: FilePlan) -> Comparison:
    """`plan` against the version in force of its year, else of the latest year before."""
    base = session.scalar(
        select(FilePlan.id)
        .where(FilePlan.status == FilePlanStatus.IN_FORCE, FilePlan.year <= plan.year, FilePlan.id != plan.id)
        .order_by(FilePlan.year.desc())
        .limit(1)
    )
    if base is None:
        return Comparison(None, None, lines_of(plan.items), (), ())
    before = load_plan(session, base)
    old, new = ({line.index: line for line in lines_of(each.items)} for each in (before, plan))
    return Comparison(
        before.year,
        before.version,
        tuple(line for index, line in new.items() if index not in old),
        tuple(line for index, line in old.items() if index not in new),
        tuple(each for index, line in new.items() if index in old for each in _differences(old[index], line)),
    )


def _differences(old: Line, new: Line) -> Iterable[Difference]:
    for field in fields(Line):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield Difference(new.index, field.name, was, now)
