"""An application to count what was learned elsewhere: through the portal, or written down by the office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, OutsideResult, OutsideState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.outside.errors import HoursUnclear, ResultDecided, ResultIncomplete, TooManyResults
from archive_app.services.outside.ground import changed_by, result
from archive_app.services.people.ground import known_person
from archive_app.services.portal.standing import standing
from archive_app.services.portfolio.files import keeping
from archive_app.services.requests.registering import require_past
from archive_app.services.typed import lines, one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from archive_app.db.models import PortalFile
    from archive_app.services.portfolio.files import Attachment, Stored
    from archive_app.services.portfolio.ground import Shelf

LONGEST = 500
MOST_HOURS = 10_000
MOST_WAITING = 50
"""Applications of one person that have no protocol yet."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was learned where: `result` is the mark, `paper` what attests it with its number and date."""

    subject: str
    organisation: str
    result: str
    paper: str
    hours: int | None = None

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong, ResultIncomplete, HoursUnclear."""
        words = lines(self, LONGEST, "subject", "organisation", "paper")
        words["result"] = one_line(self.result, "mark", LONGEST)
        if not all(words.values()):
            raise ResultIncomplete
        if self.hours is not None and not 0 < self.hours <= MOST_HOURS:
            raise HoursUnclear(most=MOST_HOURS)
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Applying:
    """Takes applications in; the bytes of their papers are durable before their rows are."""

    shelf: Shelf

    def apply(self, person_id: int, told: Told, actor: Actor, files: tuple[Attachment, ...] = ()) -> int:
        """Through the portal, for oneself or somebody whom one speaks for today; the number of the application.

        Raises:
            NotAllowed; NotFound: for anybody else. TooLong, ResultIncomplete, HoursUnclear, TooManyResults; as
            `services.portfolio.files.keeping` for the files: then nothing is kept.
        """
        require(actor, Act.SEE)

        def whose(session: Session) -> tuple[int, str]:
            who = standing(session, person_id, actor, self.shelf.today())
            return who.person_id, who.applicant

        return self._take(told.cleaned(), whose, self.shelf.today(), actor, files)

    def register(
        self,
        person_id: int,
        told: Told,
        applicant: str,
        actor: Actor,
        files: tuple[Attachment, ...] = (),
        *,
        applied_on: datetime.date | None = None,
    ) -> int:
        """By the office, from an application on paper of the day `applied_on` (today). Raises as `apply`; DayToCome."""
        require(actor, Act.PERSONS)
        who, today = one_line(applicant, "applicant", LONGEST), self.shelf.today()
        if not who:
            raise ResultIncomplete
        require_past(today, applied_on)
        return self._take(
            told.cleaned(),
            lambda session: (known_person(session, person_id, actor).id, who),
            applied_on or today,
            actor,
            files,
        )

    def attach(self, result_id: int, files: tuple[Attachment, ...], actor: Actor) -> None:
        """Add papers to an application that has no protocol yet. Raises NotFound, ResultDecided; as `apply`."""
        with reading(self.shelf.sessions) as session:  # before any byte is taken in
            self._open(session, result_id, actor)

        def record(stored: tuple[Stored, ...]) -> None:
            with UnitOfWork(self.shelf.sessions) as uow:
                add_files(self.shelf, uow, self._open(uow.session, result_id, actor), stored, actor)
                uow.commit()

        keeping(self.shelf.taking_in, files, record)

    def _take(
        self,
        told: Told,
        whose: Callable[[Session], tuple[int, str]],
        applied_on: datetime.date,
        actor: Actor,
        files: tuple[Attachment, ...],
    ) -> int:
        with reading(self.shelf.sessions) as session:  # before any byte is taken in
            whose(session)

        def record(stored: tuple[Stored, ...]) -> int:
            with UnitOfWork(self.shelf.sessions) as uow:
                person, applicant = whose(uow.session)
                _require_room(uow.session, person)
                made = OutsideResult(
                    person_id=person, subject=told.subject, organisation=told.organisation, result=told.result,
                    paper=told.paper, hours=told.hours, applicant=applicant, applied_on=applied_on,
                    created_at=self.shelf.clock(), created_by=actor.login,
                )  # fmt: skip
                uow.session.add(made)
                uow.session.flush()
                self.shelf.trail(uow, actor).record("outside:result:apply", made, person=person, subject=told.subject)
                add_files(self.shelf, uow, made, stored, actor)
                number = made.id
                uow.commit()
                return number

        return keeping(self.shelf.taking_in, files, record)

    def _open(self, session: Session, result_id: int, actor: Actor) -> OutsideResult:
        row = result(session, result_id, changed_by(self.shelf, actor))
        if row.state is not OutsideState.APPLIED:
            raise ResultDecided(subject=row.subject)
        return row


def add_files(
    shelf: Shelf, uow: UnitOfWork, row: OutsideResult, stored: tuple[Stored, ...], actor: Actor
) -> tuple[PortalFile, ...]:
    """The rows of papers of an application. Raises BytesWentMeanwhile, TooManyAttachments."""
    trail, now = shelf.trail(uow, actor), shelf.clock()
    files = tuple(one.row(uow.session, shelf.taking_in, actor, now, outside_id=row.id) for one in stored)
    for file in files:
        trail.record("outside:file:add", row, name=file.name, sha256=file.sha256, size=file.size)
    return files


def _require_room(session: Session, person_id: int) -> None:
    waiting = select(func.count()).select_from(OutsideResult)
    mine = (OutsideResult.person_id == person_id, OutsideResult.state == OutsideState.APPLIED)
    if (session.scalar(waiting.where(*mine)) or 0) >= MOST_WAITING:
        raise TooManyResults(limit=MOST_WAITING)
