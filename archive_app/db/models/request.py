"""Requests (запросы) for certificates and copies, the days that their deadlines are counted by, gapless numbers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.account import User
from archive_app.db.models.person import Person
from archive_app.db.types import text_enum
from retention.deadlines import DeadlineRule, Start


class RequestKind(StrEnum):
    """What is asked for."""

    STUDY_CERTIFICATE = "study_certificate"
    STUDY_PERIOD = "study_period"
    GRADES = "grades"
    DIPLOMA = "diploma"
    DIPLOMA_DUPLICATE = "diploma_duplicate"
    ATTESTAT_DUPLICATE = "attestat_duplicate"
    ARCHIVE_CERTIFICATE = "archive_certificate"
    ARCHIVE_EXTRACT = "archive_extract"
    ARCHIVE_COPY = "archive_copy"
    OWN_DATA = "own_data"
    BODY = "body"


class RequestWay(StrEnum):
    """How it came."""

    ORAL = "oral"
    WRITTEN = "written"
    PORTAL = "portal"


class ApplicantKind(StrEnum):
    """Who asks: the person, somebody with an authority for the person, a body or another organisation."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    BODY = "body"


class RequestState(StrEnum):
    """Where it stands. `signed`: the answer is registered and waits to be handed over."""

    REGISTERED = "registered"
    IN_WORK = "in_work"
    SIGNED = "signed"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by the applicant before it was answered."""


ENDED = (RequestState.ISSUED, RequestState.REFUSED, RequestState.WITHDRAWN)
"""Requests in these states wait for nobody."""
UNANSWERED = (RequestState.REGISTERED, RequestState.IN_WORK)
"""Requests whose term runs; only they may be changed."""
_UNDER_WAY = "state IN ('registered', 'in_work', 'signed')"


class NumberSeries(Base):
    """The last number given in a series; the row is locked from the taking to the commit, so there are no gaps."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 1", "last"),)

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last: Mapped[int]


class CalendarDay(Base):
    """A day on which the organisation works, or does not, unlike the state's production calendar."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    why: Mapped[str]
    """The order that says so."""


class RequestTerm(Base):
    """The organisation's own choice for a kind: the term, what it runs from, the item where issued copies lie."""

    __tablename__ = "request_term"

    kind: Mapped[RequestKind] = mapped_column(text_enum(RequestKind, "kind"), primary_key=True)
    rule: Mapped[DeadlineRule] = mapped_column(text_enum(DeadlineRule, "rule"))
    start: Mapped[Start] = mapped_column(text_enum(Start, "start"))
    source: Mapped[str]
    """The act that prescribes it, as it is cited."""
    item: Mapped[str | None]
    """The index of the file plan's item."""


class ArchiveRequest(Base):
    """One line of the register of requests (журнал регистрации запросов). Rows stay for ever.

    `deadline_words` is how `due_on` was counted on the day of registration: later rules do not change it silently.
    """

    __tablename__ = "archive_request"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_archive_request_person", "person_id", "id"),
        Index("ix_archive_request_assignee", "assignee_id", "id"),
        Index("ix_archive_request_registered_by", "registered_by", "id"),
        partial_index(
            "ix_archive_request_under_way",
            "do_by",
            "id",
            where=_UNDER_WAY,
        ),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("due_on >= started_on AND do_by <= due_on", "period"),
        CheckConstraint("state NOT IN ('signed', 'issued') OR length(trim(ground)) > 0", "ground"),
        CheckConstraint("applicant_kind <> 'representative' OR coalesce(length(trim(authority)), 0) > 0", "authority"),
        CheckConstraint("applicant_kind = 'body' OR person_id IS NOT NULL", "person"),
        CheckConstraint("state <> 'refused' OR coalesce(length(trim(refusal)), 0) > 0", "refusal"),
    )

    id: Mapped[Id]
    year: Mapped[int]
    number: Mapped[int]
    """In the register of the year, without gaps."""
    kind: Mapped[RequestKind] = mapped_column(text_enum(RequestKind, "kind"))
    way: Mapped[RequestWay] = mapped_column(text_enum(RequestWay, "way"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom the records are about; None only of a body's request about nobody alone."""
    applicant: Mapped[str]
    """Who asks, as the applicant names himself: a surname that is not in the archive any more is no obstacle."""
    applicant_kind: Mapped[ApplicantKind] = mapped_column(text_enum(ApplicantKind, "applicant_kind"))
    authority: Mapped[str | None]
    """The paper by which a representative acts, with its number and date."""
    contact: Mapped[str]
    purpose: Mapped[str]
    ground: Mapped[str]
    """The application, its number and date; article of the law of a body. Without it nothing is answered."""
    started_on: Mapped[date]
    """The day of the application or of the expulsion order, whichever the term runs from."""
    due_on: Mapped[date]
    do_by: Mapped[date]
    """The last working day within the term."""
    deadline_words: Mapped[str]
    state: Mapped[RequestState] = mapped_column(text_enum(RequestState, "state"), default=RequestState.REGISTERED)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    refusal: Mapped[str | None]
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]
    ended_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    """When the assignee was written to that the term ends."""
    escalated_at: Mapped[datetime | None]
    """When those who approve were written to that it has ended."""
    version: Mapped[int] = mapped_column()
    person: Mapped[Person | None] = relationship()
    assignee: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
