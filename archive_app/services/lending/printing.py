"""Карта-заместитель, which stands on the shelf instead of what is lent, and книга выдачи."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.i18n import translate
from archive_app.services.accession.printing import place_words
from archive_app.services.forms.form import Form, Sign
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.inventories.approved import unit_numbers
from archive_app.services.shelf_codes import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.lending.book import Book, LoanCard


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


def lent_words(loan: LoanCard) -> str:
    """«дело 02-05», «дело 02-05, т. 2», «документ № 12 из дела 02-05»."""
    named = translate("case file {index}", index=loan.index)
    if loan.document_id is not None:
        title = f" «{loan.document_title}»" if loan.document_title else ""
        return translate("document {number}{title} of the {named}", number=loan.document_id, title=title, named=named)
    return f"{named}, {translate('vol. {number}', number=loan.volume)}" if loan.volume is not None else named
