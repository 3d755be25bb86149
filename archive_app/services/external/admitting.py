"""From a proved person to an account here: tied by the subject, opened at the first sign-in if a group gives a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import ObjectRef
from archive_app.db.models import Duty, User
from archive_app.errors import ArchiveError
from archive_app.logs import log
from archive_app.services.accounts.attempts import STRANGER
from archive_app.services.accounts.directory import LONGEST_NAME, LoginTaken, add_account_in
from archive_app.services.accounts.signing_in import SignInRefused, folded_login
from archive_app.services.external.duties import match_duties, roles_given
from archive_app.services.external.errors import LoginHeld, NotAdmitted
from archive_app.services.external.identities import identity_of, tie_in
from archive_app.services.names import shortened

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.directory_roles import GroupRole
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.person import ExternalPerson

LONGEST_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Admitting:
    """Lets people in by the mapping of groups to roles; `today` is the day where the organisation is."""

    ground: Ground
    mapping: tuple[GroupRole, ...]
    today: datetime.date

    def admit(self, person: ExternalPerson, address: str) -> int:
        """The number of the person's account, with duties as the groups say now.

        Raises:
            NotAdmitted: no role from any group, and none by hand. LoginHeld: another account has the login.
            SignInRefused: the account is blocked. LoginNotUnderstood: no account can have this login.
            RolesNotUnderstood: the mapping names a role, unit or group that is not there.
        """
        try:
            user_id, refusal = self._decided_in_peace(person)
        except ArchiveError as error:
            user_id, refusal = 0, error
        if refusal is not None:
            self._tell(person, address, refusal)
            raise refusal
        return user_id

    def _decided_in_peace(self, person: ExternalPerson) -> tuple[int, ArchiveError | None]:
        """Looks again where the login was taken: perhaps by this person's own first sign-in in another browser."""
        try:
            user_id, refusal = self._decided(person)
        except (IntegrityError, LoginTaken):
            return self._decided(person)
        return self._decided(person) if isinstance(refusal, LoginHeld) else (user_id, refusal)

    def _decided(self, person: ExternalPerson) -> tuple[int, ArchiveError | None]:
        """What is changed stays changed also where the person is refused: duties that the groups no longer give."""
        with self.ground.writing(f"directory:{person.via}") as (session, trail):
            identity = identity_of(session, person)
            given = roles_given(self.mapping, person.groups)
            if identity is None:
                refusal = self._stranger_refused(session, person, given)
                if refusal is not None:
                    return 0, refusal
                user = self._opened(session, trail, person)
            else:
                user = identity.user
                if not user.active:
                    return 0, SignInRefused()
                _tell_anew(user, person, trail)
            match_duties(session, trail, user, person.via, given, now=self.ground.clock(), on=self.today)
            session.flush()
            return user.id, None if self._holds_a_duty(session, user) else NotAdmitted()

    def _stranger_refused(
        self, session: Session, person: ExternalPerson, given: tuple[GroupRole, ...]
    ) -> ArchiveError | None:
        if not given:
            return NotAdmitted()
        login = folded_login(person.login)
        if session.scalar(select(User.id).where(User.login == login)) is not None:
            return LoginHeld(login=login)
        if not person.subject or len(person.subject) > LONGEST_SUBJECT:
            return SignInRefused()
        return None

    def _opened(self, session: Session, trail: AuditTrail, person: ExternalPerson) -> User:
        user = add_account_in(session, trail, person.login, _name(person), now=self.ground.clock(), email=person.email)
        tie_in(session, trail, user, person.issuer, person.subject, by=person.via, now=self.ground.clock())
        return user

    def _holds_a_duty(self, session: Session, user: User) -> bool:
        begun = or_(Duty.valid_from.is_(None), Duty.valid_from <= self.today)
        lasting = or_(Duty.valid_to.is_(None), Duty.valid_to >= self.today)
        mine = select(Duty.id).where(Duty.user_id == user.id, Duty.revoked_at.is_(None), begun, lasting)
        return session.scalar(mine.limit(1)) is not None

    def _tell(self, person: ExternalPerson, address: str, refusal: ArchiveError) -> None:
        with self.ground.writing(STRANGER) as (_, trail):
            trail.record(
                "user:sign_in:fail",
                ObjectRef("login", folded_login(person.login)[:100]),
                address=address,
                by=person.via,
                reason=refusal.code,
                subject=person.subject[:LONGEST_SUBJECT],
            )
        log.warning("external sign-in refused", via=person.via, reason=refusal.code)


def _tell_anew(user: User, person: ExternalPerson, trail: AuditTrail) -> None:
    """Name and mail address follow the directory; the login here stays, for the journal names people by it."""
    name = _name(person) or user.display_name
    changed = [
        field
        for field, value in (("display_name", name), ("email", person.email))
        if value is not None and getattr(user, field) != value
    ]
    for field in changed:
        setattr(user, field, name if field == "display_name" else person.email)
    if changed:
        trail.record("user:account:change", user, fields=changed)


def _name(person: ExternalPerson) -> str:
    """As the directory tells it: nobody types it here, who could shorten it."""
    return shortened(person.name.strip(), LONGEST_NAME)
