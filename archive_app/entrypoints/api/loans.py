"""`/loans`: paper originals go out and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import lending as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.lending.giving import Wanted

if TYPE_CHECKING:
    from archive_app.services.lending import Lending

ONE = f"/loans/<int(max={LARGEST}):loan_id>"


@blueprint.get("/loans")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(
    mark("What is out, what is overdue, or the whole book of loans"), asks=shapes.LoansAsked, answers=shapes.LoanList
)
def loans() -> Response:
    """A part of the book."""
    wanted = asked(shapes.LoansAsked)
    cards = _made().book.listed(
        actor(), only=wanted.only, after=wanted.after or 0, before=wanted.before, limit=wanted.limit
    )
    return answer(shapes.LoanList(loans=[shapes.LoanShape.model_validate(card) for card in cards]))


@blueprint.post("/loans")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Lend an original"), takes=shapes.LoanSaid, answers=shapes.LoanShape, statuses=(201,))
def lend() -> Response:
    """From today."""
    said = taken(shapes.LoanSaid)
    wanted = Wanted(said.case_file_id, said.volume, said.document_id)
    number = _made().giving.give(wanted, actor(), borrower=said.borrower, due_on=said.due_on, purpose=said.purpose)
    return _shown(number, 201, Location=url_for("api.loan", loan_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("A loan"), answers=shapes.LoanShape)
def loan(loan_id: int) -> Response:
    """One line of the book."""
    return _shown(loan_id)


@blueprint.post(f"{ONE}/return")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Take an original back"), takes=shapes.ReturnSaid, answers=shapes.LoanShape)
def return_loan(loan_id: int) -> Response:
    """Today."""
    _made().giving.take_back(loan_id, actor(), condition=taken(shapes.ReturnSaid).condition)
    return _shown(loan_id)


def _made() -> Lending:
    return archive().lending


def _shown(loan_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.LoanShape.model_validate(_made().book.card(loan_id, actor())), status, **headers)
