"""`/documents/…/marks` and `/persons/…/marks`: summary marks read from a filed table, told by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.persons import ONE
from archive_app.entrypoints.api.shapes import marks as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.mark_words import mark_words
from archive_app.numbers import LARGEST
from archive_app.services.marks.reading import TableSaid
from archive_app.services.people import cards

if TYPE_CHECKING:
    from flask import Response


@blueprint.post(f"/documents/<int(max={LARGEST}):document_id>/marks")
@needs(Act.PERSONS)
@operation(mark("Read the marks of a filed table, or keep them"), takes=shapes.TableRead, answers=shapes.MarksRead)
def read_marks(document_id: int) -> Response:
    """Without `keep` nothing is written; kept marks give way to those read anew."""
    said = taken(shapes.TableRead)
    take = archive().marks.keep if said.keep else archive().marks.preview
    lines = take(document_id, TableSaid(said.school_year, said.period, said.group_id), actor())
    told = [
        shapes.MarkedLineShape(
            number=line.row.number,
            text=line.row.text,
            outcome=line.outcome,
            words=mark_words(line, kept=said.keep),
            person_id=line.person_id,
        )
        for line in lines
    ]
    return answer(shapes.MarksRead(kept=said.keep, lines=told))


@blueprint.get(f"{ONE}/marks")
@needs(Act.SEE, Act.PERSONS)
@operation(mark("The summary marks of a person"), answers=shapes.PersonMarks)
def person_marks(person_id: int) -> Response:
    """For who keeps cards, and for the person."""
    card = cards.person_card(archive().people, person_id, actor())
    return answer(shapes.PersonMarks(marks=[shapes.MarkShape.model_validate(line) for line in card.marks]))
