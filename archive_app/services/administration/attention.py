"""What an administrator should look at first: each finding by its code, with the number that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import Act, Invitation, User
from archive_app.services.accounts.attempts import logins_locked
from archive_app.services.rights.keepers import keepers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from archive_app.services.accounts.ground import Ground
    from archive_app.services.administration.examination import Examinations
    from archive_app.services.doctor import Doctor

MOST_LOCKED = 20
ENOUGH_KEEPERS = 2
"""With one, a lost password or an illness locks everybody out."""
MUCH_BEHIND = 1000
"""Documents whose change search does not know yet; fewer are the daily work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is one of the words of the entry points; `names` whom or what it is about."""

    code: str
    number: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """Looks at what costs little; `mail`: whether letters can be sent."""

    ground: Ground
    examinations: Examinations
    doctor: Doctor
    today: Callable[[], datetime.date]
    mail: bool

    def findings(self, actor: Actor) -> tuple[Finding, ...]:
        """What this person can do something about, the gravest first. Raises NotAllowed."""
        require_one(actor, (Act.ACCOUNTS, Act.OPERATE))
        found = [*self._of_system()] if actor.may(Act.OPERATE) else []
        return (*found, *(self._of_accounts() if actor.may(Act.ACCOUNTS) else ()))

    def _of_system(self) -> Iterator[Finding]:
        counts, last = self.doctor.counts(), self.examinations.last()
        if last is not None and not last.ok:
            failed = tuple(check.name for check in last.checks if not check.ok)
            yield Finding("checks_failed", len(failed), failed)
        if counts.jobs["dead"]:
            yield Finding("jobs_dead", counts.jobs["dead"])
        if counts.behind >= MUCH_BEHIND:
            yield Finding("index_behind", counts.behind)
        if last is None:
            yield Finding("never_examined", 0)
        if not self.mail:
            yield Finding("no_mail", 0)

    def _of_accounts(self) -> Iterator[Finding]:
        locked = logins_locked(self.ground, MOST_LOCKED)
        if locked:
            yield Finding("logins_locked", len(locked), tuple(locked))
        with self.ground.reading() as session:
            number = keepers(session, self.today())
            waiting = session.scalar(
                select(func.count(func.distinct(Invitation.user_id)))
                .join(User, User.id == Invitation.user_id)
                .where(User.active, User.password_hash.is_(None), Invitation.closed_at.is_(None))
                .where(Invitation.expires_at <= self.ground.clock())
            )
        if number < ENOUGH_KEEPERS:
            yield Finding("few_keepers", number)
        if waiting:
            yield Finding("invitations_over", waiting)
