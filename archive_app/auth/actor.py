"""The acting person and what the person may do, read from the database anew for each request and command."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, or_, select

from archive_app.auth.errors import NobodyActs, NotAllowed, SayWhoActs
from archive_app.auth.grants import Book, Grant, Reached, Seen, holding, reached, scopes_within
from archive_app.auth.scope_book import own_scopes, scope_book
from archive_app.db.models import Duty, Role, RoleRight, SpecialAccess, User
from archive_app.db.models.access import Act

if TYPE_CHECKING:
    import datetime as dates
    from collections.abc import Iterable

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from archive_app.db.models.access import Scope

BROAD = 8
"""A reader who holds one scope of so many, or more, reads most lists quicker in their own order."""


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
    _scopes: Book = field(default_factory=Book, repr=False)
    _own_scopes: Book = field(default_factory=Book, repr=False)
    _seen: dict[Act, Seen] = field(default_factory=dict, repr=False, compare=False)
    """Found once for each act: a request asks several times."""

    def may(self, act: Act) -> bool:
        """Whether the person may do `act` to anything at all."""
        if self.limited_to is not None and act not in self.limited_to:
            return False
        return any(grant.act is act for grant in self.grants) or any(self._opened(act))

    def may_in(self, act: Act, scope: Scope) -> bool:
        """Whether the person may do `act` to a document of `scope`."""
        return self.may(act) and any(grant.act is act for grant in holding(self.grants, scope))

    def within(self, act: Act) -> Seen:
        """The documents that the person may do `act` to."""
        if act not in self._seen:
            self._seen[act] = self._find(act)
        return self._seen[act]

    def reached(self, act: Act, kind: str) -> Reached:
        """Whose records of `kind` the person may do `act` to, where documents alone do not tell."""
        return reached(self.grants, act, kind) if self.may(act) else Reached()

    def _find(self, act: Act) -> Seen:
        if not self.may(act):
            return Seen(everything=False)
        if any(grant.act is act and grant.unlimited for grant in self.grants):
            return Seen(everything=True)
        opened = tuple(self._opened(act))
        scopes = scopes_within(self.grants, act, self._scopes)
        return Seen(
            everything=False,
            scopes=scopes,
            broad=len(scopes) * BROAD >= len(self._scopes.scopes),
            own_scopes=scopes_within(self.grants, act, self._own_scopes),
            documents=frozenset(one.document_id for one in opened if one.document_id is not None),
            case_files=frozenset(one.case_file_id for one in opened if one.case_file_id is not None),
        )

    def limited(self, acts: Iterable[Act]) -> Actor:
        """The same person through a token that was made for `acts` only."""
        return replace(self, limited_to=frozenset(acts), _seen={})

    def _opened(self, act: Act) -> Iterable[Opened]:
        return (one for one in self.opened if act is Act.SEE or (act is Act.DOWNLOAD and one.download))


def load_actor(session: Session, login: str, on: dates.date | None = None) -> Actor:
    """The active user `login` with the rights of the day `on` (by default today in UTC).

    With an empty login, the only active user there is.

    Raises:
        NobodyActs: there is no such active user.
        SayWhoActs: the login is empty and there are several.
    """
    users = session.execute(_OF_LOGIN if login else _ACTIVE, {"login": login} if login else {}).all()
    if not users:
        raise NobodyActs(login, login=login or "—")
    if len(users) > 1:
        raise SayWhoActs
    return actor_of(session, users[0], on or datetime.now(UTC).date())


def actor_of(session: Session, user: User | Row[int, str, str], on: dates.date) -> Actor:
    """What `user` may do on the day `on`: three statements, however many documents there are."""
    held = session.execute(_HELD_BY_ONE, {"user_id": user.id, "on": on}).all()
    opened = session.execute(_OPENED, {"user_id": user.id, "on": on})
    grants = tuple(_grant(row) for row in held if row.act is not None)
    persons = frozenset(grant.person_id for grant in grants if grant.person_id is not None)
    return Actor(
        user_id=user.id,
        login=user.login,
        name=user.display_name,
        roles=frozenset(row.role_code for row in held),
        grants=grants,
        opened=tuple(Opened(*row) for row in opened),
        second_factor_required=any(row.second_factor_required for row in held),
        _scopes=scope_book(session),
        _own_scopes=own_scopes(session, persons) if persons else Book(),
    )


def grants_of_all(session: Session, on: dates.date) -> dict[int, tuple[Grant, ...]]:
    """The rights of every account on the day `on`, by its number: one statement."""
    found: dict[int, list[Grant]] = {}
    for row in session.execute(_HELD, {"on": on}):
        if row.act is not None:
            found.setdefault(row.user_id, []).append(_grant(row))
    return {user_id: tuple(grants) for user_id, grants in found.items()}


def _grant(row: Row[*tuple[Any, ...]]) -> Grant:
    return Grant(
        role=row.role_code,
        act=row.act,
        kind=row.kind_code,
        reach=row.reach,
        max_confidentiality=row.max_confidentiality,
        unit_id=row.unit_id,
        group_id=row.group_id,
        person_id=row.person_id,
        duty_id=row.id,
    )


_ON = bindparam("on", type_=Date())
_ACTIVE = select(User.id, User.login, User.display_name).where(User.active).order_by(User.id).limit(2)
_OF_LOGIN = _ACTIVE.where(User.login == bindparam("login"))
# Made once, for it is asked at every request, and making it costs more than running it. No objects: rows are enough.
_HELD = (
    select(
        Duty.id,
        Duty.user_id,
        Duty.role_code,
        Duty.unit_id,
        Duty.group_id,
        Duty.person_id,
        Role.second_factor_required,
        RoleRight.act,
        RoleRight.kind_code,
        RoleRight.reach,
        RoleRight.max_confidentiality,
    )
    .join(Role, Role.code == Duty.role_code)
    .outerjoin(RoleRight, RoleRight.role_code == Duty.role_code)
    .where(Duty.revoked_at.is_(None))
    .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= _ON), or_(Duty.valid_to.is_(None), Duty.valid_to >= _ON))
    .order_by(Duty.id, RoleRight.id)
)
_HELD_BY_ONE = _HELD.where(Duty.user_id == bindparam("user_id"))
_OPENED = select(SpecialAccess.document_id, SpecialAccess.case_file_id, SpecialAccess.download).where(
    SpecialAccess.user_id == bindparam("user_id"),
    SpecialAccess.revoked_at.is_(None),
    SpecialAccess.valid_from <= _ON,
    SpecialAccess.valid_until >= _ON,
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
