"""The tie between an account and a subject of another house: made at the first sign-in, or by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from archive_app.db.models import ExternalIdentity, User
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.external.duties import match_duties
from archive_app.services.external.errors import IdentityHeld
from archive_app.services.external.person import LDAP, OIDC

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.person import ExternalPerson


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """A tie in the list."""

    login: str
    issuer: str
    subject: str
    linked_at: datetime
    linked_by: str


def identity_of(session: Session, person: ExternalPerson) -> ExternalIdentity | None:
    """The tie of a proved person, with the account."""
    query = select(ExternalIdentity).options(joinedload(ExternalIdentity.user))
    return session.scalars(
        query.where(ExternalIdentity.issuer == person.issuer, ExternalIdentity.subject == person.subject)
    ).first()


def is_tied(session: Session, user_id: int, issuer: str) -> bool:
    """Whether `issuer` decides about the account."""
    mine = (ExternalIdentity.user_id == user_id, ExternalIdentity.issuer == issuer)
    return session.scalar(select(ExternalIdentity.id).where(*mine)) is not None


def identities(ground: Ground) -> list[IdentityLine]:
    """All ties by login."""
    query = select(ExternalIdentity).options(joinedload(ExternalIdentity.user)).join(ExternalIdentity.user)
    with ground.reading() as session:
        return [
            IdentityLine(row.user.login, row.issuer, row.subject, row.linked_at, row.linked_by)
            for row in session.scalars(query.order_by(User.login, ExternalIdentity.issuer))
        ]


def tie(ground: Ground, user_id: int, issuer: str, subject: str, *, by: str) -> None:
    """Tie an account that was opened here to a subject: an administrator has made sure that both are one person.

    Raises:
        IdentityHeld: the subject has another account, or the account another subject.
    """
    with ground.writing(by) as (session, trail):
        user = session.get_one(User, user_id)
        of_user = (ExternalIdentity.user_id == user_id) & (ExternalIdentity.issuer == issuer)
        of_subject = (ExternalIdentity.issuer == issuer) & (ExternalIdentity.subject == subject)
        if session.scalar(select(ExternalIdentity.id).where(or_(of_user, of_subject)).limit(1)) is not None:
            raise IdentityHeld(login=user.login, subject=subject)
        tie_in(session, trail, user, issuer, subject, by=by, now=ground.clock())


def untie(ground: Ground, user_id: int, issuer: str, *, by: str) -> None:
    """Undo a tie; the account stays, with the duties that were given by hand only. Raises NotFound."""
    with ground.writing(by) as (session, trail):
        user = session.get_one(User, user_id)
        mine = (ExternalIdentity.user_id == user_id, ExternalIdentity.issuer == issuer)
        found = session.scalars(select(ExternalIdentity).where(*mine)).first()
        if found is None:
            raise NotFound(issuer, what=translate("The tie of «{login}» to {issuer}", login=user.login, issuer=issuer))
        session.delete(found)
        via = LDAP if issuer == LDAP else OIDC
        match_duties(session, trail, user, via, (), now=ground.clock(), on=ground.today())
        trail.record("user:identity:untie", user, issuer=issuer, subject=found.subject)


def tie_in(
    session: Session, trail: AuditTrail, user: User, issuer: str, subject: str, *, by: str, now: datetime
) -> None:
    """The same within a transaction of the caller."""
    session.add(ExternalIdentity(user=user, issuer=issuer, subject=subject, linked_at=now, linked_by=by))
    trail.record("user:identity:tie", user, issuer=issuer, subject=subject)
