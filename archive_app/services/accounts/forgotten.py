"""A forgotten password: a letter with a link, asked for by anybody, telling nobody whether there is such an account.

The request only counts a try and promises a job, whoever is named; the job looks whether there is somebody to write to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.audit import ObjectRef
from archive_app.db.models import SignInAttempt, User
from archive_app.i18n import translate
from archive_app.jobs import NewJob, enqueue
from archive_app.logs import log
from archive_app.services.accounts.attempts import STRANGER
from archive_app.services.accounts.invitations import invite
from archive_app.services.accounts.signing_in import folded_login
from archive_app.services.kinds import RESET_LETTER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from archive_app.jobs import JobContext
    from archive_app.mail import Mailer
    from archive_app.services.accounts.ground import Ground

LETTERS = 3
"""Letters to one login within the window of the rules; what is asked beyond is answered alike, and not written."""
LETTERS_OF_ADDRESS = 20
"""Requests from one network address within the window; those beyond are answered alike, and not written."""
PRIORITY = 5
MARK = "reset:"
"""Before login and address, so that letters and wrong passwords are counted apart. No login has a colon in it."""


def ask_for_letter(ground: Ground, login: str, address: str) -> None:
    """Promise a letter to `login`, wherever the request comes from (`address`); too many are not written."""
    folded, now = folded_login(login), ground.clock()
    if not folded:
        return
    who, where, since = MARK + folded[: 150 - len(MARK)], MARK + address, now - ground.rules.window
    counted = select(func.count()).select_from(SignInAttempt).where(SignInAttempt.at > since)
    with ground.writing(STRANGER) as (session, trail):
        of_login = session.scalar(counted.where(SignInAttempt.login == who)) or 0
        of_address = session.scalar(counted.where(SignInAttempt.address == where)) or 0
        session.add(SignInAttempt(login=who, address=where, at=now, failed=False))
        if of_login >= LETTERS or of_address >= LETTERS_OF_ADDRESS:
            return
        trail.record("user:password:ask", ObjectRef("login", folded[:100]), address=address)
        job = NewJob(kind=RESET_LETTER, payload={"login": folded}, priority=PRIORITY, unique_key=MARK + folded)
        enqueue(session, job, now=now)


@dataclass(frozen=True, slots=True)
class ForgottenPasswords:
    """Writes the letters. `mailer` is None where no mail is set up; `public` is the address of the archive."""

    ground: Ground
    mailer: Mailer | None
    public: str
    lifetime: timedelta
    local: Callable[[datetime], str]
    """A moment in words, where the organisation is."""

    def __call__(self, job: JobContext) -> None:
        """Make a link for the account, if there is one that may be written to, and send it.

        Raises:
            MailNotSent: the queue tries again.
        """
        user = self._holder(str(job.payload["login"]))
        if user is None or self.mailer is None:
            log.info("no letter for a forgotten password: no open account with a password and an address")
            return
        ground = replace(self.ground, rules=replace(self.ground.rules, invitation_lifetime=self.lifetime))
        link = invite(ground, user.id, by=user.login)
        self.mailer.send(
            [str(user.email)],
            translate("A new password for the archive"),
            translate(
                "Somebody, most likely you, asked for a new password for the login {login}.\n\n"
                "By this address you choose it, once, until {until}:\n{address}\n\n"
                "When you do, you are signed out everywhere else. "
                "If it was not you, do nothing: the old password stays.\n",
                login=user.login,
                until=self.local(link.expires_at),
                address=self.public + link.path,
            ),
        )

    def _holder(self, login: str) -> User | None:
        """The open account that has a password and an address; a person may give the address in place of the login."""
        named = or_(User.login == login, func.lower(User.email) == login)
        query = select(User).where(named, User.active, User.password_hash.is_not(None), User.email.is_not(None))
        with self.ground.reading() as session:
            found = session.scalars(query.limit(2)).all()
        return found[0] if len(found) == 1 else None
