"""`/portal/requests`: what the holder of the key asks for about the own person, or for whom one speaks today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import own_requests as shapes
from archive_app.entrypoints.api.shapes.portfolio import VersionSaid
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.requests.asking import OwnAsked

if TYPE_CHECKING:
    from archive_app.services.requests.asking import Asking

ALL = "/portal/requests"
ONE = f"{ALL}/<int(max={LARGEST}):request_id>"


@blueprint.get(ALL)
@needs(Act.SEE)
@operation(mark("The own requests"), asks=shapes.OwnRequestsAsked, answers=shapes.OwnRequestList)
def my_requests() -> Response:
    """The newest first."""
    wanted = asked(shapes.OwnRequestsAsked)
    lines = _made().listed(actor(), before=wanted.before, limit=wanted.limit)
    return answer(shapes.OwnRequestList(requests=[shapes.OwnRequestShape.model_validate(line) for line in lines]))


@blueprint.post(ALL)
@needs(Act.SEE)
@operation(
    mark("Ask through the portal, for oneself or one's child"),
    takes=shapes.OwnRequestSaid,
    answers=shapes.OwnRequestShape,
    statuses=(201,),
)
def ask_by_portal() -> Response:
    """Who asks and by what authority follows from the account."""
    number = _made().ask(OwnAsked(**taken(shapes.OwnRequestSaid).model_dump()), actor())
    return _shown(number, 201, Location=url_for("api.my_request", request_id=number))


@blueprint.get(ONE)
@needs(Act.SEE)
@operation(mark("One of the own requests"), answers=shapes.OwnRequestShape)
def my_request(request_id: int) -> Response:
    """How far it is."""
    return _shown(request_id)


@blueprint.post(f"{ONE}/withdraw")
@needs(Act.SEE)
@operation(mark("Take one of the own requests back"), takes=VersionSaid, answers=shapes.OwnRequestShape)
def withdraw_my_request(request_id: int) -> Response:
    """Before it is answered."""
    _made().withdraw(request_id, actor(), version=taken(VersionSaid).version)
    return _shown(request_id)


def _made() -> Asking:
    return archive().requests.asking


def _shown(request_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.OwnRequestShape.model_validate(_made().card(request_id, actor())), status, **headers)
