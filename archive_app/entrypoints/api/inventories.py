"""`/inventories`: yearly sections, their lines, agreement, approval, corrections, the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import archiving as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST

if TYPE_CHECKING:
    from archive_app.services.inventories import Inventories

ONE = f"/inventories/<int(max={LARGEST}):inventory_id>"
PDF = "application/pdf"


@blueprint.get("/inventories")
@needs(Act.ARCHIVE)
@operation(mark("Inventories, the newest first"), asks=shapes.PartAsked, answers=shapes.InventoryList)
def inventories() -> Response:
    """A part of the list."""
    wanted = asked(shapes.PartAsked)
    cards = _made().showing.listed(actor(), before=wanted.before, limit=wanted.limit)
    return answer(shapes.InventoryList(inventories=[shapes.InventoryShape.model_validate(card) for card in cards]))


@blueprint.post("/inventories")
@needs(Act.ARCHIVE)
@operation(
    mark("Begin the section of a year"), takes=shapes.InventorySaid, answers=shapes.InventoryShape, statuses=(201,)
)
def begin_inventory() -> Response:
    """As a draft."""
    said = taken(shapes.InventorySaid)
    number = _made().drafting.create(said.kind, said.year, actor())
    return _shown(number, 201, Location=url_for("api.inventory", inventory_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
@operation(mark("An inventory"), answers=shapes.InventoryShape)
def inventory(inventory_id: int) -> Response:
    """One section."""
    return _shown(inventory_id)


@blueprint.get(f"{ONE}/lines")
@needs(Act.ARCHIVE)
@operation(mark("Lines of an inventory"), asks=shapes.LinesAsked, answers=shapes.InventoryLines)
def inventory_lines(inventory_id: int) -> Response:
    """A part of them, in their order."""
    wanted = asked(shapes.LinesAsked)
    lines = _made().showing.lines(inventory_id, actor(), after=wanted.after, limit=wanted.limit)
    return answer(shapes.InventoryLines(lines=[shapes.InventoryLineShape.model_validate(line) for line in lines]))


@blueprint.post(f"{ONE}/lines")
@needs(Act.ARCHIVE)
@operation(
    mark("Put closed case files in, all of them or none"), takes=shapes.EntriesSaid, answers=shapes.InventoryShape
)
def add_to_inventory(inventory_id: int) -> Response:
    """Of a draft only."""
    _made().drafting.add(inventory_id, taken(shapes.EntriesSaid).case_files, actor())
    return _shown(inventory_id)


@blueprint.post(f"{ONE}/removal")
@needs(Act.ARCHIVE)
@operation(mark("Take case files out of a draft"), takes=shapes.EntriesSaid, answers=shapes.InventoryShape)
def remove_from_inventory(inventory_id: int) -> Response:
    """With all their volumes."""
    _made().drafting.remove(inventory_id, taken(shapes.EntriesSaid).case_files, actor())
    return _shown(inventory_id)


@blueprint.post(f"{ONE}/agreement")
@needs(Act.ARCHIVE)
@operation(mark("Note that the commission has agreed"), takes=shapes.AgreementSaid, answers=shapes.InventoryShape)
def agree_to_inventory(inventory_id: int) -> Response:
    """Lines get their numbers."""
    _made().settling.agree(inventory_id, actor(), protocol=taken(shapes.AgreementSaid).protocol)
    return _shown(inventory_id)


@blueprint.post(f"{ONE}/return")
@needs(Act.ARCHIVE)
@operation(mark("Make an agreed inventory a draft again"), takes=shapes.ReasonSaid, answers=shapes.InventoryShape)
def return_inventory(inventory_id: int) -> Response:
    """With a reason."""
    _made().settling.send_back(inventory_id, actor(), reason=taken(shapes.ReasonSaid).reason)
    return _shown(inventory_id)


@blueprint.post(f"{ONE}/approval")
@needs(Act.ARCHIVE)
@operation(
    mark("Approve an inventory that another person drew up"), takes=shapes.ApprovalSaid, answers=shapes.InventoryShape
)
def approve_inventory(inventory_id: int) -> Response:
    """From now on it is only corrected."""
    said = taken(shapes.ApprovalSaid)
    _made().settling.approve(inventory_id, actor(), number=said.number, seen=said.seen)
    return _shown(inventory_id)


@blueprint.post(f"{ONE}/lines/<int(max={LARGEST}):position>/corrections")
@needs(Act.ARCHIVE)
@operation(mark("Correct a line of an approved inventory"), takes=shapes.CorrectionSaid, answers=shapes.InventoryShape)
def correct_inventory(inventory_id: int, position: int) -> Response:
    """The line itself stays."""
    said = taken(shapes.CorrectionSaid)
    _made().settling.correct(
        inventory_id, position, actor(), field=said.field, becomes=said.becomes, reason=said.reason
    )
    return _shown(inventory_id)


@blueprint.get(f"{ONE}/print")
@needs(Act.ARCHIVE)
@operation(mark("An inventory as PDF/A"), media=PDF)
def printed_inventory(inventory_id: int) -> Response:
    """To be signed."""
    return Response(archive().forms.at_once("inventory", inventory_id, actor(), "pdf").content, mimetype=PDF)


def _made() -> Inventories:
    return archive().archiving.inventories


def _shown(inventory_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.InventoryShape.model_validate(_made().showing.card(inventory_id, actor())), status, **headers)
