"""The answer: drafted from the approved wording, signed under a number, handed over; its copy files itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import UNANSWERED, ApplicantKind, ArchiveRequest, IntakeSource, RequestAnswer, RequestState
from archive_app.i18n import translate
from archive_app.services.disclosure.journal import Release
from archive_app.services.intake import Facts, Origin
from archive_app.services.numbering import next_number
from archive_app.services.requests.drafting import drafted, tables_of_marks
from archive_app.services.requests.errors import (
    AnswerMissing,
    GroundMissing,
    PlaceMissing,
    RequestChanged,
    RequestEnded,
    SignatoryMissing,
)
from archive_app.services.requests.ground import KEEPERS, spoken_number, touch, unknown_request
from archive_app.services.requests.kinds import KIND_WORDS
from archive_app.services.requests.receiving import Receiver
from archive_app.services.requests.sources import Reference, kept, references, require_seen, sources_in, with_seen
from archive_app.services.requests.stored import answer_of
from archive_app.services.requests.terms import terms_in
from archive_app.services.requests.wording import clean_lines, in_force
from archive_app.services.scratch import scratch_folder
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.services.disclosure.journal import DisclosureJournal
    from archive_app.services.intake import Intake, Received
    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.printing import Printing
from archive_app.services.requests.sources import Source

LONGEST = 300
KIND_OF_COPY = "certificate"
"""The kind of document that an issued answer is filed as."""


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer as it is shown; `number` is empty before it is signed. `item` is where its copy will lie."""

    body: str
    form_number: int
    references: tuple[Reference, ...]
    sources: tuple[Source, ...]
    extracts: int
    number: str
    signed_on: datetime.date | None
    signatory: str
    document_id: int | None
    issued_on: datetime.date | None
    received_by: str
    shown: str
    item: str


