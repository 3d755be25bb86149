"""One letter about what has newly become due, to those who keep the archive or its plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from archive_app.db.engine import reading
from archive_app.db.models import CaseProspect, DueStep, Duty, RoleRight, User
from archive_app.i18n import mark_plural, translate, translate_plural
from archive_app.mail import MailNotSent
from archive_app.services.lending import overdue
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.models import Act
    from archive_app.services.posting import Post

DUE_WORDS: Mapping[DueStep, tuple[str, str]] = {
    DueStep.CLOSE: mark_plural("{number} case file is due to be closed", "{number} case files are due to be closed"),
    DueStep.TRANSFER: mark_plural(
        "{number} case file is due to go to the archive", "{number} case files are due to go to the archive"
    ),
    DueStep.REVIEW: mark_plural("the term of {number} case file is over", "the terms of {number} case files are over"),
}
"""Singular and plural of each step, with `{number}`; also the words of the desk."""
OVERDUE_WORDS = mark_plural("{number} lent original is overdue", "{number} lent originals are overdue")
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class DueLetters:
    """`mailer` is None where no mail is set up; `address` is where the archive answers."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    mailer: Post | None
    address: str

    def send(self) -> int:
        """Write about what nobody was written to about; how many got the letter. Raises MailNotSent."""
        if self.mailer is None:
            return 0
        with reading(self.sessions) as session:
            recipients = responsible(session, self.today())
        if not recipients:
            return 0
        at = self.clock()
        counts, late = self._claimed(at)
        if not counts and not late:
            return 0
        try:
            text = self._text(counts, late)
            self.mailer.send(recipients, translate("Archivarius: case files that wait for you"), text)
        except MailNotSent:
            self._give_back(at)
            raise
        return len(recipients)

    def _claimed(self, at: datetime.datetime) -> tuple[dict[DueStep, int], int]:
        """What is new, and overdue loans, marked as told before the letter goes: of two runs at once one writes."""
        new = (CaseProspect.due.is_not(None), CaseProspect.notified_at.is_(None))
        with self.sessions.begin() as session:
            session.execute(update(CaseProspect).where(*new).values(notified_at=at), execution_options=_NO_SYNC)
            told = select(CaseProspect.due, func.count()).where(CaseProspect.notified_at == at)
            rows = session.execute(told.where(CaseProspect.due.is_not(None)).group_by(CaseProspect.due)).all()
            return {step: count for step, count in rows if step is not None}, overdue.claim(session, at)

    def _give_back(self, at: datetime.datetime) -> None:
        with self.sessions.begin() as session:
            session.execute(update(CaseProspect).where(CaseProspect.notified_at == at).values(notified_at=None))
            overdue.give_back(session, at)

    def _text(self, counts: Mapping[DueStep, int], late: int) -> str:
        lines = [f"– {translate_plural(*DUE_WORDS[step], counts[step])}" for step in DueStep if step in counts]
        lines += [f"– {translate_plural(*OVERDUE_WORDS, late)}"] * bool(late)
        asked = translate("Nothing is done by itself: look at the lists and decide.")
        return "\n".join([translate("Since the last letter:"), *lines, "", asked, f"{self.address}/archive/due"])


def responsible(session: Session, on: datetime.date, acts: Iterable[Act] = KEEPERS) -> Sequence[str]:
    """Addresses of the active accounts that may do one of `acts` on the day `on`: keep the archive or its plans."""
    query = (
        select(User.email)
        .join(Duty, Duty.user_id == User.id)
        .join(RoleRight, RoleRight.role_code == Duty.role_code)
        .where(User.active, User.email.is_not(None), User.email != "")
        .where(Duty.revoked_at.is_(None), RoleRight.act.in_(tuple(acts)))
        .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= on))
        .where(or_(Duty.valid_to.is_(None), Duty.valid_to >= on))
        .distinct()
        .order_by(User.email)
    )
    return [address for address in session.scalars(query) if address]
