"""`/persons`: found by the beginning of a name, among those whom visible documents name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.others import Persons, PersonsAsked, PersonShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.person_lookup import persons_seen

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/persons")
@needs(Act.SEE)
@operation(mark("Persons by name, present or former"), asks=PersonsAsked, answers=Persons)
def persons() -> Response:
    """By surname and given name, in the order of the alphabet."""
    wanted = asked(PersonsAsked)
    found = persons_seen(archive().journal.reads, wanted.name, actor(), limit=wanted.limit)
    return answer(Persons(persons=[PersonShape.model_validate(each) for each in found]))
