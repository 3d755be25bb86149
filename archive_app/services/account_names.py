"""The names of people whose logins a paper bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import MACHINE
from archive_app.audit_words import actor_words
from archive_app.db.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def names_of(session: Session, logins: Iterable[str | None]) -> dict[str, str]:
    """Login -> name, of those that there are, and of the machine: one statement."""
    wanted = sorted({login for login in logins if login})
    rows = session.execute(select(User.login, User.display_name).where(User.login.in_(wanted)))
    itself = {MACHINE: actor_words(MACHINE)} if MACHINE in wanted else {}
    return itself | {login: name for login, name in rows}  # noqa: C416 - a Result has keys of its own
