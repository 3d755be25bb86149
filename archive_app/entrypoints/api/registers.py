"""`/registers`: books of issue, blanks of strict accounting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import registers as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.receiving import Receiver

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/registers")
@needs(Act.PERSONS)
@operation(mark("Books of issue"), asks=shapes.EntriesAsked, answers=shapes.EntryList)
def register_entries() -> Response:
    """The newest first."""
    wanted = asked(shapes.EntriesAsked)
    lines = archive().registers.entering.listed(
        actor(),
        book=wanted.book,
        year=wanted.year,
        unclaimed=bool(wanted.unclaimed),
        before=wanted.before,
        limit=wanted.limit,
    )
    return answer(shapes.EntryList(entries=[shapes.EntryShape.model_validate(line) for line in lines]))


@blueprint.post("/registers")
@needs(Act.PERSONS)
@operation(
    mark("Enter a document into a book of issue"), takes=shapes.EntrySaid, answers=shapes.EntryShape, statuses=(201,)
)
def enter_document() -> Response:
    """Under the next number of the book."""
    line = archive().registers.entering.enter(MadeOut(**taken(shapes.EntrySaid).model_dump()), actor())
    return answer(shapes.EntryShape.model_validate(line), 201)


@blueprint.post(f"/registers/<int(max={LARGEST}):entry_id>/handed")
@needs(Act.PERSONS)
@operation(mark("Hand an original over"), takes=shapes.HandedSaid, answers=shapes.EntryShape)
def hand_original_over(entry_id: int) -> Response:
    """The journal of disclosures has its line."""
    said = taken(shapes.HandedSaid)
    entering = archive().registers.entering
    line = entering.hand_over(
        entry_id, Receiver(said.received_by, said.shown, said.authority), actor(), version=said.version
    )
    return answer(shapes.EntryShape.model_validate(line))


@blueprint.get("/blanks")
@needs(Act.PERSONS)
@operation(mark("The balance of blanks of strict accounting"), answers=shapes.BalanceList)
def blank_balance() -> Response:
    """Of every book."""
    return _balance()


@blueprint.post("/blanks")
@needs(Act.PERSONS)
@operation(mark("Enter blanks that came"), takes=shapes.LotSaid, answers=shapes.BalanceList, statuses=(201,))
def receive_blanks() -> Response:
    """All or none."""
    archive().registers.blanks.receive(Lot(**taken(shapes.LotSaid).model_dump()), actor())
    return _balance(201)


def _balance(status: int = 200) -> Response:
    balance = [shapes.BalanceShape.model_validate(one) for one in archive().registers.blanks.balance(actor())]
    return answer(shapes.BalanceList(balance=balance), status)
