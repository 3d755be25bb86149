"""The desk: what waits for this person. One function a line; a new kind of work adds its function to `LINES`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, cast, func, null, or_, select

from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    UNANSWERED,
    Act,
    ArchiveRequest,
    Assessment,
    CaseFile,
    CaseProspect,
    Consent,
    Document,
    DocumentState,
    DueStep,
    Job,
    JobState,
    Loan,
    LocalAct,
    OutsideResult,
    OutsideState,
    Page,
    PortfolioEntry,
)
from archive_app.services.consent_ends import ended
from archive_app.services.control.ground import READERS, own_or_led
from archive_app.services.life.forecasting import still_due
from archive_app.services.local_acts.showing import waiting
from archive_app.services.people.ground import own_persons
from archive_app.services.portfolio.judging import waits_for
from archive_app.services.review_queue import WAITING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor

MOST_COUNTED = 1000
"""Counting stops here: a larger number says nothing more to a person, and would cost more the larger it is."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kind of work that waits. `count` is at most `MOST_COUNTED`; `oldest` is when the first of it came (UTC)."""

    code: str
    count: int
    oldest: datetime.datetime | None


def pages_to_review(actor: Actor) -> Select[Any]:
    """Pages that a person has to look at, in documents whose text this one may type in."""
    return (
        select(Document.created_at.label("since"))
        .join(Page, Page.document_id == Document.id)
        .where(Page.state.in_(WAITING), Document.state == DocumentState.ACTIVE, visible(actor, Act.REVIEW))
    )


def documents_to_file(actor: Actor) -> Select[Any]:
    """Documents that are in no case file yet."""
    return select(Document.created_at.label("since")).where(
        Document.volume_id.is_(None), Document.state == DocumentState.ACTIVE, visible(actor, Act.FILE)
    )


def failed_jobs(_actor: Actor) -> Select[Any]:
    """Jobs that gave up."""
    return select(Job.finished_at.label("since")).where(Job.state == JobState.DEAD)


def overdue_loans(_actor: Actor) -> Select[Any]:
    """Lent originals that should be back, as the daily run found."""
    return select(Loan.overdue_since.label("since")).where(Loan.overdue_since.is_not(None), Loan.returned_on.is_(None))


def requests_waiting(actor: Actor) -> Select[Any]:
    """Requests that wait for an answer of this person, or of nobody yet."""
    waits = or_(ArchiveRequest.assignee_id.is_(None), ArchiveRequest.assignee_id == actor.user_id)
    return select(ArchiveRequest.registered_at.label("since")).where(ArchiveRequest.state.in_(UNANSWERED), waits)


def overdue_requests(_actor: Actor) -> Select[Any]:
    """Requests whose term is over without an answer, as the daily run found."""
    late = (ArchiveRequest.state.in_(UNANSWERED), ArchiveRequest.escalated_at.is_not(None))
    return select(ArchiveRequest.escalated_at.label("since")).where(*late)


def entries_to_check(actor: Actor, on: datetime.date) -> Select[Any]:
    """Entries of portfolios that wait for a curator of the group in which the student studies on that day."""
    return select(PortfolioEntry.sent_at.label("since")).where(waits_for(actor, on))


def overdue_sheets(actor: Actor) -> Select[Any]:
    """Exam sheets whose term is over, as the daily run found: the own ones, and those of groups watched over."""
    late = (Assessment.overdue_since.is_not(None), Assessment.document_id.is_(None), own_or_led(actor))
    return select(Assessment.overdue_since.label("since")).join(Assessment.group).where(*late)


def case_files_due(step: DueStep) -> Callable[[Actor], Select[Any]]:
    """Case files that the daily run found due for `step`, and with which nothing was done since."""
    found = select(CaseProspect.since.label("since")).join(CaseFile, CaseFile.id == CaseProspect.case_file_id)
    return lambda _actor: found.where(still_due(step))


def overdue_acts(_actor: Actor, today: datetime.date) -> Select[Any]:
    """Local acts that should stand on the site and do not."""
    return select(LocalAct.entered_at.label("since")).where(waiting(today))


def results_to_decide(actor: Actor) -> Select[Any]:
    """Applications for results from elsewhere without a protocol; the own and one's child's are a colleague's."""
    others = OutsideResult.person_id.not_in(own_persons(actor))
    return select(OutsideResult.created_at.label("since")).where(OutsideResult.state == OutsideState.APPLIED, others)


def ended_consents(_actor: Actor, today: datetime.date) -> Select[Any]:
    """Consents whose purpose has ended and of whose data nothing is said; of a day no moment is told."""
    return select(cast(null(), DateTime).label("since")).select_from(Consent).where(ended(today))


LINES: Mapping[str, tuple[tuple[Act, ...], Callable[[Actor], Select[Any]]]] = {
    "review": ((Act.REVIEW,), pages_to_review),
    "to_file": ((Act.FILE,), documents_to_file),
    "to_close": ((Act.PLANS,), case_files_due(DueStep.CLOSE)),
    "to_transfer": ((Act.ARCHIVE,), case_files_due(DueStep.TRANSFER)),
    "to_review": ((Act.ARCHIVE,), case_files_due(DueStep.REVIEW)),
    "requests": ((Act.PERSONS,), requests_waiting),
    "overdue_requests": ((Act.PERSONS,), overdue_requests),
    "outside": ((Act.PERSONS,), results_to_decide),
    "overdue_sheets": (READERS, overdue_sheets),
    "overdue_loans": ((Act.ARCHIVE,), overdue_loans),
    "failed_jobs": ((Act.OPERATE,), failed_jobs),
}
"""For each line the rights, one of which it asks for, and the query of one column, `since`: when each came.

The words, the verb and the page of a line stand in `archive_app.entrypoints.web.desk_page`.
"""
DATED_LINES: Mapping[str, tuple[Act, Callable[[Actor, datetime.date], Select[Any]]]] = {
    "overdue_acts": (Act.PLANS, overdue_acts),
    "portfolio": (Act.CHANGE, entries_to_check),
    "ended_consents": (Act.PERSONS, ended_consents),
}
"""The same for what no daily run has written down: it is asked by the day."""


def what_waits(sessions: sessionmaker[Session], actor: Actor, today: datetime.date | None = None) -> list[Waiting]:
    """What waits for `actor`, in the order of `LINES`: one statement a line, and no line where nothing waits.

    Without `today` (where the organisation is) the lines that depend on the day are not asked.
    """
    with reading(sessions) as session:
        mine = [(code, line) for code, (acts, line) in LINES.items() if any(map(actor.may, acts))]
        asked = [_waiting(session, code, line(actor)) for code, line in mine]
        if today is not None:
            dated = ((code, line) for code, (act, line) in DATED_LINES.items() if actor.may(act))
            asked += [_waiting(session, code, line(actor, today)) for code, line in dated]
    return [found for found in asked if found.count]


def _waiting(session: Session, code: str, query: Select[Any]) -> Waiting:
    first = query.limit(MOST_COUNTED).subquery()
    count, oldest = session.execute(select(func.count(), func.min(first.c.since))).one()
    return Waiting(code, count, oldest)
