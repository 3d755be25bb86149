"""`/requests`: the register of requests, their terms, the working days of the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RequestKind
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import requests as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import NotFound
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.requests.kinds import Term
from archive_app.services.requests.registering import Asked

if TYPE_CHECKING:
    from archive_app.services.requests import Requests

ONE = f"/requests/<int(max={LARGEST}):request_id>"


@blueprint.get("/requests")
@needs(Act.PERSONS)
@operation(mark("The register of requests"), asks=shapes.RequestsAsked, answers=shapes.RequestList)
def requests() -> Response:
    """A part of it."""
    wanted = asked(shapes.RequestsAsked)
    lines = _made().showing.listed(
        actor(), only=wanted.only, person_id=wanted.person_id, after=wanted.after, limit=wanted.limit
    )
    return answer(shapes.RequestList(requests=[shapes.RequestShape.model_validate(line) for line in lines]))


@blueprint.post("/requests")
@needs(Act.PERSONS)
@operation(mark("Register a request"), takes=shapes.RequestSaid, answers=shapes.RequestCardShape, statuses=(201,))
def register_request() -> Response:
    """Its term is counted by the rule of its kind."""
    number = _made().registering.register(Asked(**taken(shapes.RequestSaid).model_dump()), actor())
    return _shown(number, 201, Location=url_for("api.request", request_id=number))


@blueprint.get(ONE)
@needs(Act.PERSONS)
@operation(mark("A request with its time line"), answers=shapes.RequestCardShape)
def request(request_id: int) -> Response:
    """All that the register says of it."""
    return _shown(request_id)


@blueprint.put(ONE)
@needs(Act.PERSONS)
@operation(mark("Correct a request"), takes=shapes.RequestCorrected, answers=shapes.RequestCardShape)
def change_request(request_id: int) -> Response:
    """What the applicant says, in other words."""
    said = taken(shapes.RequestCorrected)
    card = _made().showing.card(request_id, actor())
    words = said.model_dump(exclude={"version"})
    corrected = Asked(kind=RequestKind(card.kind), person_id=card.person_id, **words)
    _made().registering.change(request_id, corrected, actor(), version=said.version)
    return _shown(request_id)


@blueprint.post(f"{ONE}/assign")
@needs(Act.PERSONS)
@operation(mark("Give a request to whoever answers it"), takes=shapes.AssignmentSaid, answers=shapes.RequestCardShape)
def assign_request(request_id: int) -> Response:
    """Or take it."""
    said = taken(shapes.AssignmentSaid)
    _made().registering.assign(request_id, said.login, actor(), version=said.version)
    return _shown(request_id)


@blueprint.post(f"{ONE}/refuse")
@needs(Act.PERSONS)
@operation(mark("Refuse a request"), takes=shapes.RefusalSaid, answers=shapes.RequestCardShape)
def refuse_request(request_id: int) -> Response:
    """With the reason."""
    said = taken(shapes.RefusalSaid)
    _made().registering.refuse(request_id, said.why, actor(), version=said.version)
    return _shown(request_id)


@blueprint.get("/request-terms")
@needs(Act.PERSONS)
@operation(mark("The terms of requests"), answers=shapes.TermList)
def request_terms() -> Response:
    """Of every kind."""
    return _terms()


@blueprint.put("/request-terms/<kind>")
@needs(Act.APPROVE)
@operation(mark("Choose the term of a kind of requests"), takes=shapes.TermSaid, answers=shapes.TermList)
def choose_request_term(kind: str) -> Response:
    """Requests that are registered keep theirs."""
    said = taken(shapes.TermSaid)
    if kind not in list(RequestKind):
        raise NotFound(kind, what=kind)
    _made().terms.choose(RequestKind(kind), Term(said.rule, said.start, said.source, said.item), actor())
    return _terms()


@blueprint.get("/working-days")
@needs(Act.PERSONS)
@operation(mark("Days on which the organisation differs from the state's calendar"), answers=shapes.DayList)
def working_days() -> Response:
    """The latest first."""
    return _days()


@blueprint.post("/working-days")
@needs(Act.APPROVE)
@operation(mark("Set a working day or a day off"), takes=shapes.DaySaid, answers=shapes.DayList)
def set_working_day() -> Response:
    """Or let the state's calendar decide again."""
    said = taken(shapes.DaySaid)
    if said.works is None:
        _made().terms.forget_day(said.day, actor())
    else:
        _made().terms.set_day(said.day, actor(), works=said.works, why=said.why)
    return _days()


def _made() -> Requests:
    return archive().requests


def _shown(request_id: int, status: int = 200, **headers: str) -> Response:
    card = _made().showing.card(request_id, actor())
    return answer(shapes.RequestCardShape.model_validate(card), status, **headers)


def _terms() -> Response:
    terms = [
        shapes.TermShape(kind=kind, rule=term.rule, start=term.start, source=term.source, item=term.item)
        for kind, term in _made().terms.all(actor()).items()
    ]
    return answer(shapes.TermList(terms=terms))


def _days() -> Response:
    return answer(shapes.DayList(days=[shapes.DayShape.model_validate(day) for day in _made().terms.days(actor())]))
