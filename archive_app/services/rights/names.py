"""Rows of dictionaries found by what a person types; what is not known is told with what is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from archive_app.db.models import DocumentKind, Role, StudyGroup, Unit, User
from archive_app.i18n import mark, translate
from archive_app.services.rights.errors import UnknownName, UnknownUser

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


R = TypeVar("R", Unit, Role, DocumentKind, User)
WHAT_WORDS = {
    "unit": mark("Unit"),
    "group": mark("Group"),
    "role": mark("Role"),
    "kind": mark("Kind of documents"),
}
LISTED = 20
"""Known names that an error repeats."""


def unit_named(session: Session, name: str) -> Unit:
    """The unit `name`, if it is not retired: for what is put into it now. Raises UnknownName."""
    named = (Unit.name == name.strip()) & Unit.retired_at.is_(None)
    return _one(session, Unit, named, "unit", name, Unit.name)


def role_named(session: Session, name: str) -> Role:
    """The role by its code or its Russian title. Raises UnknownName."""
    return _one(session, Role, (Role.code == name) | (Role.title == name), "role", name, Role.code)


def kind_named(session: Session, name: str) -> DocumentKind:
    """The kind of documents by its code or its Russian title. Raises UnknownName."""
    known = DocumentKind.code
    return _one(session, DocumentKind, (known == name) | (DocumentKind.title == name), "kind", name, known)


def user_named(session: Session, login: str) -> User:
    """The account `login`, active or not. Raises UnknownUser."""
    user = session.scalar(select(User).where(User.login == login))
    if user is None:  # logins are not listed: who asks need not know them
        raise UnknownUser(login, name=login)
    return user


def group_named(session: Session, name: str, on: datetime.date) -> StudyGroup:
    """The group that bears `name` on the day `on`, else the latest that did. Raises UnknownName."""
    query = select(StudyGroup).where(StudyGroup.name == name.strip())
    newest = StudyGroup.started_on.desc()
    begun = session.scalars(query.where(StudyGroup.started_on <= on).order_by(newest).limit(1)).first()
    found = begun or session.scalars(query.order_by(newest).limit(1)).first()
    if found is None:
        raise _unknown(session, "group", name, StudyGroup.name)
    return found


def _one(
    session: Session,
    model: type[R],
    which: ColumnElement[bool],
    what: str,
    name: str,
    known: InstrumentedAttribute[str],
) -> R:
    found = session.scalars(select(model).where(which).limit(1)).first()
    if found is None:
        raise _unknown(session, what, name, known)
    return found


def _unknown(session: Session, what: str, name: str, column: InstrumentedAttribute[str]) -> UnknownName:
    known = session.scalars(select(column).distinct().order_by(column).limit(LISTED)).all()
    return UnknownName(name, what=translate(WHAT_WORDS[what]), name=name, known=", ".join(known) or "—")
