"""Registers of issue: a line under the next number, the blank that it takes, the original handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Blank, BlankState, RegisterBook, RegisterEntry
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.disclosure.journal import Release
from archive_app.services.documents import spoken_name
from archive_app.services.numbering import next_number
from archive_app.services.people.ground import known_person
from archive_app.services.registers.errors import BlankGone, EntryIncomplete, EntryIssued
from archive_app.services.requests.errors import GroundMissing
from archive_app.services.requests.ground import KEEPERS
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.services.disclosure.journal import DisclosureJournal
    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.receiving import Receiver

LONGEST = 500


@dataclass(frozen=True, slots=True)
class MadeOut:
    """What is entered: `ground` is the order; `blank_id` the blank that was filled in, None: of another kind."""

    book: RegisterBook
    person_id: int
    title: str
    ground: str
    blank_id: int | None = None
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of a book. Without `issued_on` the original is unclaimed."""

    entry_id: int
    book: str
    number: str
    person_id: int
    person: str
    birth_date: datetime.date | None
    title: str
    ground: str
    duplicate: bool
    blank: str
    entered_on: datetime.date
    issued_on: datetime.date | None
    received_by: str
    shown: str
    version: int


@dataclass(frozen=True, slots=True)
class Entering:
    """Enters, hands over, lists."""

    desk: Desk
    journal: DisclosureJournal

    def enter(self, made: MadeOut, actor: Actor) -> EntryLine:
        """One line under the next number of the book in this year, with its blank used up.

        Raises:
            NotAllowed, NotFound, EntryIncomplete, GroundMissing, TooLong.
            BlankGone: also where another clerk was first.
        """
        require_one(actor, KEEPERS)
        title, ground = one_line(made.title, "made_out", LONGEST), one_line(made.ground, "ground", LONGEST)
        if not ground:
            raise GroundMissing
        if not title:
            raise EntryIncomplete
        today = self.desk.today()
        with UnitOfWork(self.desk.sessions) as uow:
            session = uow.session
            person = known_person(session, made.person_id, actor)
            blank = _taken(session, made)
            entry = RegisterEntry(
                book=made.book,
                year=today.year,
                number=next_number(session, f"register:{made.book.value}:{today.year}"),
                person=person,
                title=title,
                ground=ground,
                duplicate=made.duplicate,
                blank=blank,
                entered_on=today,
                entered_at=self.desk.clock(),
                entered_by=actor.login,
            )
            session.add(entry)
            try:
                session.flush()
            except (IntegrityError, StaleDataError) as error:
                raise BlankGone(blank=made.blank_id) from error
            self.desk.trail(uow, actor).record(
                "register:entry:add", entry, book=made.book.value, number=entry.number, person=person.id,
                blank=made.blank_id,
            )  # fmt: skip
            entered = entry_line(entry)
            uow.commit()
            return entered

    def hand_over(self, entry_id: int, receiver: Receiver, actor: Actor, *, version: int) -> EntryLine:
        """The original is handed over today; the journal of disclosures has its line too.

        Raises NotAllowed, NotFound, ReceiverMissing, ReceiverUnproved, EntryIssued.
        """
        require_one(actor, KEEPERS)
        receiver = receiver.cleaned()
        who, proof = receiver.received_by, receiver.shown
        with UnitOfWork(self.desk.sessions) as uow:
            entry = uow.session.get(RegisterEntry, entry_id)
            if entry is None:
                raise _unknown(entry_id)
            number = _number(entry)
            if entry.version != version or entry.issued_on is not None:
                raise EntryIssued(number=number)
            comes_as, ground = receiver.judged(entry.person, entry.ground)
            entry.issued_on, entry.issued_by = self.desk.today(), actor.login
            entry.received_by, entry.shown = who, proof
            try:
                uow.session.flush()
            except StaleDataError as error:
                raise EntryIssued(number=number) from error
            extent = translate("{kind} No. {number}", kind=entry.title, number=number)
            release = Release(f"{who} ({proof})", ground, extent, comes_as, person_id=entry.person_id)
            self.journal.write(uow.session, release, actor)
            self.desk.trail(uow, actor).record("register:entry:hand_over", entry, to=who)
            entered = entry_line(entry)
            uow.commit()
            return entered

    def line(self, entry_id: int, actor: Actor) -> EntryLine:
        """One line. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.desk.sessions) as session:
            row = session.scalars(_loaded().where(RegisterEntry.id == entry_id)).first()
            if row is None:
                raise _unknown(entry_id)
            line = entry_line(row)
        self.desk.reads.record(actor.login, "register:list:read", ObjectRef("register_entry", str(entry_id)))
        return line

    def listed(
        self,
        actor: Actor,
        *,
        book: RegisterBook | None = None,
        year: int | None = None,
        unclaimed: bool = False,
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[EntryLine, ...]:
        """The newest first, below the row number `before`: one statement. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = _loaded().order_by(RegisterEntry.id.desc()).limit(limit)
        query = query.where(RegisterEntry.book == book) if book is not None else query
        query = query.where(RegisterEntry.year == year) if year is not None else query
        query = query.where(RegisterEntry.issued_on.is_(None)) if unclaimed else query
        query = query.where(RegisterEntry.id < before) if before is not None else query
        with reading(self.desk.sessions) as session:
            lines = tuple(entry_line(row) for row in session.scalars(query))
        shown = [line.entry_id for line in lines]
        self.desk.reads.record(actor.login, "register:list:read", ObjectRef("register_entry", "-"), entries=shown)
        return lines


def entry_line(row: RegisterEntry) -> EntryLine:
    """A row as it is shown; the person and the blank are loaded."""
    return EntryLine(
        row.id,
        row.book.value,
        _number(row),
        row.person_id,
        spoken_name(row.person),
        row.person.birth_date,
        row.title,
        row.ground,
        row.duplicate,
        f"{row.blank.series} {row.blank.number}" if row.blank else "",
        row.entered_on,
        row.issued_on,
        row.received_by or "",
        row.shown or "",
        row.version,
    )


def _loaded() -> Select[RegisterEntry]:
    return select(RegisterEntry).options(joinedload(RegisterEntry.person), joinedload(RegisterEntry.blank))


def _unknown(entry_id: int) -> NotFound:
    return NotFound(str(entry_id), what=translate("Line {number} of the register", number=entry_id))


def _number(row: RegisterEntry) -> str:
    return f"{row.number}/{row.year}"


def _taken(session: Session, made: MadeOut) -> Blank | None:
    if made.blank_id is None:
        return None
    blank = session.get(Blank, made.blank_id, with_for_update=True)
    if blank is None or blank.book is not made.book or blank.state is not BlankState.RECEIVED:
        raise BlankGone(blank=made.blank_id)
    blank.state = BlankState.USED
    return blank
