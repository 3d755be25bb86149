"""File plans: imported whole or not at all, shown by section, exported as the table that they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Carrier,
    CaseFile,
    Document,
    DocumentState,
    FilePlan,
    FilePlanItem,
    FilePlanSection,
    FilePlanStatus,
    Fonds,
    Volume,
)
from archive_app.db.queries.file_plans import plan_in_force
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, Conflict, NotFound
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.services.kind_places import place_kinds
from archive_app.services.plan_tables import read_table, write_table
from retention.fileplan import write_plan
from retention.plan_row import PlanCarrier, PlanItem
from retention.term import RetentionRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.plan_tables import Table
    from retention.plan_row import Problem

FIRST_YEAR, LAST_YEAR = 1700, 2999
IN_FORCE = FilePlan.status == FilePlanStatus.IN_FORCE


class PlanRefused(ArchiveError):
    """Some rows are not understood; nothing was imported. `problems` has each with its line. Params: `count`."""

    code = "plan_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class PlanExists(Conflict):
    """A plan of the year is in force and case files have been opened under it. Params: `year`."""

    code = "plan_exists"


class BadYear(ArchiveError):
    """Not a year of an archive. Params: `year`."""

    code = "bad_year"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made."""

    plan_id: int
    year: int
    sections: int
    items: int


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with the number of documents filed under it in the year."""

    index: str
    title: str
    retention_text: str
    article: str | None
    carrier: str
    note: str | None
    trigger: str
    """What its term is counted from."""
    documents: int
    case_files: int
    """Those in which the person sees a document."""


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """The plan in force of a year, by section."""

    year: int
    version: int
    sections: tuple[tuple[str, tuple[ShownItem, ...]], ...]


def import_plan(
    sessions: sessionmaker[Session], clock: Callable[[], datetime], path: Path, year: int, actor: Actor
) -> Imported:
    """Put the table at `path` (CSV or XLSX) in force for `year`; a version that nothing was filed under is superseded.

    Raises:
        PlanRefused: some rows are not understood; none is imported. PlanExists, BadYear, NotAllowed, OSError,
        TableUnreadable.
    """
    require(actor, Act.PLANS)
    require_year(year)
    table = read_table(path.read_bytes())
    if table.problems:
        raise PlanRefused(tuple(table.problems))
    known = _same_plan(sessions, year, table.items)
    if known is not None:
        return Imported(known, year, len(table.sections), len(table.items))
    with UnitOfWork(sessions) as uow:
        trail = AuditTrail(uow, actor=actor.login, now=clock)
        plan = put_in_force(uow.session, trail, year, table.items, clock())
        uow.commit()
        return Imported(plan.id, year, len(table.sections), len(table.items))


def require_year(year: int) -> None:
    """Let a year pass that a plan may be of. Raises BadYear."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadYear(str(year), year=year)


def read_year(typed: str) -> int:
    """The year that `typed` writes. Raises BadYear, which tells it back as it was typed."""
    year = read_number(typed.strip(), range(FIRST_YEAR, LAST_YEAR + 1))
    if year is None:
        raise BadYear(typed, year=typed.strip())
    return year


def put_in_force(session: Session, trail: AuditTrail, year: int, items: Sequence[PlanItem], now: datetime) -> FilePlan:
    """Within a transaction of the caller: `items` become the plan of `year`. Raises PlanExists."""
    plan = FilePlan(
        fonds_id=session.scalars(select(Fonds.id).order_by(Fonds.id)).first(),
        year=year,
        version=_supersede(session, year),
        status=FilePlanStatus.IN_FORCE,
        created_at=now,
    )
    sections = {
        title: FilePlanSection(title=title, position=position)
        for position, title in enumerate(dict.fromkeys(item.section for item in items))
    }
    plan.sections.extend(sections.values())
    plan.items.extend(item_row(item, sections[item.section], position) for position, item in enumerate(items))
    session.add(plan)
    session.flush()
    flag_modified(plan, "status")  # the second revision: from here on the database takes no more items
    trail.record("file_plan:table:import", plan, year=year, items=len(plan.items), kinds=place_kinds(session, plan))
    return plan


def plan_years(sessions: sessionmaker[Session]) -> list[int]:
    """The years that have a plan in force, ascending."""
    with reading(sessions) as session:
        return list(session.scalars(select(FilePlan.year).where(IN_FORCE).order_by(FilePlan.year)))


