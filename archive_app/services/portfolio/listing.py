"""The list of achievements (перечень достижений): printed, and put into the student's case file by one action.

An entry without a file makes no document, and so would have no term. The list is the document of all of them: what was
accepted and what was counted, as the college regulation (4.3 «д») and the school's (4.7) have it told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Document,
    DocumentState,
    OutsideResult,
    OutsideState,
    Person,
    PersonMerge,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate, translate_plural
from archive_app.services.documents import spoken_name
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.portfolio.errors import PortfolioEmpty
from archive_app.services.portfolio.files import Attachment, keeping
from archive_app.services.portfolio.ground import KIND, portfolio_ref
from archive_app.services.portfolio.packed import packed_entries, packed_results
from archive_app.services.portfolio.papers import Papers, in_turn, put
from archive_app.services.rights.errors import NotToOneself
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.services.portfolio.files import Stored
    from archive_app.services.portfolio.ground import Shelf
    from archive_app.services.portfolio.packed import PackedEntry, PackedResult

NAME = "перечень достижений.pdf"
"""Of the file, by which a list that lies there already is known again: a title may be edited."""


@dataclass(frozen=True, slots=True)
class ListFiled:
    """The document; `made`: now, for one that lies there already tells as much as a new one would."""

    document_id: int
    case_file_id: int
    made: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Prints the list for whoever sees the portfolio, and files it for whoever accepts entries into it."""

    shelf: Shelf
    work_folder: Path

    def form(self, person_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The sheet. Raises NotAllowed, NotFound, PortfolioEmpty."""
        require(actor, Act.SEE)
        with reading(self.shelf.sessions) as session:
            person = self.shelf.person(session, person_id, actor)
            name = spoken_name(person)
            entries, results = packed_entries(session, person.id), packed_results(session, person.id)
            organisation, makers = organisation_of(session)[0], people_of(session, [actor.login])
        if not entries and not results:
            raise PortfolioEmpty(name=name)
        today = self.shelf.today()
        yield Form(
            title=translate("LIST\nof achievements"),
            under=[name, translate("as on {day}", day=f"{today:%d.%m.%Y}")],
            left=[organisation],
            table=Table(_columns(), [*_achieved(entries), *_counted(results)]),
            closing=[
                translate("Accepted entries: {entries}; counted results: {results}.", entries=len(entries),
                          results=len(results)),
                translate("Each was checked by the curator or counted by the protocol that is named."),
            ],
            signs=[signed(translate("Drawn up by:"), actor.login, today, makers), Sign(translate("Received by"))],
        )  # fmt: skip

    def file(self, person_id: int, actor: Actor) -> ListFiled:
        """Put the list into the student's case file as PDF/A, unless nothing was accepted since the last one.

        Raises:
            NotAllowed, NotFound; NotToOneself: the own one, or that of one's child. PortfolioEmpty, NotDrawn;
            PortfolioPlaceMissing, CaseFileClosed, BusyFiling: there is no place for it.
        """
        require(actor, Act.CHANGE)
        with reading(self.shelf.sessions) as session:
            person = self._judged_person(session, person_id, actor)
            known = _list_there(session, person.id)
        if known is not None:
            return known
        with scratch_folder(self.work_folder) as folder:
            path, drawn_at = folder / "list.pdf", self.shelf.clock()
            path.write_bytes(as_pdf(self.form(person_id, actor)))

            def record(stored: tuple[Stored, ...]) -> ListFiled:
                return self._put(person_id, actor, stored, drawn_at)

            return in_turn(lambda: keeping(self.shelf.taking_in, (Attachment(path, NAME),), record))

    def _put(self, person_id: int, actor: Actor, stored: Sequence[Stored], drawn_at: datetime.datetime) -> ListFiled:
        """Of the moment in which it was drawn: what is accepted meanwhile asks for a newer one."""
        (one,) = stored
        with UnitOfWork(self.shelf.sessions) as uow:
            person = self._judged_person(uow.session, person_id, actor)
            known = _list_there(uow.session, person.id)
            if known is not None:  # somebody else was first
                return known
            hand = replace(self.shelf.hand(uow, actor.login), now=drawn_at)
            day, name = f"{hand.today:%d.%m.%Y}", spoken_name(person)
            title = translate("List of achievements as on {day}: {name}", day=day, name=name)
            file = one.held(uow.session, self.shelf.taking_in, hand.now)
            filed = put(hand, Papers(person, (KIND,), title, hand.today), [file])
            hand.trail.record("portfolio:list:file", portfolio_ref(person.id), **filed.told())
            uow.commit()
            return ListFiled(filed.numbers[0], filed.case_file_id, made=True)

    def _judged_person(self, session: Session, person_id: int, actor: Actor) -> Person:
        person = self.shelf.person(session, person_id, actor, Act.CHANGE)
        if person.id in actor.reached(Act.SEE, KIND).persons:
            raise NotToOneself(actor.login, login=actor.login)
        return person


def _list_there(session: Session, person_id: int) -> ListFiled | None:
    """A list in the case file that tells as much as a new one would; None where there is no such."""
    brought = select(PortalFile.id).where(PortalFile.document_id == Document.id)
    query = (
        select(Document.id, Volume.case_file_id)
        .join(Volume, Volume.id == Document.volume_id)
        .where(Document.subject_id == person_id, Document.kind_code == KIND, Document.state == DocumentState.ACTIVE)
        .where(Document.original_name == NAME, ~brought.exists())  # a file of the student may be called so, too
    )
    changed_at = _changed_at(session, person_id)
    query = query.where(Document.created_at >= changed_at) if changed_at else query
    row = session.execute(query.order_by(Document.id.desc()).limit(1)).one_or_none()
    return None if row is None else ListFiled(*row, made=False)


def _changed_at(session: Session, person_id: int) -> datetime.datetime | None:
    """When something was accepted or counted last, or another card with what it has became part of this one."""
    accepted = PortfolioEntry.person_id == person_id, PortfolioEntry.state == PortfolioState.ACCEPTED
    counted = OutsideResult.person_id == person_id, OutsideResult.state == OutsideState.ACCEPTED
    moments = (
        select(func.max(PortfolioEntry.judged_at)).where(*accepted),
        select(func.max(OutsideResult.decided_at)).where(*counted),
        select(func.max(PersonMerge.merged_at)).where(PersonMerge.kept_id == person_id),
        select(func.max(PersonMerge.undone_at)).where(PersonMerge.kept_id == person_id),
    )
    return max(filter(None, map(session.scalar, moments)), default=None)


def _columns() -> list[Column]:
    return [
        Column(translate("Date"), 13),
        Column(translate("What was achieved"), 37),
        Column(translate("Kind and level"), 22),
        Column(translate("Result and what proves it"), 28),
    ]


def _achieved(entries: Sequence[PackedEntry]) -> Iterator[tuple[str, ...] | Heading]:
    for one in entries:
        what = ". ".join(filter(None, (one.title, one.place)))
        proof = "; ".join(filter(None, (one.result, one.paper, _files(len(one.files)))))
        yield f"{one.happened_on:%d.%m.%Y}", what, f"{one.kind}, {one.level}", proof


def _counted(results: Sequence[PackedResult]) -> Iterator[tuple[str, ...] | Heading]:
    if results:
        yield Heading(translate("Results from other organisations"))
    for one in results:
        day = f"{one.protocol_on:%d.%m.%Y}" if one.protocol_on else ""
        by = translate("Protocol No. {number} of {day}", number=one.protocol, day=day)
        hours = translate_plural("{number} hour", "{number} hours", one.hours) if one.hours else ""
        mark = "; ".join(filter(None, (one.result, one.paper, _files(len(one.files)))))
        yield day, f"{one.subject}. {one.organisation}", "; ".join(filter(None, (by, hours))), mark


def _files(count: int) -> str:
    return translate_plural("{number} file", "{number} files", count) if count else translate("without files")
