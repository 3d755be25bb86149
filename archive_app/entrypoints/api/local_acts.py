"""`/local-acts`: the book of local normative acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import local_acts as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.local_acts.said import ActSaid, Agreement

if TYPE_CHECKING:
    from archive_app.services.local_acts import LocalActs

ONE = f"/local-acts/<int(max={LARGEST}):act_id>"


@blueprint.get("/local-acts")
@needs(Act.SEE)
@operation(mark("The book of local acts"), asks=shapes.LocalActsAsked, answers=shapes.LocalActList)
def local_acts() -> Response:
    """A part of it."""
    wanted = asked(shapes.LocalActsAsked)
    lines = _made().showing.listed(
        actor(), only=wanted.only, on=wanted.on, sought=wanted.q or "", before=wanted.before, limit=wanted.limit
    )
    return answer(shapes.LocalActList(acts=[shapes.LocalActShape.model_validate(line) for line in lines]))


@blueprint.post("/local-acts")
@needs(Act.PLANS)
@operation(mark("Enter a local act"), takes=shapes.LocalActEntered, answers=shapes.LocalActCardShape, statuses=(201,))
def enter_local_act() -> Response:
    """Or the next edition of one."""
    said = taken(shapes.LocalActEntered)
    number = _made().keeping.enter(_said(said), actor(), replaces=said.replaces)
    return _shown(number, 201, Location=url_for("api.local_act", act_id=number))


@blueprint.get(ONE)
@needs(Act.SEE)
@operation(mark("A local act with its editions"), answers=shapes.LocalActCardShape)
def local_act(act_id: int) -> Response:
    """All of it."""
    return _shown(act_id)


@blueprint.put(ONE)
@needs(Act.PLANS)
@operation(mark("Correct a local act"), takes=shapes.LocalActCorrected, answers=shapes.LocalActCardShape)
def change_local_act(act_id: int) -> Response:
    """The editions beside it follow where they can."""
    said = taken(shapes.LocalActCorrected)
    _made().keeping.change(act_id, _said(said), actor(), version=said.version)
    return _shown(act_id)


@blueprint.post(f"{ONE}/publication")
@needs(Act.PLANS)
@operation(
    mark("Write down that a local act stands on the site"),
    takes=shapes.PublicationSaid,
    answers=shapes.LocalActCardShape,
)
def publish_local_act(act_id: int) -> Response:
    """Since when, and where."""
    said = taken(shapes.PublicationSaid)
    _made().keeping.publish(act_id, said.on, said.address, actor(), version=said.version)
    return _shown(act_id)


@blueprint.post(f"{ONE}/end")
@needs(Act.PLANS)
@operation(mark("Write down the last day of a local act"), takes=shapes.EndSaid, answers=shapes.LocalActCardShape)
def end_local_act(act_id: int) -> Response:
    """Without another one in its place."""
    said = taken(shapes.EndSaid)
    _made().keeping.end(act_id, said.last, said.ground, actor(), version=said.version)
    return _shown(act_id)


def _made() -> LocalActs:
    return archive().local_acts


def _shown(act_id: int, status: int = 200, **headers: str) -> Response:
    card = _made().showing.card(act_id, actor())
    return answer(shapes.LocalActCardShape.model_validate(card), status, **headers)


def _said(said: shapes.LocalActSaid) -> ActSaid:
    words = said.model_dump(exclude={"version", "replaces", "agreements"})
    return ActSaid(**words, agreements=tuple(Agreement(**one.model_dump()) for one in said.agreements))
