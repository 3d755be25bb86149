"""`/searches`: the own kept searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import persons as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.search_filters import Filters
from indexer.search import Sort

if TYPE_CHECKING:
    from flask import Response

    from archive_app.services.saved_searches import KeptSearch

ONE = f"/searches/<int(max={LARGEST}):search_id>"


@blueprint.get("/searches")
@needs(Act.SEE)
@operation(mark("The own kept searches"), answers=shapes.KeptSearches)
def kept_searches() -> Response:
    """By name."""
    found = archive().saved_searches.listed(actor())
    return answer(shapes.KeptSearches(searches=[_shape(each) for each in found]))


@blueprint.post("/searches")
@needs(Act.SEE)
@operation(mark("Keep a search"), takes=shapes.SearchToKeep, answers=shapes.KeptSearchShape, statuses=(201,))
def keep_search() -> Response:
    """Under a name that none of the own ones has."""
    said = taken(shapes.SearchToKeep)
    saved, person = archive().saved_searches, actor()
    number = saved.keep(said.name, said.question, Filters.parse(said.filters), person, sort=Sort(said.sort))
    return answer(_shape(saved.one(number, person)), 201)


@blueprint.patch(ONE)
@needs(Act.SEE)
@operation(mark("Rename a kept search"), takes=shapes.SearchRenamed, answers=shapes.KeptSearchShape)
def rename_search(search_id: int) -> Response:
    """Only the name changes."""
    saved, person = archive().saved_searches, actor()
    saved.rename(search_id, taken(shapes.SearchRenamed).name, person)
    return answer(_shape(saved.one(search_id, person)))


@blueprint.delete(ONE)
@needs(Act.SEE)
@operation(mark("Take a kept search away"), answers=shapes.KeptSearchShape)
def remove_search(search_id: int) -> Response:
    """What was taken away; it can be put back until the next day."""
    saved, person = archive().saved_searches, actor()
    kept = saved.one(search_id, person)
    saved.remove(search_id, person)
    return answer(_shape(kept))


@blueprint.post(f"{ONE}/restore")
@needs(Act.SEE)
@operation(mark("Put a kept search back"), answers=shapes.KeptSearchShape)
def restore_search(search_id: int) -> Response:
    """As it was."""
    saved, person = archive().saved_searches, actor()
    saved.restore(search_id, person)
    return answer(_shape(saved.one(search_id, person)))


def _shape(kept: KeptSearch) -> shapes.KeptSearchShape:
    return shapes.KeptSearchShape.model_validate(kept)
