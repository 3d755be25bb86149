"""Blanks of strict accounting: received by numbers, used by a line of a register or spoiled, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Blank, BlankState, RegisterBook
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.names import clean_text
from archive_app.services.registers.errors import BlankGone, BlanksKnown, BlanksUnclear
from archive_app.services.requests.ground import KEEPERS
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from archive_app.services.requests.ground import Desk

MOST = 1000
"""Blanks received at once."""
LONGEST = 50


@dataclass(frozen=True, slots=True)
class Lot:
    """Blanks that came together: `count` of them from the number `first`, which keeps its zeros."""

    book: RegisterBook
    series: str
    first: str
    count: int
    ground: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The blanks of a book: all that came, and where they are."""

    book: str
    received: int
    used: int
    spoiled: int

    @property
    def left(self) -> int:
        """In the safe."""
        return self.received - self.used - self.spoiled


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A blank."""

    blank_id: int
    book: str
    series: str
    number: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Blanks:
    """Keeps the book of blanks."""

    desk: Desk

    def receive(self, lot: Lot, actor: Actor) -> int:
        """Enter blanks that came; how many. All or none. Raises NotAllowed, TooLong, BlanksUnclear, BlanksKnown."""
        require_one(actor, KEEPERS)
        series, ground = one_line(lot.series, "series", LONGEST), clean_text(lot.ground).strip()
        first = lot.first.strip()
        digits = first.isascii() and first.isdigit() and len(first) <= LONGEST
        if not ground or not digits or not 1 <= lot.count <= MOST:
            raise BlanksUnclear(most=MOST)
        numbers = [f"{int(first) + at:0{len(first)}d}" for at in range(lot.count)]
        with UnitOfWork(self.desk.sessions) as uow:
            known = select(func.min(Blank.number)).where(
                Blank.book == lot.book, Blank.series == series, Blank.number.in_(numbers)
            )
            if (double := uow.session.scalar(known)) is not None:
                raise BlanksKnown(series=series, number=double)
            same = {"book": lot.book, "series": series, "received_on": self.desk.today(), "received_ground": ground}
            rows = [{**same, "number": number, "state": BlankState.RECEIVED, "version": 1} for number in numbers]
            uow.session.execute(insert(Blank), rows)
            self.desk.trail(uow, actor).record(
                "register:blanks:receive", ObjectRef("blank", "-"), book=lot.book.value, series=series,
                first=numbers[0], last=numbers[-1], ground=ground,
            )  # fmt: skip
            uow.commit()
        return lot.count

    def spoil(self, blank_id: int, why: str, actor: Actor) -> None:
        """Write a blank off by an act. Raises NotAllowed, NotFound, BlanksUnclear, BlankGone."""
        require_one(actor, KEEPERS)
        why = clean_text(why).strip()
        if not why:
            raise BlanksUnclear(most=MOST)
        with UnitOfWork(self.desk.sessions) as uow:
            blank = uow.session.get(Blank, blank_id, with_for_update=True)
            if blank is None:
                raise NotFound(str(blank_id), what=translate("Blank {number}", number=blank_id))
            if blank.state is not BlankState.RECEIVED:
                raise BlankGone(blank=blank_id)
            blank.state, blank.spoiled_on, blank.spoiled_why = BlankState.SPOILED, self.desk.today(), why
            self.desk.trail(uow, actor).record("register:blank:spoil", blank, why=why)
            try:
                uow.commit()
            except StaleDataError as error:
                raise BlankGone(blank=blank_id) from error

    def balance(self, actor: Actor) -> tuple[Balance, ...]:
        """Of every book: one statement. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = select(Blank.book, Blank.state, func.count()).group_by(Blank.book, Blank.state)
        with reading(self.desk.sessions) as session:
            counts = {(book, state): count for book, state, count in session.execute(query)}
        return tuple(
            Balance(
                book.value,
                sum(counts.get((book, state), 0) for state in BlankState),
                counts.get((book, BlankState.USED), 0),
                counts.get((book, BlankState.SPOILED), 0),
            )
            for book in RegisterBook
        )

    def listed(
        self, book: RegisterBook, actor: Actor, *, state: BlankState = BlankState.RECEIVED, after: int = 0,
        limit: int = 50,
    ) -> tuple[BlankLine, ...]:  # fmt: skip
        """Blanks of a book by their rows, beyond the row `after`: one statement. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = select(Blank).where(Blank.book == book, Blank.state == state, Blank.id > after)
        with reading(self.desk.sessions) as session:
            return tuple(
                BlankLine(row.id, row.book.value, row.series, row.number, row.state.value, row.spoiled_why or "")
                for row in session.scalars(query.order_by(Blank.id).limit(limit))
            )
