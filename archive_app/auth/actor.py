"""The acting person, and the part of the archive that is open to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.errors import NobodyActs, NotAllowed
from archive_app.db.models import User
from indexer.search import Access

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

READS_EVERYTHING = frozenset({"director", "archivist"})
"""Roles that see every document (the domain's table of roles); to everybody else none is shown."""
FILES = frozenset({"director", "archivist", "clerk"})
ADMINISTERS = frozenset({"sysadmin"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: `login` goes into the audit, `roles` decide."""

    login: str
    name: str
    roles: frozenset[str]

    @property
    def reads(self) -> bool:
        """Whether this person may see documents at all."""
        return bool(self.roles & READS_EVERYTHING)

    @property
    def access(self) -> Access:
        """What search and lists may show this person."""
        return Access.everything() if self.reads else Access(frozenset(), 0)


def load_actor(session: Session, login: str) -> Actor:
    """The active user `login`; with an empty login, the first active user.

    Raises:
        NobodyActs: there is no such active user.
    """
    query = select(User).where(User.active).order_by(User.id).limit(1)
    if login:
        query = query.where(User.login == login)
    user = session.scalars(query).first()
    if user is None:
        raise NobodyActs(login, login=login or "—")
    return Actor(user.login, user.display_name, frozenset(role.code for role in user.roles))


def require(actor: Actor, roles: frozenset[str]) -> None:
    """Let the act pass only if `actor` has one of `roles`.

    Raises:
        NotAllowed: the person has none of them.
    """
    if not actor.roles & roles:
        raise NotAllowed(actor.login, login=actor.login)
