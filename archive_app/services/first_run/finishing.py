"""The end of the set-up: all answers become rows in one transaction, and the link is worthless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from archive_app.db.models import Duty, Fonds, Setting, User
from archive_app.errors import Conflict
from archive_app.services.accounts.choosing_password import put_password
from archive_app.services.accounts.directory import add_account_in
from archive_app.services.accounts.invitations import invite_in
from archive_app.services.fileplans import put_in_force
from archive_app.services.first_run import draft as drafts
from archive_app.services.first_run.link import use_up
from archive_app.services.first_run.starting_plans import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.accounts.invitations import Link
    from archive_app.services.first_run.draft import Administrator, Archivist, Organisation, StartingPlan

ALONE = ("archivist", "sysadmin", "auditor")
"""One person does it all in a small school."""
BESIDE_AN_ARCHIVIST = ("sysadmin", "auditor")


class SetUpIncomplete(Conflict):
    """Some questions have no answer yet."""

    code = "set_up_incomplete"


@dataclass(frozen=True, slots=True)
class Finished:
    """`user_id` is the administrator; `invitation` is for the archivist, where that is somebody else."""

    user_id: int
    second_factor: bool
    invitation: Link | None


def finish(ground: Ground, key: str) -> Finished:
    """Write what the draft says; all of it or nothing.

    Raises:
        SetUpOver: the link is no longer good. SetUpIncomplete. LoginTaken. PlanExists.
    """
    draft = drafts.load_draft(ground)
    who = draft.administrator
    if draft.organisation is None or who is None or draft.archivist is None or draft.plan is None:
        raise SetUpIncomplete
    with ground.writing(who.login) as (session, trail):
        use_up(session, key)
        session.execute(delete(Setting).where(Setting.key == drafts.KEPT_AS))
        _name_fonds(session, trail, draft.organisation)
        user = _open_administrator(session, trail, ground, who)
        _give(session, trail, ground, user, ALONE if draft.archivist.same else BESIDE_AN_ARCHIVIST)
        invitation = _open_archivist(session, trail, ground, draft.archivist, by=who.login)
        _begin_plan(session, trail, ground, draft.plan)
        session.flush()
        return Finished(user.id, who.second_factor, invitation)


def _name_fonds(session: Session, trail: AuditTrail, answer: Organisation) -> None:
    fonds = session.scalars(select(Fonds).order_by(Fonds.id)).first()
    if fonds is None:
        fonds = Fonds(number=answer.number, name=answer.name)
        session.add(fonds)
        trail.record("fonds:record:add", fonds)
    else:
        trail.record("fonds:record:change", fonds, number=answer.number, name=answer.name)
    fonds.number, fonds.name, fonds.short_name = answer.number, answer.name, answer.short_name or None


def _open_administrator(session: Session, trail: AuditTrail, ground: Ground, answer: Administrator) -> User:
    """The account that `archive init` opened becomes the administrator's; without one a new account is opened."""
    user = drafts.first_account(session)
    if user is None:
        user = add_account_in(session, trail, answer.login, answer.name, now=ground.clock())
    elif (user.login, user.display_name) != (answer.login, answer.name):
        trail.record("user:account:change", user, login=answer.login, former=user.login)
        user.login, user.display_name = answer.login, answer.name
    put_password(session, trail, ground, user, answer.password_hash, by=answer.login)
    return user


def _give(session: Session, trail: AuditTrail, ground: Ground, user: User, roles: Sequence[str]) -> None:
    """Exactly these duties: those that the account was opened with and that are not among them end."""
    held = select(Duty).where(Duty.user_id == user.id, Duty.revoked_at.is_(None))
    kept = set()
    for duty in session.scalars(held).all():
        kept.add(duty.role_code)
        if duty.role_code not in roles:
            duty.revoked_at, duty.revoked_by = ground.clock(), user.login
            trail.record("user:duty:revoke", user, role=duty.role_code)
    for role in roles:
        if role not in kept:
            session.add(Duty(user=user, role_code=role, given_by=user.login, given_at=ground.clock()))
            trail.record("user:duty:give", user, role=role)


def _open_archivist(session: Session, trail: AuditTrail, ground: Ground, answer: Archivist, *, by: str) -> Link | None:
    if answer.same:
        return None
    user = add_account_in(session, trail, answer.login, answer.name, now=ground.clock())
    session.add(Duty(user=user, role_code="archivist", given_by=by, given_at=ground.clock()))
    trail.record("user:duty:give", user, role="archivist")
    return invite_in(session, trail, user, by=by, ground=ground)


def _begin_plan(session: Session, trail: AuditTrail, ground: Ground, plan: StartingPlan) -> None:
    if plan.table:
        put_in_force(session, trail, plan.year, contents(plan).items, ground.clock())
