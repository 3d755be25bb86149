"""`/events/list`, `/documents/N/order-events`: who leaves; `/checklists/INDEX`: what each case file must hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import orders as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.event_words import line_words
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.life.event_lists import OrderSaid
from archive_app.services.life.events import read_trigger

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


@blueprint.post("/events/list")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(
    mark("Look through the list of an order, or enter its events"),
    takes=shapes.EventListSaid,
    answers=shapes.EventListRead,
)
def enter_event_list() -> Response:
    """Without `enter` nothing is written; with it the lines that are ready are entered together, or none is."""
    said = taken(shapes.EventListSaid)
    lists = archive().life.event_lists
    told = OrderSaid(read_trigger(said.trigger), said.on, said.ground)
    lines = [
        shapes.EventLineShape(words=line_words(line.verdict, entered=said.enter), **asdict(line))
        for line in (lists.enter if said.enter else lists.preview)(said.text, told, actor())
    ]
    return answer(shapes.EventListRead(entered=said.enter, lines=lines))


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
