"""`/search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.search import Question, Results
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.search_filters import FILTERS, Filters
from indexer.search import Sort

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/search")
@needs(Act.SEE)
@operation(mark("Find documents by words, names, years"), asks=Question, answers=Results)
def search() -> Response:
    """The same answer as `archive search --json` gives."""
    question = asked(Question)
    filters = Filters(**question.model_dump(include=set(FILTERS)))
    found = archive().searching.search(
        question.q.strip(),
        actor(),
        filters,
        limit=question.limit,
        offset=question.offset,
        facets=bool(question.facets),
        sort=Sort(question.sort),
        after=question.after,
    )
    return answer(Results.model_validate(found))
