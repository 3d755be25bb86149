"""Events that a filed order proposes: its words say that pupils leave, its persons are shown, a person confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.audit.reads import TEXT_READ
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, CaseFile, Document, DocumentPerson, Page, Person, PersonSource, Study
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.services.documents import document_ref, spoken_name, visible_document
from archive_app.services.life.errors import NoLeavingSaid, NotOfTheOrder
from archive_app.services.life.event_lists import LineVerdict
from archive_app.services.life.events import Events, Told
from archive_app.services.life.judging import KEEPERS
from archive_app.services.life.order_reading import Leave, leaving_said
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog

ORDER = "order"
"""The kind of documents that are read so."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A person whom the order names. `pupil`: has a personal file or a place in a group, so is most likely meant."""

    person_id: int
    name: str
    pages: tuple[int, ...]
    pupil: bool
    verdict: LineVerdict
    entered_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class OrderProposal:
    """What the order would bring about. `words` of page `page` say so; `on` is None where the order has no date."""

    document_id: int
    leave: Leave
    page: int
    words: str
    on: datetime.date | None
    ground: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class OrderEvents:
    """Reads orders and enters what a person confirms; nothing is entered by itself."""

    events: Events

    def proposed(self, reads: ReadLog, document_id: int, actor: Actor) -> OrderProposal | None:
        """What the order proposes; None: it is no order, is not read yet, or says nothing of leaving.

        The look into its text is an event. Raises NotAllowed, NotFound.
        """
        require_one(actor, KEEPERS)
        with reading(self.events.sessions) as session:
            proposal = self._proposed(session, document_id, actor)
        reads.record(actor.login, TEXT_READ, document_ref(document_id))
        return proposal

    def enter(
        self,
        document_id: int,
        persons: Collection[int],
        actor: Actor,
        *,
        on: datetime.date | None = None,
        ground: str = "",
    ) -> int:
        """Enter the leaving of those `persons` whom the order names, all or none; how many.

        `on` and `ground` are the order's own where they are not said.

        Raises:
            NotAllowed, NotFound, ReasonMissing, EventInFuture, EventKnown.
            NoLeavingSaid: the order proposes nothing. NotOfTheOrder: no person, one that it does not name, or no day.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.events.sessions) as uow:
            proposal = self._proposed(uow.session, document_id, actor)
            if proposal is None:
                raise NoLeavingSaid(document=document_id)
            day = on or proposal.on
            if not persons or day is None or set(persons) - {line.person_id for line in proposal.lines}:
                raise NotOfTheOrder
            paper = ground.strip() or proposal.ground
            for person in sorted(set(persons)):
                told = Told(Trigger.AFTER_LEAVING, day, paper, person_id=person, document_id=document_id)
                self.events.enter_within(uow, told, actor.login)
            uow.commit()
        return len(set(persons))

    def _proposed(self, session: Session, document_id: int, actor: Actor) -> OrderProposal | None:
        order = visible_document(session, document_id, actor)
        if order.kind_code != ORDER:
            return None
        pages = session.execute(select(Page.number, Page.text).where(Page.document_id == document_id))
        said = leaving_said(sorted((number, text or "") for number, text in pages))
        if said is None:
            return None
        lines = tuple(self._lines(session, order))
        return OrderProposal(document_id, said.leave, said.page, said.words, order.dated_on, _ground(order), lines)

    def _lines(self, session: Session, order: Document) -> Iterator[OrderLine]:
        links = _links(order.persons)
        numbers = sorted(links)
        entered, pupils = _entered(session, numbers), _pupils(session, numbers)
        named = sorted(links.values(), key=lambda link: (link.person.surname, link.person_id))
        for link in named:
            number = link.person_id
            verdict = self._verdict(order.dated_on, known=number in entered)
            pages = tuple(link.pages)
            name = spoken_name(link.person)
            yield OrderLine(number, name, pages, number in pupils, verdict, entered.get(number))

    def _verdict(self, on: datetime.date | None, *, known: bool) -> LineVerdict:
        if known:
            return LineVerdict.ENTERED
        if on is None:
            return LineVerdict.BAD_DAY
        return LineVerdict.FUTURE if on > self.events.today() else LineVerdict.READY


def _links(links: Sequence[DocumentPerson]) -> dict[int, DocumentPerson]:
    """One link a person: where somebody typed it, that one."""
    found: dict[int, DocumentPerson] = {}
    for link in sorted(links, key=lambda each: each.source is PersonSource.TYPED):
        found[link.person_id] = link
    return found


def _ground(order: Document) -> str:
    """«приказ от 15.03.2021 № 12-у», as far as the card says it."""
    said = [translate("order")]
    if order.dated_on is not None:
        said.append(translate("of {day}", day=f"{order.dated_on:%d.%m.%Y}"))
    if order.number:
        said.append(translate("No. {number}", number=order.number))
    return " ".join(said) if len(said) > 1 else order.title


def _entered(session: Session, persons: Sequence[int]) -> dict[int, datetime.date]:
    query = select(CaseEvent.person_id, CaseEvent.day).where(
        CaseEvent.person_id.in_(persons),
        CaseEvent.trigger == Trigger.AFTER_LEAVING.value,
        CaseEvent.cancelled_at.is_(None),
    )
    return {number: day for number, day in session.execute(query) if number is not None}


def _pupils(session: Session, persons: Sequence[int]) -> set[int]:
    """Those who have a personal file or have been in a group."""
    own = select(func.count()).where(CaseFile.person_id == Person.id).scalar_subquery()
    studies = select(func.count()).where(Study.person_id == Person.id).scalar_subquery()
    return set(session.scalars(select(Person.id).where(Person.id.in_(persons), or_(own > 0, studies > 0))))
