"""Карта-заместитель, which stands on the shelf instead of what is lent, and книга выдачи."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import require_one
from archive_app.db.engine import reading
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.accession.printing import place_words
from archive_app.services.forms.amounts import in_words
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.inventories.approved import unit_numbers
from archive_app.services.life.judging import KEEPERS
from archive_app.services.shelf_codes import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.lending.book import Book, LoanCard


FIRST_YEAR, LAST_YEAR = 1900, 9999


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints loans."""

    sessions: sessionmaker[Session]
    book: Book

    def card(self, loan_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Карта-заместитель. Raises NotAllowed, NotFound."""
        loan = self.book.card(loan_id, actor)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
            people = people_of(session, (loan.given_by, loan.returned_by))
            places = unit_numbers(session, [loan.case_file_id])
        inventory, unit = places.get((loan.case_file_id, loan.volume or 1), ("", ""))
        back = signed(translate("Taken back by:"), loan.returned_by, loan.returned_on, people)
        yield Form(
            title=translate("SUBSTITUTION CARD No. {number}", number=loan.loan_id),
            under=[loan.heading],
            left=[organisation],
            facts=[
                (translate("Fonds No."), fonds),
                (translate("Inv. No."), inventory),
                (translate("Case file No."), unit),
                (translate("Lent"), lent_words(loan)),
                (translate("Place"), place_words(loan.place)),
                (translate("To whom"), loan.borrower),
                (translate("Purpose"), loan.purpose),
                (translate("Lent on"), f"{loan.lent_on:%d.%m.%Y}"),
                (translate("To be back by"), f"{loan.due_on:%d.%m.%Y}"),
            ],
            signs=[
                signed(translate("Lent by:"), loan.given_by, loan.lent_on, people),
                Sign(translate("Received by the borrower"), loan.borrower),
                back,
            ],
            code=code_of(loan.case_file_id, loan.volume or 1),
        )

    def lending_book(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Книга выдачи за год. Raises NotAllowed; NotFound: there is no such year."""
        require_one(actor, KEEPERS)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotFound(str(year), what=translate("The book of loans of {year}", year=year))
        lent, still = self.book.sums(year, actor)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
        yield Form(
            title=translate("BOOK OF LOANS"),
            under=[translate("of loans begun in {year}", year=year)],
            left=[organisation, translate("Fonds No. {number}", number=fonds)],
            table=Table(_columns(), self._rows(year, actor)),
            closing=[
                translate(
                    "Total: lent {lent}, given back {back}, still out {out}.",
                    lent=_times(lent),
                    back=_times(lent - still),
                    out=_times(still),
                )
            ],
            signs=[Sign(translate("Head of the archive"))],
            landscape=True,
        )

    def _rows(self, year: int, actor: Actor) -> Iterator[tuple[object, ...]]:
        after = 0
        while loans := self.book.of_year(year, actor, after=after):
            with reading(self.sessions) as session:
                people = people_of(session, {login for one in loans for login in (one.given_by, one.returned_by)})
                places = unit_numbers(session, list({one.case_file_id for one in loans}))
            for loan in loans:
                yield _cells(loan, places.get((loan.case_file_id, loan.volume or 1), ("—", "—")), people)
            after = loans[-1].loan_id


def _times(number: int) -> str:
    return f"{number} ({in_words(number)})"


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 5, number=True),
        Column(translate("Lent on"), 9),
        Column(translate("Inv. No."), 6),
        Column(translate("Unit No."), 6),
        Column(translate("What was lent"), 27),
        Column(translate("To whom"), 14),
        Column(translate("Received (signature)"), 9),
        Column(translate("To be back by"), 9),
        Column(translate("Given back on"), 9),
        Column(translate("Taken back (signature)"), 9),
        Column(translate("Note"), 12),
    ]


def _cells(loan: LoanCard, place: tuple[str, str], people: Mapping[str, tuple[str, str]]) -> tuple[object, ...]:
    """Who has given and taken back is known by the account; the borrower signs on paper."""
    taken = people.get(loan.returned_by or "", ("", loan.returned_by or ""))[1]
    back = f"{loan.returned_on:%d.%m.%Y}" if loan.returned_on else ""
    whom = ", ".join(filter(None, (loan.borrower, loan.purpose)))
    what = f"{lent_words(loan)}: {loan.heading}"
    days = f"{loan.lent_on:%d.%m.%Y}", f"{loan.due_on:%d.%m.%Y}"
    return loan.loan_id, days[0], *place, what, whom, "", days[1], back, taken, loan.condition or ""


def lent_words(loan: LoanCard) -> str:
    """«дело 02-05», «дело 02-05, т. 2», «документ № 12 из дела 02-05»."""
    named = translate("case file {index}", index=loan.index)
    if loan.document_id is not None:
        title = f" «{loan.document_title}»" if loan.document_title else ""
        return translate("document {number}{title} of the {named}", number=loan.document_id, title=title, named=named)
    return f"{named}, {translate('vol. {number}', number=loan.volume)}" if loan.volume is not None else named