@dataclass(frozen=True, slots=True)
class Handing:
    """Who receives the answer, known by what; where in the file plan the copy lies (empty: as set).

    `authority` is the paper of whoever is neither the person nor the representative of the request.
    """

    received_by: str
    shown: str
    item: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Answering:
    """Takes a request from its draft to its issue. Each step is done to the version that was looked at."""

    desk: Desk
    intake: Intake
    journal: DisclosureJournal
    printing: Printing
    work_folder: Path

    def card(self, request_id: int, actor: Actor) -> AnswerCard | None:
        """The answer, None where nobody has drafted one. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        with reading(self.desk.sessions) as session:
            answer = answer_of(session, request_id)
            if answer is None:
                return None
            item = terms_in(session)[answer.request.kind].item or ""
            sources = sources_in(answer.sources)
            return AnswerCard(
                body=answer.body,
                form_number=answer.form.number,
                references=references(session, sources),
                sources=sources,
                extracts=len(answer.extracts),
                number=f"{answer.number}/{answer.year}" if answer.number else "",
                signed_on=answer.signed_on,
                signatory=answer.signatory or "",
                document_id=answer.document_id,
                issued_on=answer.issued_on,
                received_by=answer.received_by or "",
                shown=answer.shown or "",
                item=item,
            )

    def draft(self, request_id: int, actor: Actor, *, version: int) -> None:
        """Draft it from the wording in force; a draft that is there is made anew, its sources stay.

        Where it tells marks, it rests on the tables that they stand in, as far as `actor` sees them.

        Raises:
            NotAllowed, NotFound, RequestChanged, RequestEnded; FormMissing: no wording of the kind is approved.
        """
        require_one(actor, KEEPERS)
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            form = in_force(uow.session, request.kind)
            answer = answer_of(uow.session, request_id)
            body = drafted(uow.session, form.body, request)
            tables = tables_of_marks(uow.session, form.body, request)
            sources = with_seen(uow.session, sources_in(answer.sources) if answer else (), tables, actor)
            if answer is None:
                answer = RequestAnswer(request_id=request_id)
                uow.session.add(answer)
            answer.form_id, answer.body, answer.sources = form.id, body, kept(sources)
            answer.drafted_by, answer.drafted_at = actor.login, self.desk.clock()
            touch(request, RequestState.IN_WORK)
            self.desk.trail(uow, actor).record("request:answer:draft", request, form=form.number)
            uow.commit()

    def write(self, request_id: int, body: str, sources: Sequence[Source], actor: Actor, *, version: int) -> None:
        """Keep the words and the sources of a draft.

        Raises:
            As `draft`; TooLong, AnswerMissing; NotFound: a document unseen.
        """
        require_one(actor, KEEPERS)
        words = clean_lines(body)
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            require_seen(uow.session, sources, actor)
            answer = _required(uow.session, request)
            answer.body, answer.sources = words, kept(sources)
            touch(request, RequestState.IN_WORK)
            self.desk.trail(uow, actor).record(
                "request:answer:write", request, documents=[source.document_id for source in sources]
            )
            uow.commit()

    def sign(self, request_id: int, signatory: str, actor: Actor, *, version: int) -> None:
        """Register it as signed by `signatory` (post and name) today, under the next number of the year.

        Raises:
            NotAllowed, NotFound, TooLong, RequestChanged, RequestEnded, AnswerMissing, SignatoryMissing.
            GroundMissing: the request has none, and without one nothing is answered.
        """
        require_one(actor, KEEPERS)
        who = one_line(signatory, "signatory", LONGEST)
        if not who:
            raise SignatoryMissing
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            answer, today = _required(uow.session, request), self.desk.today()
            if not request.ground.strip():
                raise GroundMissing
            if not answer.body:
                raise AnswerMissing(number=spoken_number(request))
            number = next_number(uow.session, f"answer:{today.year}")
            answer.year, answer.number, answer.signed_on, answer.signatory = today.year, number, today, who
            request.state = RequestState.SIGNED
            self.desk.trail(uow, actor).record("request:answer:sign", request, number=answer.number, signatory=who)
            uow.commit()

    def issue(self, request_id: int, handing: Handing, actor: Actor, *, version: int) -> int:
        """Hand it over: the copy is filed, the journal of disclosures has its line, in one commit; the document.

        Raises:
            NotAllowed: also where the person may not file certificates. NotFound, RequestChanged.
            RequestEnded: it is not signed yet, or issued already. ReceiverMissing, ReceiverUnproved, PlaceMissing,
            ExtractOutdated; errors of the intake.
        """
        require_one(actor, KEEPERS)
        receiver = Receiver(handing.received_by, handing.shown, handing.authority).cleaned()
        with reading(self.desk.sessions) as session:
            facts, number = self._facts(session, request_id, handing.item, version)
        paper = self.printing.paper(request_id, actor)
        done = partial(self._handed, request_id, version, receiver, actor)
        with scratch_folder(self.work_folder) as folder:
            path = folder / "answer.pdf"
            path.write_bytes(paper)
            try:
                return self.intake.receive(
                    path, f"{number}.pdf", facts, actor, Origin(IntakeSource.CLI), also=done
                ).document_id
            except StaleDataError as error:
                raise RequestChanged(number=number) from error

    def _facts(self, session: Session, request_id: int, item: str, version: int) -> tuple[Facts, str]:
        request = session.get(ArchiveRequest, request_id)
        if request is None:
            raise unknown_request(request_id)
        answer = _required(session, request)
        _require_signed(request, version)
        item = item.strip() or terms_in(session)[request.kind].item or ""
        if not item or answer.signed_on is None or answer.number is None:
            raise PlaceMissing
        kind = translate(KIND_WORDS[request.kind])
        number = f"{answer.number}/{answer.year}"
        title = translate("{kind} No. {number}", kind=kind[:1].upper() + kind[1:], number=number)
        return (
            Facts(
                item=item,
                year=answer.signed_on.year,
                kind=KIND_OF_COPY,
                title=title,
                number=number,
                date=answer.signed_on,
                person_ids=(request.person_id,) if request.person_id is not None else (),
            ),
            f"{translate('Answer')} {answer.number}-{answer.year}",
        )

    def _handed(
        self,
        request_id: int,
        version: int,
        receiver: Receiver,
        actor: Actor,
        session: Session,
        copy: Received,
    ) -> None:
        """In the transaction of the filing: the request ends, the journal of disclosures gets its line."""
        request = session.get_one(ArchiveRequest, request_id, with_for_update=True)
        _require_signed(request, version)
        answer, today = _required(session, request), self.desk.today()
        answer.document_id, answer.issued_on, answer.issued_by = copy.document_id, today, actor.login
        answer.received_by, answer.shown = receiver.received_by, receiver.shown
        comes_as, ground = _as_whom(request, receiver)
        request.state, request.ended_on = RequestState.ISSUED, today
        session.flush()
        kind = translate(KIND_WORDS[request.kind])
        release = Release(
            recipient=f"{receiver.received_by} ({receiver.shown})",
            ground=ground,
            extent=translate("{kind} No. {number}", kind=kind, number=f"{answer.number}/{answer.year}"),
            recipient_kind=comes_as,
            person_id=request.person_id,
            document_id=copy.document_id,
            request_id=request_id,
        )
        self.journal.write(session, release, actor)
        target = ObjectRef("archive_request", str(request_id))
        self.desk.record(
            session, actor, "request:answer:issue", target, to=receiver.received_by, document=copy.document_id
        )


def _as_whom(request: ArchiveRequest, receiver: Receiver) -> tuple[ApplicantKind, str]:
    """As what the receiver comes, and on what ground. Raises ReceiverUnproved."""
    if request.person is None or request.applicant_kind is ApplicantKind.BODY:
        return request.applicant_kind, request.ground
    return receiver.judged(request.person, request.ground, known=request.authority or "")


def _required(session: Session, request: ArchiveRequest) -> RequestAnswer:
    answer = answer_of(session, request.id)
    if answer is None:
        raise AnswerMissing(number=spoken_number(request))
    return answer


def _require_signed(request: ArchiveRequest, version: int) -> None:
    if request.state is not RequestState.SIGNED:
        raise RequestEnded(number=spoken_number(request), state=request.state.value)
    if request.version != version:
        raise RequestChanged(number=spoken_number(request))
