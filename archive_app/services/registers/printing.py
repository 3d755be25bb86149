"""Books of issue on paper: of attestats, diplomas, certificates of training, certificates; the book of blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import RegisterBook, RegisterEntry, RequestAnswer
from archive_app.i18n import translate
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.signing import organisation_of
from archive_app.services.registers.books import BOOK_WORDS, require_year
from archive_app.services.registers.certificates import certificate_line, of_year
from archive_app.services.registers.entering import entry_line
from archive_app.services.requests.ground import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archive_app.services.registers.blanks import Blanks
    from archive_app.services.requests.ground import Desk

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints the books of a year; rows are read as they are printed."""

    desk: Desk
    blanks: Blanks

    def book(self, book: RegisterBook) -> Callable[[int, Actor, int | None], Iterable[Form]]:
        """The maker of a book's form, by the year."""

        def made(year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
            require_one(actor, KEEPERS)
            require_year(year)
            yield self._form(translate(BOOK_WORDS[book]), year, self._entries(book, year))

        return made

    def certificates(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Книга выдачи справок: the registered answers of the year. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        require_year(year)
        yield self._form(translate("Book of issue of certificates"), year, self._answers(year))

    def balance(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The blanks of strict accounting as they are today. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        require_year(year)
        rows = [
            (translate(BOOK_WORDS[RegisterBook(one.book)]), one.received, one.used, one.spoiled, one.left)
            for one in self.blanks.balance(actor)
        ]
        columns = [Column(translate("Book"), 40)] + [
            Column(words, 15, number=True)
            for words in (translate("Received"), translate("Issued"), translate("Spoiled"), translate("Balance"))
        ]
        with reading(self.desk.sessions) as session:
            organisation = organisation_of(session)[0]
        under = translate("on {day} ({year})", day=f"{self.desk.today():%d.%m.%Y}", year=year)
        signs = [Sign(translate("Keeper of the blanks"))]
        title = translate("Blanks of strict accounting")
        yield Form(title, under=[under], left=[organisation], table=Table(columns, rows), signs=signs)

    def _form(self, title: str, year: int, rows: Iterable[tuple[object, ...]]) -> Form:
        with reading(self.desk.sessions) as session:
            organisation = organisation_of(session)[0]
        columns = [
            Column(translate("Reg. No."), 9),
            Column(translate("Surname, given name, patronymic"), 22),
            Column(translate("Document"), 24),
            Column(translate("Blank"), 12),
            Column(translate("Ground"), 20),
            Column(translate("Issued on"), 10),
            Column(translate("Received by, document shown"), 22),
            Column(translate("Signature"), 12),
        ]
        under = [translate("for {year}", year=year)]
        signs = [Sign(translate("Kept by"))]
        return Form(title, under=under, left=[organisation], table=Table(columns, rows), signs=signs, landscape=True)

    def _entries(self, book: RegisterBook, year: int) -> Iterator[tuple[object, ...]]:
        query = (
            select(RegisterEntry)
            .where(RegisterEntry.book == book, RegisterEntry.year == year)
            .options(joinedload(RegisterEntry.person), joinedload(RegisterEntry.blank))
            .order_by(RegisterEntry.number)
        )
        with reading(self.desk.sessions) as session:
            for row in session.scalars(query.execution_options(yield_per=AT_ONCE)):
                line = entry_line(row)
                born = f", {line.birth_date:%d.%m.%Y}" if line.birth_date else ""
                title = f"{line.title} ({translate('duplicate')})" if line.duplicate else line.title
                issued = f"{line.issued_on:%d.%m.%Y}" if line.issued_on else ""
                received = f"{line.received_by}, {line.shown}" if line.issued_on else ""
                yield line.number, line.person + born, title, line.blank or "—", line.ground, issued, received, ""

    def _answers(self, year: int) -> Iterator[tuple[object, ...]]:
        query = of_year(year).order_by(RequestAnswer.number)
        with reading(self.desk.sessions) as session:
            for row in session.scalars(query.execution_options(yield_per=AT_ONCE)):
                line = certificate_line(row)
                issued = f"{line.issued_on:%d.%m.%Y}" if line.issued_on else ""
                received = f"{line.received_by}, {line.shown}" if line.issued_on else ""
                yield f"{line.number}/{line.year}", line.person, line.kind, "—", line.ground, issued, received, ""
