"""`/groups/…/order`: a whole group goes on into another one or leaves by one order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import group_orders as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.people import group_orders
from archive_app.services.people.papers import Paper

if TYPE_CHECKING:
    from flask import Response

ORDER = f"/groups/<int(max={LARGEST}):group_id>/order"


@blueprint.post(ORDER)
@needs(Act.PERSONS)
@operation(mark("What an order would do to the members of a group"), takes=shapes.OrderSaid, answers=shapes.Members)
def group_order(group_id: int) -> Response:
    """Nothing is written."""
    lines = group_orders.preview(archive().people, _order(group_id, taken(shapes.OrderSaid)), actor())
    return answer(shapes.Members(members=[shapes.MemberShape.model_validate(line) for line in lines]))


@blueprint.post(f"{ORDER}/carry-out")
@needs(Act.PERSONS)
@operation(mark("Carry out an order on a group"), takes=shapes.OrderOnMembers, answers=shapes.Changed)
def carry_out_group_order(group_id: int) -> Response:
    """For the members named: all of them or none."""
    said = taken(shapes.OrderOnMembers)
    number = group_orders.carry_out(archive().people, _order(group_id, said), _chosen(said), actor())
    return answer(shapes.Changed(changed=number))


@blueprint.post(f"{ORDER}/back")
@needs(Act.PERSONS)
@operation(mark("Take an order on a group back"), takes=shapes.OrderOnMembers, answers=shapes.Changed)
def take_group_order_back(group_id: int) -> Response:
    """For the members named: all of them or none."""
    said = taken(shapes.OrderOnMembers)
    number = group_orders.take_back(archive().people, _order(group_id, said), _chosen(said), actor())
    return answer(shapes.Changed(changed=number))


def _order(group_id: int, said: shapes.OrderSaid) -> group_orders.GroupOrder:
    paper = Paper(said.ground, said.document_id)
    return group_orders.GroupOrder(group_id, said.day, paper, said.to_group, said.leaving)


def _chosen(said: shapes.OrderOnMembers) -> dict[int, int]:
    return {one.study_id: one.version for one in said.members}
