"""The road of a version: agreed by the commission, approved by the director, put in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import aliased
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, CaseFile, CaseFileState, FilePlan, FilePlanItem, FilePlanStatus
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.kind_places import place_kinds
from archive_app.services.names import clean_text
from archive_app.services.plans.errors import (
    EmptyPlan,
    ItemsInUse,
    OwnPlan,
    PlanFixed,
    PlanNotAgreed,
    PlanNotApproved,
    StalePlan,
)
from archive_app.services.plans.versions import Version, load_plan, version_of
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes a version from draft to force. Each step is taken once; none is taken back."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def agree(self, plan_id: int, revision: int, actor: Actor, *, protocol: str) -> Version:
        """Enter that the commission agreed: from now on the items are fixed. `protocol`: its number and date.

        Raises:
            NotAllowed, NotFound, PlanFixed, StalePlan, EmptyPlan, ReasonMissing: no protocol is named.
        """
        require(actor, Act.PLANS)
        reference = clean_text(protocol)
        if not reference:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            plan = load_plan(uow.session, plan_id)
            if plan.status is not FilePlanStatus.DRAFT:
                raise PlanFixed(str(plan_id), year=plan.year, number=plan.version)
            if plan.revision != revision:  # what the commission agreed is what the clerk sees
                raise StalePlan(str(plan_id), year=plan.year)
            if not plan.items:
                raise EmptyPlan(str(plan.year), year=plan.year)
            plan.status, plan.agreed_ref = FilePlanStatus.AGREED, reference
            plan.agreed_by, plan.agreed_on = actor.login, self.today()
            return self._saved(uow, plan, actor, "file_plan:version:agree", protocol=reference)

    def approve(self, plan_id: int, actor: Actor) -> Version:
        """Approve an agreed version. Raises NotAllowed, NotFound, PlanNotAgreed, OwnPlan: the drafter approves it."""
        require(actor, Act.APPROVE)
        with UnitOfWork(self.sessions) as uow:
            plan = load_plan(uow.session, plan_id)
            if plan.status is not FilePlanStatus.AGREED:
                raise PlanNotAgreed(str(plan.year), year=plan.year)
            if plan.drafted_by == actor.login:
                raise OwnPlan(str(plan.year), year=plan.year)
            plan.status = FilePlanStatus.APPROVED
            plan.approved_by, plan.approved_on = actor.login, self.today()
            return self._saved(uow, plan, actor, "file_plan:version:approve")

    def enforce(self, plan_id: int, actor: Actor) -> Version:
        """Put an approved version in force; case files still open go over to its items of the same index.

        Raises:
            NotAllowed, NotFound, PlanNotApproved, ItemsInUse: open case files lie under items that it has not.
        """
        require(actor, Act.PLANS)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            plan = load_plan(session, plan_id)
            if plan.status is not FilePlanStatus.APPROVED:
                raise PlanNotApproved(str(plan.year), year=plan.year)
            replaced = session.scalar(
                select(FilePlan).where(FilePlan.year == plan.year, FilePlan.status == FilePlanStatus.IN_FORCE)
            )
            if replaced is not None:
                _carry_over(session, replaced.id, plan)
                replaced.status = FilePlanStatus.CLOSED
                session.flush()
            placed = place_kinds(session, plan)
            plan.status = FilePlanStatus.IN_FORCE
            return self._saved(uow, plan, actor, "file_plan:version:enforce", kinds=placed)

    def _saved(self, uow: UnitOfWork, plan: FilePlan, actor: Actor, tag: str, **details: object) -> Version:
        trail = AuditTrail(uow, actor=actor.login, now=self.clock)
        trail.record(tag, plan, year=plan.year, version=plan.version, **details)
        try:
            uow.session.flush()
        except StaleDataError as error:
            raise StalePlan(str(plan.id), year=plan.year) from error
        shown = version_of(plan)
        uow.commit()
        return shown


def _carry_over(session: Session, replaced_id: int, plan: FilePlan) -> None:
    """Open case files of the version replaced go over to the new one; closed ones keep the rule they have."""
    old, new = aliased(FilePlanItem), aliased(FilePlanItem)
    is_open = CaseFile.state == CaseFileState.OPEN
    used = select(old.index).join(CaseFile, CaseFile.item_id == old.id).where(old.plan_id == replaced_id, is_open)
    missing = sorted(set(session.scalars(used.distinct())) - {item.index for item in plan.items})
    if missing:
        raise ItemsInUse(indexes=", ".join(missing))
    following = (
        select(new.id)
        .join(old, old.index == new.index)
        .where(old.id == CaseFile.item_id, new.plan_id == plan.id)
        .scalar_subquery()
    )
    of_replaced = CaseFile.item_id.in_(select(FilePlanItem.id).where(FilePlanItem.plan_id == replaced_id))
    session.execute(
        update(CaseFile)
        .where(is_open, of_replaced)
        .values(item_id=following, version=CaseFile.version + 1)
        .execution_options(synchronize_session=False)
    )
