"""`/documents/N/order-events`: who leaves by a filed order; `/checklists/INDEX`: what case files must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import orders as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST

if TYPE_CHECKING:
    from flask import Response

ORDER = f"/documents/<int(max={LARGEST}):document_id>/order-events"
CHECKLIST = "/checklists/<index>"


@blueprint.get(ORDER)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Who leaves by a filed order"), answers=shapes.OrderShape)
def order_events(document_id: int) -> Response:
    """Proposed only: the persons whom it names."""
    found = archive().life.order_events.proposed(archive().journal.reads, document_id, actor())
    shown = None if found is None else shapes.OrderProposalShape.model_validate(found)
    return answer(shapes.OrderShape(proposal=shown))


@blueprint.post(ORDER)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(
    mark("Enter the leaving of persons whom an order names"),
    takes=shapes.OrderEventsSaid,
    answers=shapes.EnteredShape,
    statuses=(201,),
)
def enter_order_events(document_id: int) -> Response:
    """All or none."""
    said = taken(shapes.OrderEventsSaid)
    entered = archive().life.order_events.enter(document_id, said.persons, actor(), on=said.on, ground=said.ground)
    return answer(shapes.EnteredShape(entered=entered), 201)


@blueprint.get(CHECKLIST)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("What each case file of an item must hold"), answers=shapes.ChecklistShape)
def checklist(index: str) -> Response:
    """All kinds in use, with those that are asked for."""
    return _checklist(index)


@blueprint.put(CHECKLIST)
@needs(Act.ARCHIVE, Act.PLANS)
@operation(
    mark("Say what each case file of an item must hold"), takes=shapes.ChecklistSaid, answers=shapes.ChecklistShape
)
def set_checklist(index: str) -> Response:
    """Exactly the kinds that are named."""
    archive().life.checklists.ask(index, taken(shapes.ChecklistSaid).kinds, actor())
    return _checklist(index)


def _checklist(index: str) -> Response:
    choices = archive().life.checklists.choices(index, actor())
    kinds = [shapes.KindChoiceShape.model_validate(each) for each in choices]
    return answer(shapes.ChecklistShape(index=index, kinds=kinds))
