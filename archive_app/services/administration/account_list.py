"""The list of accounts, by name: searched, narrowed to a state, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, AppSession, Duty, ExternalIdentity, Role, SecondFactor, StudyGroup, Unit, User

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.services.accounts.ground import Ground

LONGEST_SOUGHT = 100


class AccountState(StrEnum):
    """What an account can do."""

    OPEN = "open"
    INVITED = "invited"
    """Open, and nobody can sign in with it yet."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list; `duties` are those of today, in words."""

    user_id: int
    login: str
    name: str
    email: str | None
    state: AccountState
    second_factor: bool
    last_seen: datetime.datetime | None
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of the list; `after` begins the next one, None: this is the last."""

    rows: tuple[AccountRow, ...]
    after: tuple[str, int] | None


def list_accounts(
    ground: Ground,
    actor: Actor,
    on: datetime.date,
    *,
    sought: str = "",
    state: AccountState | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> AccountPage:
    """Up to `limit` accounts by name, with the duties of the day `on`: two statements. Raises NotAllowed."""
    require(actor, Act.ACCOUNTS)
    seen = select(func.max(AppSession.seen_at)).where(AppSession.user_id == User.id).scalar_subquery()
    factor = exists().where(SecondFactor.user_id == User.id)
    tied = exists().where(ExternalIdentity.user_id == User.id)
    query = select(User, seen, factor, tied).order_by(User.display_name, User.id).limit(limit + 1)
    with ground.reading() as session:
        found = session.execute(query.where(*_conditions(sought.strip()[:LONGEST_SOUGHT], state, after))).all()
        duties = _duties(session, [row[0].id for row in found[:limit]], on)
    rows = tuple(
        AccountRow(
            user.id,
            user.login,
            user.display_name,
            user.email,
            state_of(user, tied=is_tied),
            second_factor=has_factor,
            last_seen=last_seen,
            duties=tuple(duties.get(user.id, ())),
        )
        for user, last_seen, has_factor, is_tied in found[:limit]
    )
    return AccountPage(rows, (rows[-1].name, rows[-1].user_id) if len(found) > limit else None)


def state_of(user: User, *, tied: bool) -> AccountState:
    """`tied`: a directory proves who it is, so that no password is needed here."""
    if not user.active:
        return AccountState.BLOCKED
    return AccountState.OPEN if user.password_hash or tied else AccountState.INVITED


def _conditions(
    sought: str, state: AccountState | None, after: tuple[str, int] | None
) -> Iterable[ColumnElement[bool]]:
    if sought:
        # The databases fold Latin letters at most: a name is sought as it is typed and as names are written.
        ways = dict.fromkeys((sought, sought.capitalize(), sought.casefold()))
        yield or_(
            User.login.contains(sought.casefold(), autoescape=True),
            *(User.display_name.contains(way, autoescape=True) for way in ways),
        )
    if state is not None:
        enters = or_(User.password_hash.is_not(None), exists().where(ExternalIdentity.user_id == User.id))
        yield {
            AccountState.OPEN: and_(User.active, enters),
            AccountState.INVITED: and_(User.active, ~enters),
            AccountState.BLOCKED: ~User.active,
        }[state]
    if after is not None:
        name, number = after
        yield or_(User.display_name > name, and_(User.display_name == name, User.id > number))


def _duties(session: Session, numbers: Sequence[int], on: datetime.date) -> dict[int, list[str]]:
    query = (
        select(Duty.user_id, Role.title, Unit.name, StudyGroup.name)
        .join(Role, Role.code == Duty.role_code)
        .outerjoin(Unit, Unit.id == Duty.unit_id)
        .outerjoin(StudyGroup, StudyGroup.id == Duty.group_id)
        .where(Duty.user_id.in_(numbers), Duty.revoked_at.is_(None))
        .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= on), or_(Duty.valid_to.is_(None), Duty.valid_to >= on))
        .order_by(Role.title, Duty.id)
    )
    found: dict[int, list[str]] = {}
    for user_id, title, unit, group in session.execute(query):
        limits = ", ".join(part for part in (unit, group) if part)
        found.setdefault(user_id, []).append(f"{title} ({limits})" if limits else title)
    return found
