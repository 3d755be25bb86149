"""The acting person and what the person may do, read from the database anew for each request and command."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from archive_app.auth.errors import NobodyActs, NotAllowed, SayWhoActs
from archive_app.auth.grants import Grant, Seen, scopes_within
from archive_app.auth.scope_book import own_scopes, scope_book
from archive_app.db.models import Duty, Role, RoleRight, SpecialAccess, User
from archive_app.db.models.access import Act

if TYPE_CHECKING:
    import datetime as dates
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.auth.scope_book import Book
    from archive_app.db.models.scopes import Scope


@dataclass(frozen=True, slots=True)
class Opened:
    """One document or case file opened for a time."""

    document_id: int | None
    case_file_id: int | None
    download: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts: `login` goes into the audit, `grants` and `opened` decide.

    `limited_to` are the acts that the token in use was made for; None: all that the person may do.
    """

    user_id: int
    login: str
    name: str
    roles: frozenset[str] = frozenset()
    grants: tuple[Grant, ...] = ()
    opened: tuple[Opened, ...] = ()
    limited_to: frozenset[Act] | None = None
    second_factor_required: bool = False
    _scopes: Book = field(default=(), repr=False)
    _own_scopes: Book = field(default=(), repr=False)

    def may(self, act: Act) -> bool:
        """Whether the person may do `act` to anything at all."""
        if self.limited_to is not None and act not in self.limited_to:
            return False
        return any(grant.act is act for grant in self.grants) or any(self._opened(act))

    def may_in(self, act: Act, scope: Scope) -> bool:
        """Whether the person may do `act` to a document of `scope`."""
        return self.may(act) and any(grant.act is act and grant.covers(scope) for grant in self.grants)

    def within(self, act: Act) -> Seen:
        """The documents that the person may do `act` to."""
        if not self.may(act):
            return Seen(everything=False)
        if any(grant.act is act and grant.unlimited for grant in self.grants):
            return Seen(everything=True)
        opened = tuple(self._opened(act))
        return Seen(
            everything=False,
            scopes=scopes_within(self.grants, act, self._scopes),
            own_scopes=scopes_within(self.grants, act, self._own_scopes),
            documents=frozenset(one.document_id for one in opened if one.document_id is not None),
            case_files=frozenset(one.case_file_id for one in opened if one.case_file_id is not None),
        )

    def limited(self, acts: Iterable[Act]) -> Actor:
        """The same person through a token that was made for `acts` only."""
        return replace(self, limited_to=frozenset(acts))

    def _opened(self, act: Act) -> Iterable[Opened]:
        return (one for one in self.opened if act is Act.SEE or (act is Act.DOWNLOAD and one.download))


def load_actor(session: Session, login: str, on: dates.date | None = None) -> Actor:
    """The active user `login` with the rights of the day `on` (by default today in UTC).

    With an empty login, the only active user there is.

    Raises:
        NobodyActs: there is no such active user.
        SayWhoActs: the login is empty and there are several.
    """
    query = select(User).where(User.active).order_by(User.id).limit(2)
    users = session.scalars(query.where(User.login == login) if login else query).all()
    if not users:
        raise NobodyActs(login, login=login or "—")
    if len(users) > 1:
        raise SayWhoActs
    return actor_of(session, users[0], on or datetime.now(UTC).date())


def actor_of(session: Session, user: User, on: dates.date) -> Actor:
    """What `user` may do on the day `on`: three statements, however many documents there are."""
    held = session.execute(_held(on).where(Duty.user_id == user.id)).all()
    opened = session.execute(
        select(SpecialAccess.document_id, SpecialAccess.case_file_id, SpecialAccess.download).where(
            SpecialAccess.user_id == user.id,
            SpecialAccess.revoked_at.is_(None),
            SpecialAccess.valid_from <= on,
            SpecialAccess.valid_until >= on,
        )
    )
    grants = tuple(_grant(duty, right) for duty, right, _ in held if right is not None)
    persons = frozenset(grant.person_id for grant in grants if grant.person_id is not None)
    return Actor(
        user_id=user.id,
        login=user.login,
        name=user.display_name,
        roles=frozenset(duty.role_code for duty, _, _ in held),
        grants=grants,
        opened=tuple(Opened(*row) for row in opened),
        second_factor_required=any(required for _, _, required in held),
        _scopes=scope_book(session),
        _own_scopes=own_scopes(session, persons) if persons else (),
    )


def grants_of_all(session: Session, on: dates.date) -> dict[int, tuple[Grant, ...]]:
    """The rights of every account on the day `on`, by its number: one statement."""
    found: dict[int, list[Grant]] = {}
    for duty, right, _ in session.execute(_held(on)):
        if right is not None:
            found.setdefault(duty.user_id, []).append(_grant(duty, right))
    return {user_id: tuple(grants) for user_id, grants in found.items()}


def _held(on: dates.date) -> Select[Duty, RoleRight, bool]:
    return (
        select(Duty, RoleRight, Role.second_factor_required)
        .join(Role, Role.code == Duty.role_code)
        .outerjoin(RoleRight, RoleRight.role_code == Duty.role_code)
        .where(Duty.revoked_at.is_(None))
        .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= on), or_(Duty.valid_to.is_(None), Duty.valid_to >= on))
        .order_by(Duty.id, RoleRight.id)
    )


def _grant(duty: Duty, right: RoleRight) -> Grant:
    return Grant(
        role=duty.role_code,
        act=right.act,
        kind=right.kind_code,
        reach=right.reach,
        max_confidentiality=right.max_confidentiality,
        unit_id=duty.unit_id,
        group_id=duty.group_id,
        person_id=duty.person_id,
        duty_id=duty.id,
    )


def require(actor: Actor, act: Act) -> None:
    """Let the act pass only if `actor` may do it to something.

    Raises:
        NotAllowed: the person may not.
    """
    if not actor.may(act):
        raise NotAllowed(actor.login, login=actor.login)


def require_one(actor: Actor, acts: Iterable[Act]) -> None:
    """Let pass whoever may do one of `acts` to something; without acts everybody. Raises NotAllowed."""
    wanted = tuple(acts)
    if wanted and not any(actor.may(act) for act in wanted):
        raise NotAllowed(actor.login, login=actor.login)


def require_in(actor: Actor, act: Act, scope: Scope) -> None:
    """Let the act pass only if `actor` may do it to a document of `scope`. Raises NotAllowed."""
    if not actor.may_in(act, scope):
        raise NotAllowed(actor.login, login=actor.login)
