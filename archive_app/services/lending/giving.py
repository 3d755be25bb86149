"""Giving originals out and taking them back. What is out is neither destroyed nor handed over nor lent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, text
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.auth.policy import visible
from archive_app.db.models import Carrier, CaseFile, CaseFileState, Document, DocumentState, Loan, Volume
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.lending.errors import AlreadyLent, LoanIncomplete, LoanReturned, NotToBeLent
from archive_app.services.life.judging import KEEPERS
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

LENDABLE = (CaseFileState.OPEN, CaseFileState.CLOSED, CaseFileState.ARCHIVED)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is lent: a case file, or of it a volume (its number), or a document (its own number)."""

    case_file_id: int | None = None
    volume: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Giving:
    """The two moments of a loan."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def give(self, wanted: Wanted, actor: Actor, *, borrower: str, due_on: datetime.date, purpose: str = "") -> int:
        """Lend from today to the end of `due_on`; the number of the loan.

        Raises:
            NotAllowed; NotFound: no such thing, or a document that the person does not see.
            TooLong. LoanIncomplete: no borrower, or a day that is past. NotToBeLent, AlreadyLent.
        """
        require_one(actor, KEEPERS)
        who, why = one_line(borrower, "borrower", LONGEST), one_line(purpose, "purpose", LONGEST)
        today = self.today()
        if not who or due_on < today:
            raise LoanIncomplete
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            _before_destructions(session)
            case_file, volume, document = _found(session, wanted, actor)
            session.refresh(case_file, with_for_update=True)  # two loans of one case file follow each other
            if case_file.state not in LENDABLE or case_file.item.carrier is Carrier.ELECTRONIC:
                raise NotToBeLent(case_file=case_file.id)
            _require_here(session, case_file.id, volume, document)
            loan = Loan(
                case_file_id=case_file.id,
                volume_id=volume and volume.id,
                document_id=document and document.id,
                borrower=who,
                purpose=why,
                lent_on=today,
                due_on=due_on,
                given_by=actor.login,
                given_at=self.clock(),
            )
            session.add(loan)
            self._flush(session)
            self._trail(uow, actor).record(
                "loan:original:give", loan, case_file=case_file.id, borrower=who, due_on=due_on,
                volume=volume and volume.number, document=loan.document_id,
            )  # fmt: skip
            number = loan.id
            uow.commit()
            return number

    def take_back(self, loan_id: int, actor: Actor, *, condition: str = "") -> None:
        """Note that it is back today; `condition` says what is wrong with it.

        Raises NotAllowed, NotFound, TooLong, LoanReturned.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            loan = uow.session.get(Loan, loan_id, with_for_update=True)
            if loan is None:
                raise NotFound(str(loan_id), what=translate("Loan {number}", number=loan_id))
            if loan.returned_on is not None:
                raise LoanReturned(loan=loan_id)
            loan.returned_on, loan.returned_by, loan.returned_at = self.today(), actor.login, self.clock()
            loan.condition = one_line(condition, "condition", LONGEST) or None
            self._trail(uow, actor).record(
                "loan:original:return", loan, case_file=loan.case_file_id, condition=loan.condition
            )
            uow.commit()

    def _flush(self, session: Session) -> None:
        """Two clerks at once: the unique index lets one of them through."""
        try:
            session.flush()
        except IntegrityError as error:
            raise AlreadyLent(loan="—", borrower="—", due_on=self.today()) from error

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)


def _found(session: Session, wanted: Wanted, actor: Actor) -> tuple[CaseFile, Volume | None, Document | None]:
    if wanted.document_id is not None:
        document = session.scalar(
            select(Document).where(
                Document.id == wanted.document_id, Document.state == DocumentState.ACTIVE, visible(actor)
            )
        )
        if document is None or document.volume is None:
            raise NotFound(str(wanted.document_id), what=translate("Document {number}", number=wanted.document_id))
        return document.volume.case_file, None, document
    case_file = session.get(CaseFile, wanted.case_file_id) if wanted.case_file_id is not None else None
    if case_file is None:
        raise NotFound(str(wanted.case_file_id), what=translate("Case file {number}", number=wanted.case_file_id))
    if wanted.volume is None:
        return case_file, None, None
    volume = next((each for each in case_file.volumes if each.number == wanted.volume), None)
    if volume is None:
        raise NotFound(str(wanted.volume), what=translate("Volume {number}", number=wanted.volume))
    return case_file, volume, None


def _require_here(session: Session, case_file_id: int, volume: Volume | None, document: Document | None) -> None:
    """Neither it nor a part of it is out, nor the whole that it belongs to. Raises AlreadyLent."""
    inside = Document.volume_id == Volume.id
    query = (
        select(Loan)
        .outerjoin(Document, Document.id == Loan.document_id)
        .outerjoin(Volume, or_(inside, Volume.id == Loan.volume_id))
        .where(Loan.returned_on.is_(None), or_(Loan.case_file_id == case_file_id, Volume.case_file_id == case_file_id))
    )
    whole = (Loan.volume_id.is_(None)) & (Loan.document_id.is_(None))
    if volume is not None:
        query = query.where(or_(whole, Volume.id == volume.id))
    if document is not None:
        query = query.where(or_(whole, Loan.volume_id == document.volume_id, Loan.document_id == document.id))
    loan = session.scalars(query.limit(1)).first()
    if loan is not None:
        raise AlreadyLent(loan=loan.id, borrower=loan.borrower, due_on=loan.due_on)


def _before_destructions(session: Session) -> None:
    """Either a destruction that has begun is over before this loan, or it waits for it and sees it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE loan IN ROW EXCLUSIVE MODE"))
