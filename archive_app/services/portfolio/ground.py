"""What the use cases of portfolios stand on, and whose portfolio is whose: the one policy, asked of pupils.

A student holds the rights of the own records, a curator those of the own group in the days of the duty, and of that
group only who studies in it today; whoever holds a right everywhere reaches everybody.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, or_, select, true
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.db.models import Act, Person, PortfolioEntry, PortfolioState, Study, StudyGroup
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.people.ground import present_id, unknown_person
from archive_app.services.portfolio.errors import AchievementChanged
from archive_app.services.portfolio.papers import Hand

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.taking_in import TakingIn

KIND = "portfolio"
"""The kind of documents whose rights are asked."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Handed to each use case of this package; `today` is the day where the organisation is."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    reads: ReadLog
    taking_in: TakingIn

    def trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        """Where the events of `uow` go."""
        return AuditTrail(uow, actor=actor.login, now=self.clock)

    def hand(self, uow: UnitOfWork, login: str) -> Hand:
        """Files papers in `uow` in the name of `login`."""
        return Hand(uow.session, AuditTrail(uow, actor=login, now=self.clock), login, self.today(), self.clock())

    def pupils(self, actor: Actor, act: Act, person: Any) -> ColumnElement[bool]:
        """The condition on a column with the number of a person: `actor` may do `act` to that portfolio today."""
        return pupils(actor, act, person, self.today())

    def person(self, session: Session, person_id: int, actor: Actor, act: Act = Act.SEE) -> Person:
        """The person whose portfolio `actor` may do `act` to. Raises NotFound, which does not tell why."""
        number = present_id(session, person_id)
        row = session.scalars(select(Person).where(Person.id == number, self.pupils(actor, act, Person.id))).first()
        if row is None:
            raise unknown_person(person_id)
        return row

    def entry(self, session: Session, entry_id: int, actor: Actor, act: Act = Act.SEE) -> PortfolioEntry:
        """An entry of such a portfolio; a draft is there for its own side alone. Raises NotFound."""
        query = select(PortfolioEntry).where(
            PortfolioEntry.id == entry_id, self.pupils(actor, act, PortfolioEntry.person_id), shown_to(actor)
        )
        row = session.scalars(query).first()
        if row is None:
            raise unknown_entry(entry_id)
        return row

    @contextmanager
    def changing(
        self, entry_id: int, actor: Actor, act: Act, version: int
    ) -> Iterator[tuple[UnitOfWork, PortfolioEntry]]:
        """A unit of work with the entry, which was looked at in `version`.

        Raises:
            NotFound; AchievementChanged: somebody else was first, also between the look and the commit.
        """
        with UnitOfWork(self.sessions) as uow:
            entry = self.entry(uow.session, entry_id, actor, act)
            title = entry.title
            if entry.version != version:
                raise AchievementChanged(title=title)
            try:
                yield uow, entry
            except StaleDataError as error:
                raise AchievementChanged(title=title) from error


def pupils(actor: Actor, act: Act, person: Any, on: datetime.date) -> ColumnElement[bool]:
    """The condition on a column with the number of a person; nothing is joined."""
    reached = actor.reached(act, KIND)
    if reached.everywhere:
        return true()
    parts: list[ColumnElement[bool]] = [person.in_(reached.persons)] if reached.persons else []
    if reached.groups or reached.units:
        within = or_(StudyGroup.id.in_(reached.groups), StudyGroup.unit_id.in_(reached.units))
        there = (Study.started_on <= on, or_(Study.ended_on.is_(None), Study.ended_on >= on))
        parts.append(select(Study.id).join(Study.group).where(Study.person_id == person, *there, within).exists())
    return or_(false(), *parts)


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Before it is sent, an entry is there for the student and those who speak for the student alone.

    What the student has thrown away is there for nobody.
    """
    own = actor.reached(Act.SEE, KIND).persons
    told = PortfolioEntry.sent_at.is_not(None)
    there = PortfolioEntry.state != PortfolioState.DISCARDED
    return and_(there, or_(told, PortfolioEntry.person_id.in_(own)) if own else told)


def portfolio_ref(person_id: int) -> ObjectRef:
    """What events on the whole portfolio of a person name."""
    return ObjectRef("portfolio", str(person_id))


def unknown_entry(entry_id: int) -> NotFound:
    """There is no such entry, or not for whoever asks."""
    return NotFound(str(entry_id), what=translate("Entry {number} of a portfolio", number=entry_id))


def unknown_file(file_id: int) -> NotFound:
    """There is no such file, or not for whoever asks."""
    return NotFound(str(file_id), what=translate("File {number}", number=file_id))
