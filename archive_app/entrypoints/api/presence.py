"""`/presence-checks`: what should stand on a shelf, what does, the act; `/searched-for`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Presence
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import presence as shapes
from archive_app.entrypoints.api.shapes.accounts import Done
from archive_app.entrypoints.api.shapes.archiving import PartAsked
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.accession.places import Place

if TYPE_CHECKING:
    from archive_app.services.presence import PresenceChecks

ONE = f"/presence-checks/<int(max={LARGEST}):check_id>"


@blueprint.get("/presence-checks")
@needs(Act.ARCHIVE)
@operation(mark("Presence checks, the newest first"), asks=PartAsked, answers=shapes.CheckList)
def presence_checks() -> Response:
    """A part of the list."""
    wanted = asked(PartAsked)
    cards = _made().showing.listed(actor(), before=wanted.before, limit=wanted.limit)
    return answer(shapes.CheckList(checks=[shapes.CheckShape.model_validate(card) for card in cards]))


@blueprint.post("/presence-checks")
@needs(Act.ARCHIVE)
@operation(mark("Begin a presence check"), takes=shapes.CheckSaid, answers=shapes.CheckShape, statuses=(201,))
def begin_presence_check() -> Response:
    """Of an inventory or a place."""
    said = taken(shapes.CheckSaid)
    place = Place(said.room, said.rack, said.shelf, said.box)
    number = _made().checking.begin(actor(), place=place, inventory_id=said.inventory_id)
    return _shown(number, 201, Location=url_for("api.presence_check", check_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
@operation(mark("A presence check"), answers=shapes.CheckShape)
def presence_check(check_id: int) -> Response:
    """With its totals."""
    return _shown(check_id)


@blueprint.get(f"{ONE}/lines")
@needs(Act.ARCHIVE)
@operation(mark("Lines of a presence check"), asks=shapes.CheckLinesAsked, answers=shapes.CheckLines)
def presence_lines(check_id: int) -> Response:
    """In the order of the shelf."""
    wanted = asked(shapes.CheckLinesAsked)
    only = Presence(wanted.only) if wanted.only else None
    lines = _made().showing.lines(check_id, actor(), only=only, after=wanted.after or 0, limit=wanted.limit)
    return answer(shapes.CheckLines(lines=[shapes.CheckLineShape.model_validate(line) for line in lines]))


@blueprint.post(f"{ONE}/marks")
@needs(Act.ARCHIVE)
@operation(mark("Mark what was found or not"), takes=shapes.MarkSaid, answers=shapes.CheckShape)
def mark_presence(check_id: int) -> Response:
    """By the code of the cover."""
    said = taken(shapes.MarkSaid)
    _made().checking.mark(check_id, said.code, actor(), Presence(said.outcome))
    return _shown(check_id)


@blueprint.post(f"{ONE}/rest")
@needs(Act.ARCHIVE)
@operation(mark("Mark the rest as not found"), answers=shapes.CheckShape)
def rest_is_missing(check_id: int) -> Response:
    """Before the signature."""
    _made().checking.rest_is_missing(check_id, actor())
    return _shown(check_id)


@blueprint.post(f"{ONE}/signature")
@needs(Act.ARCHIVE)
@operation(mark("Sign the act of a presence check"), takes=shapes.SignSaid, answers=shapes.CheckShape)
def sign_presence(check_id: int) -> Response:
    """Then it is frozen."""
    _made().checking.sign(check_id, actor(), conclusion=taken(shapes.SignSaid).conclusion)
    return _shown(check_id)


@blueprint.get("/searched-for")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("What signed acts call missing and nobody has found"), answers=shapes.CheckLines)
def searched_for() -> Response:
    """At most two hundred."""
    lines = _made().showing.searched_for(actor())
    return answer(shapes.CheckLines(lines=[shapes.CheckLineShape.model_validate(line) for line in lines]))


@blueprint.post(f"/searched-for/<int(max={LARGEST}):line_id>/found")
@needs(Act.ARCHIVE)
@operation(mark("End the search: it is back"), answers=Done)
def found_later(line_id: int) -> Response:
    """Today."""
    _made().checking.found_later(line_id, actor())
    return answer(Done())


def _made() -> PresenceChecks:
    return archive().presence


def _shown(check_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.CheckShape.model_validate(_made().showing.card(check_id, actor())), status, **headers)
