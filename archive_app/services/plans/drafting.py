"""A draft of a file plan: begun from another year or a table, changed item by item until it is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, FilePlan, FilePlanItem, FilePlanSection, FilePlanStatus, Fonds
from archive_app.db.queries.file_plans import plan_in_force
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.fileplans import PlanRefused, item_row, plan_items, require_year
from archive_app.services.plans.errors import DraftExists, ItemRefused, PlanFixed, StalePlan
from archive_app.services.plans.versions import WORKED_AT, Version, load_plan, version_of
from retention.plan_row import PlanItem, Problem, completed, read_row

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from retention.fileplan import PlanFile

GIVEN_UP = (FilePlanStatus.DRAFT, FilePlanStatus.AGREED)
"""What may be given up: else a version that the director sends back would stand in the way of the next one."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Begins and changes drafts. Everything is refused once the commission has agreed the version."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def copy(self, year: int, source: int, actor: Actor) -> Version:
        """A draft for `year` with the items of the plan in force of `source`.

        Raises:
            NotAllowed, BadYear, NotFound: `source` has no plan in force. DraftExists.
        """
        require(actor, Act.PLANS)
        require_year(year)
        with UnitOfWork(self.sessions) as uow:
            plan = plan_in_force(uow.session, source)
            if plan is None:
                raise NotFound(str(source), what=translate("The file plan of {year}", year=source))
            return self._begun(uow, year, list(plan_items(plan)), actor, source=source)

    def take(self, year: int, table: PlanFile, actor: Actor) -> Version:
        """A draft for `year` with the items of a table that was read.

        Raises:
            NotAllowed, BadYear, PlanRefused: some rows are not understood. DraftExists.
        """
        require(actor, Act.PLANS)
        require_year(year)
        if table.problems:
            raise PlanRefused(table.problems)
        with UnitOfWork(self.sessions) as uow:
            return self._begun(uow, year, table.items, actor, source=None)

    def put_item(
        self, plan_id: int, revision: int, cells: Mapping[str, str], actor: Actor, *, replacing: str = ""
    ) -> Version:
        """Add an item, or change the one of the index `replacing`. `cells`: fields of `versions.Line` by name.

        Raises:
            NotAllowed, NotFound, PlanFixed, StalePlan, ItemRefused.
        """
        with UnitOfWork(self.sessions) as uow:
            plan = self._draft(uow.session, plan_id, revision, actor)
            item = _understood(cells)
            if item.index != replacing and any(each.index == item.index for each in plan.items):
                raise ItemRefused((Problem(1, "index_taken", {"index": item.index}),))
            was = _found(plan, replacing) if replacing else None
            row = _placed(uow.session, plan, item, was)
            details = {"index": row.index, "before": replacing, "year": plan.year}
            if was is None:
                return self._saved(uow, plan, actor, "file_plan:item:add", details)
            return self._saved(uow, plan, actor, "file_plan:item:change", details)

    def drop_item(self, plan_id: int, revision: int, index: str, actor: Actor) -> Version:
        """Take an item out of the draft. Raises NotAllowed, NotFound, PlanFixed, StalePlan."""
        with UnitOfWork(self.sessions) as uow:
            plan = self._draft(uow.session, plan_id, revision, actor)
            item = _found(plan, index)
            plan.items.remove(item)
            uow.session.delete(item)
            _order(uow.session, plan)
            return self._saved(uow, plan, actor, "file_plan:item:remove", {"index": index, "year": plan.year})

    def discard(self, plan_id: int, revision: int, actor: Actor) -> None:
        """Give up a draft, or an agreed version that is not approved: it stays as a closed one without effect.

        Raises as `drop_item`.
        """
        with UnitOfWork(self.sessions) as uow:
            plan = self._draft(uow.session, plan_id, revision, actor, GIVEN_UP)
            plan.status = FilePlanStatus.CLOSED
            self._saved(uow, plan, actor, "file_plan:draft:discard", {"year": plan.year})

    def _begun(
        self, uow: UnitOfWork, year: int, items: Sequence[PlanItem], actor: Actor, *, source: int | None
    ) -> Version:
        session = uow.session
        if session.scalar(select(FilePlan.id).where(FilePlan.year == year, FilePlan.status.in_(WORKED_AT)).limit(1)):
            raise DraftExists(str(year), year=year)
        plan = FilePlan(
            fonds_id=session.scalars(select(Fonds.id).order_by(Fonds.id)).first(),
            year=year,
            version=(session.scalar(select(func.max(FilePlan.version)).where(FilePlan.year == year)) or 0) + 1,
            status=FilePlanStatus.DRAFT,
            created_at=self.clock(),
            drafted_by=actor.login,
        )
        titles = dict.fromkeys(item.section for item in items)
        sections = {title: FilePlanSection(title=title, position=at) for at, title in enumerate(titles)}
        plan.sections.extend(sections.values())
        plan.items.extend(item_row(item, sections[item.section], at) for at, item in enumerate(items))
        session.add(plan)
        trail = AuditTrail(uow, actor=actor.login, now=self.clock)
        trail.record("file_plan:draft:make", plan, year=year, items=len(plan.items), source=source)
        try:
            session.flush()
        except IntegrityError as error:  # two clerks at once: the other was first
            raise DraftExists(str(year), year=year) from error
        shown = version_of(plan)
        uow.commit()
        return shown

    def _draft(
        self,
        session: Session,
        plan_id: int,
        revision: int,
        actor: Actor,
        statuses: Collection[FilePlanStatus] = (FilePlanStatus.DRAFT,),
    ) -> FilePlan:
        require(actor, Act.PLANS)
        plan = load_plan(session, plan_id)
        if plan.status not in statuses:
            raise PlanFixed(str(plan_id), year=plan.year, number=plan.version)
        if plan.revision != revision:
            raise StalePlan(str(plan_id), year=plan.year)
        return plan

    def _saved(self, uow: UnitOfWork, plan: FilePlan, actor: Actor, tag: str, details: Mapping[str, object]) -> Version:
        AuditTrail(uow, actor=actor.login, now=self.clock).record(tag, plan, **details)
        flag_changed(plan)
        try:
            uow.session.flush()
        except StaleDataError as error:
            raise StalePlan(str(plan.id), year=plan.year) from error
        shown = version_of(plan)
        uow.commit()
        return shown


