"""`/accessions`: transfer acts, their lines, acceptance, the print; where case files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import archiving as shapes
from archive_app.entrypoints.api.shapes.accounts import Done
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.accession.places import Place

if TYPE_CHECKING:
    from archive_app.services.accession import Accessions

ONE = f"/accessions/<int(max={LARGEST}):accession_id>"
PDF = "application/pdf"


@blueprint.get("/accessions")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Transfer acts, the newest first"), asks=shapes.PartAsked, answers=shapes.AccessionList)
def accessions() -> Response:
    """A part of the list."""
    wanted = asked(shapes.PartAsked)
    cards = _made().showing.listed(actor(), before=wanted.before, limit=wanted.limit)
    return answer(shapes.AccessionList(accessions=[shapes.AccessionShape.model_validate(card) for card in cards]))


@blueprint.post("/accessions")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(
    mark("Hand closed case files over"), takes=shapes.AccessionSaid, answers=shapes.AccessionShape, statuses=(201,)
)
def hand_over() -> Response:
    """A worker reads their bytes, then the archive may accept."""
    said = taken(shapes.AccessionSaid)
    number = _made().drawing_up.create(said.case_files, actor(), ground=said.ground)
    return _shown(number, 201, Location=url_for("api.accession", accession_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("A transfer act"), answers=shapes.AccessionShape)
def accession(accession_id: int) -> Response:
    """One act."""
    return _shown(accession_id)


@blueprint.get(f"{ONE}/lines")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Case files of a transfer act"), asks=shapes.LinesAsked, answers=shapes.AccessionLines)
def accession_lines(accession_id: int) -> Response:
    """A part of them, in their order."""
    wanted = asked(shapes.LinesAsked)
    lines = _made().showing.lines(accession_id, actor(), after=wanted.after or 0, limit=wanted.limit)
    return answer(shapes.AccessionLines(lines=[shapes.AccessionLineShape.model_validate(line) for line in lines]))


@blueprint.post(f"{ONE}/check")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Have the bytes of a transfer act read once more"), answers=shapes.AccessionShape, statuses=(202,))
def check_accession(accession_id: int) -> Response:
    """A worker does it."""
    _made().drawing_up.check_again(accession_id, actor())
    return _shown(accession_id, 202)


@blueprint.post(f"{ONE}/acceptance")
@needs(Act.ARCHIVE)
@operation(mark("Take over what another person hands over"), takes=shapes.PlaceSaid, answers=shapes.AccessionShape)
def accept_accession(accession_id: int) -> Response:
    """The place is that of all its case files."""
    said = taken(shapes.PlaceSaid)
    _made().taking_over.accept(accession_id, actor(), place=Place(said.room, said.rack, said.shelf, said.box))
    return _shown(accession_id)


@blueprint.post(f"{ONE}/withdrawal")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Take an act back that is not accepted"), takes=shapes.ReasonSaid, answers=shapes.AccessionShape)
def withdraw_accession(accession_id: int) -> Response:
    """With a reason."""
    _made().drawing_up.withdraw(accession_id, actor(), reason=taken(shapes.ReasonSaid).reason)
    return _shown(accession_id)


@blueprint.get(f"{ONE}/print")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("A transfer act as PDF/A"), media=PDF)
def printed_accession(accession_id: int) -> Response:
    """To be signed."""
    return Response(archive().forms.at_once("transfer-act", accession_id, actor(), "pdf").content, mimetype=PDF)


@blueprint.put(f"/case-files/<int(max={LARGEST}):case_file_id>/place")
@needs(Act.ARCHIVE)
@operation(mark("Note where a case file of the archive lies"), takes=shapes.PlaceSaid, answers=Done)
def place_case_file(case_file_id: int) -> Response:
    """What is left out is empty afterwards."""
    said = taken(shapes.PlaceSaid)
    _made().placing.move(case_file_id, Place(said.room, said.rack, said.shelf, said.box), actor())
    return answer(Done())


def _made() -> Accessions:
    return archive().archiving.accessions


def _shown(accession_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.AccessionShape.model_validate(_made().showing.card(accession_id, actor())), status, **headers)
