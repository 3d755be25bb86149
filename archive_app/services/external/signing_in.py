"""Signing in with a password, whoever judges it: this archive or the LDAP directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import ObjectRef
from archive_app.db.models import User
from archive_app.logs import log
from archive_app.services.accounts.attempts import STRANGER, attempt_succeeded, begin_attempt
from archive_app.services.accounts.signing_in import LONGEST_TYPED, SignInRefused, check_password, folded_login
from archive_app.services.external.errors import DirectoryUnavailable
from archive_app.services.external.identities import is_tied
from archive_app.services.external.person import LDAP

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.admitting import Admitting
    from archive_app.services.external.ldap_directory import LdapDirectory
    from archive_app.services.external.person import ExternalPerson


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    """Judges login and password. An account with a password of its own is judged here, unless it is tied to LDAP."""

    ground: Ground
    ldap: LdapDirectory | None
    admitting: Admitting

    def check(self, login: str, password: str, address: str) -> int:
        """The number of the account that `login` and `password` open.

        Raises:
            SignInRefused, SignInLocked; DirectoryUnavailable: only where the directory must be asked; what
            `Admitting.admit` raises.
        """
        if self.ldap is None or self._judged_here(login):
            return check_password(self.ground, login, password, address)
        return self.admitting.admit(self._proved(self.ldap, login, password[:LONGEST_TYPED], address), address)

    def _judged_here(self, login: str) -> bool:
        with self.ground.reading() as session:
            user = session.scalars(select(User).where(User.login == folded_login(login))).first()
            return user is not None and user.password_hash is not None and not is_tied(session, user.id, LDAP)

    def _proved(self, ldap: LdapDirectory, login: str, password: str, address: str) -> ExternalPerson:
        login = folded_login(login)
        attempt = begin_attempt(self.ground, login, address)
        try:
            person = ldap.proved(login, password)
        except DirectoryUnavailable as error:
            log.error("the directory cannot be asked", **error.params)  # noqa: TRY400 - frames have the password
            self._not_counted(attempt)  # nobody has guessed wrong
            raise
        if person is None:
            with self.ground.writing(STRANGER) as (_, trail):
                trail.record("user:sign_in:fail", ObjectRef("login", login[:100]), address=address, by=LDAP)
            raise SignInRefused
        self._not_counted(attempt)
        return person

    def _not_counted(self, attempt: int) -> None:
        with self.ground.sessions.begin() as session:
            attempt_succeeded(session, attempt)