def flag_changed(plan: FilePlan) -> None:
    """Let the revision grow although only rows below the version changed."""
    flag_modified(plan, "status")


def _understood(cells: Mapping[str, str]) -> PlanItem:
    """Raises ItemRefused."""
    tidy = {name: " ".join(value.split()) for name, value in cells.items()}
    read = read_row(1, completed(tidy))
    if isinstance(read, tuple):
        raise ItemRefused(read)
    return read


def _found(plan: FilePlan, index: str) -> FilePlanItem:
    for item in plan.items:
        if item.index == index:
            return item
    raise NotFound(index, what=translate("The item {index} of this version", index=index))


def _placed(session: Session, plan: FilePlan, item: PlanItem, was: FilePlanItem | None) -> FilePlanItem:
    """The row of `item`, in its section, in the place of `was` if that is given."""
    section = next((each for each in plan.sections if each.title == item.section), None)
    if section is None:
        section = FilePlanSection(title=item.section, position=len(plan.sections))
        plan.sections.append(section)
    row = item_row(item, section, 0)
    if was is None:
        plan.items.append(row)
    else:
        for name in ("section", "index", "title", "retention_text", "term", "permanent", "epk", "trigger"):
            setattr(was, name, getattr(row, name))
        was.article, was.carrier, was.note = row.article, row.carrier, row.note
        row = was
    _order(session, plan)
    return row


def _order(session: Session, plan: FilePlan) -> None:
    """Items stand by section, within it by index; a section without items goes."""
    used = {id(item.section) for item in plan.items}
    for section in plan.sections:
        if id(section) not in used:
            session.delete(section)
    places = {id(section): at for at, section in enumerate(plan.sections)}
    plan.items.sort(key=lambda item: (places.get(id(item.section), 0), item.index))
    for at, item in enumerate(plan.items):
        item.position = at
