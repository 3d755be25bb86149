"""`/portal`: the own records, and those of whom the holder of the key speaks for today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import portal as shapes
from archive_app.entrypoints.api.shapes.marks import MarkShape
from archive_app.entrypoints.api.shapes.persons import StudyShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.portal.showing import my_persons, my_record

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/portal/persons")
@needs(Act.SEE)
@operation(mark("Whose own records may be seen"), answers=shapes.MyPersons)
def my_records() -> Response:
    """Oneself, and those whom one speaks for today."""
    found = my_persons(archive().people, actor())
    return answer(shapes.MyPersons(persons=[shapes.MineShape.model_validate(one) for one in found]))


@blueprint.get(f"/portal/persons/<int(max={LARGEST}):person_id>")
@needs(Act.SEE)
@operation(mark("The own records of a person"), answers=shapes.MyRecord)
def my_record_of(person_id: int) -> Response:
    """Anybody else is not told from nobody."""
    card, documents = my_record(archive().people, person_id, actor())
    return answer(
        shapes.MyRecord(
            person_id=card.person_id,
            name=card.name,
            birth_date=card.birth_date,
            studies=[StudyShape.model_validate(study) for study in card.studies],
            marks=[MarkShape.model_validate(line) for line in card.marks],
            documents=[shapes.OwnDocumentShape.model_validate(one) for one in documents],
        )
    )
