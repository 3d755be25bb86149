"""`/persons/import`: a contingent as the text of a table, looked through or entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.contingent_words import outcome_words
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import contingents as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.contingents import importing

if TYPE_CHECKING:
    from flask import Response


@blueprint.post("/persons/import")
@needs(Act.PERSONS)
@operation(mark("Look through a contingent, or enter it"), takes=shapes.ContingentSaid, answers=shapes.ContingentRead)
def import_contingent() -> Response:
    """Without `enter` nothing is written; with it the right lines are entered together, or none is."""
    said = taken(shapes.ContingentSaid)
    take = importing.enter_contingent if said.enter else importing.preview_contingent
    lines = take(archive().people, said.text, actor(), chosen=said.meant)
    told = [
        shapes.ContingentLineShape(
            number=line.row.number,
            text=line.row.text,
            outcome=line.outcome,
            words=outcome_words(line, entered=said.enter),
            person_id=line.person_id,
            may_be=[shapes.MeantShape.model_validate(one) for one in line.meant],
        )
        for line in lines
    ]
    counts = shapes.CountsShape.model_validate(importing.counts_of(lines))
    return answer(shapes.ContingentRead(entered=said.enter, counts=counts, lines=told))