def shown_plan(sessions: sessionmaker[Session], year: int, actor: Actor) -> ShownPlan:
    """The plan in force of `year` with counts. Raises NotFound."""
    with reading(sessions) as session:
        plan = _plan(session, year)
        rows = [(item.section.title if item.section else "", item) for item in plan.items]
        counts = _counts(session, year, actor)
    sections: dict[str, list[ShownItem]] = {}
    for section, item in rows:
        sections.setdefault(section, []).append(
            ShownItem(
                item.index,
                item.title,
                item.retention_text,
                item.article,
                item.carrier.value,
                item.note,
                item.trigger,
                *counts.get(item.index, (0, 0)),
            )
        )
    return ShownPlan(year, plan.version, tuple((title, tuple(items)) for title, items in sections.items()))


def exported_plan(sessions: sessionmaker[Session], year: int, kind: Table = "csv") -> bytes:
    """The plan in force of `year` as the table that `import_plan` reads. Raises NotFound."""
    with reading(sessions) as session:
        return write_table(plan_items(_plan(session, year)), kind)


def _table(plan: FilePlan) -> str:
    return write_plan(plan_items(plan))


def plan_items(plan: FilePlan) -> Iterator[PlanItem]:
    """The items of a loaded plan, in the order of print, as the retention library has them."""
    return (
        PlanItem(
            index=item.index,
            section=item.section.title if item.section else "",
            title=item.title,
            retention_text=item.retention_text,
            rule=RetentionRule.from_dict(item.term),
            carrier=PlanCarrier(item.carrier.value),
            note=item.note or "",
        )
        for item in plan.items
    )


def _same_plan(sessions: sessionmaker[Session], year: int, items: Sequence[PlanItem]) -> int | None:
    """The plan in force if it says the same already: importing a table twice is no error."""
    with reading(sessions) as session:
        plan = plan_in_force(session, year)
        return plan.id if plan is not None and _table(plan) == write_plan(items) else None


def item_row(item: PlanItem, section: FilePlanSection, position: int) -> FilePlanItem:
    """The row of an item."""
    return FilePlanItem(
        section=section,
        index=item.index,
        title=item.title,
        retention_text=item.retention_text,
        term=item.rule.to_dict(),
        permanent=item.rule.term.permanent,
        epk=item.rule.term.epk,
        trigger=item.rule.trigger.value,
        article=item.rule.article or None,
        carrier=Carrier(item.carrier.value),
        note=item.note or None,
        position=position,
    )


def _supersede(session: Session, year: int) -> int:
    """Close the plan in force, if nothing was opened under it; the number of the next version."""
    last = session.scalar(select(func.max(FilePlan.version)).where(FilePlan.year == year)) or 0
    plan = session.scalars(select(FilePlan).where(FilePlan.year == year, IN_FORCE)).first()
    if plan is not None:
        used = select(CaseFile.id).join(CaseFile.item).where(FilePlanItem.plan_id == plan.id).limit(1)
        if session.scalar(used) is not None:
            raise PlanExists(str(year), year=year)
        plan.status = FilePlanStatus.CLOSED
        session.flush()
    return last + 1


def _plan(session: Session, year: int) -> FilePlan:
    plan = plan_in_force(session, year)
    if plan is None:
        raise NotFound(str(year), what=translate("The file plan of {year}", year=year))
    return plan


def _counts(session: Session, year: int, actor: Actor) -> dict[str, tuple[int, int]]:
    """Documents and their case files, by the index of the item."""
    of_year = select(Volume.id).join(Volume.case_file).where(CaseFile.year == year)
    counted = (  # by volume first: an index has it in that order
        select(Document.volume_id, func.count().label("documents"))
        .where(Document.volume_id.in_(of_year), Document.state == DocumentState.ACTIVE, visible(actor))
        .group_by(Document.volume_id)
        .subquery()
    )
    query = (
        select(FilePlanItem.index, func.sum(counted.c.documents), func.count(CaseFile.id.distinct()))
        .join(CaseFile, CaseFile.item_id == FilePlanItem.id)
        .join(Volume, Volume.case_file_id == CaseFile.id)
        .join(counted, counted.c.volume_id == Volume.id)
        .group_by(FilePlanItem.index)
    )
    return {index: (int(documents), case_files) for index, documents, case_files in session.execute(query)}
