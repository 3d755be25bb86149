"""`/documents/N`: facts changed, changes listed and taken back, the document put into a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.documents import ONE
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.card_edits import ChangeList, ChangesAsked, ChangeShape, PlaceAsked, SavedShape
from archive_app.entrypoints.api.versions import tag, version_asked
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.card_history import changes_of
from archive_app.services.card_values import CardChanges, PersonSaid
from archive_app.services.places import Place

if TYPE_CHECKING:
    from flask import Response

    from archive_app.services.card_edits import Saved


@blueprint.patch(ONE)
@needs(Act.CHANGE)
@operation(mark("Change facts of a card"), takes=ChangesAsked, answers=SavedShape, versioned=True)
def change_document(document_id: int) -> Response:
    """What is missing in the request stays; 412 tells both values of what somebody else has changed."""
    changes = _changes(taken(ChangesAsked))
    return _saved(archive().card_edits.edit(document_id, version_asked(), changes, actor()))


@blueprint.get(f"{ONE}/changes")
@needs(Act.SEE)
@operation(mark("What was changed on a card, newest first"), answers=ChangeList)
def document_changes(document_id: int) -> Response:
    """The latest changes."""
    found = changes_of(archive().journal.reads, document_id, actor())
    return answer(ChangeList(changes=[ChangeShape.model_validate(each) for each in found]))


@blueprint.post(f"{ONE}/changes/undo")
@needs(Act.CHANGE)
@operation(mark("Take the last change of a card back, by a new one"), answers=SavedShape, versioned=True)
def undo_change(document_id: int) -> Response:
    """Undone once more, it is there again."""
    return _saved(archive().card_edits.undo(document_id, version_asked(), actor()))


@blueprint.post(f"{ONE}/place")
@needs(Act.FILE, Act.CHANGE)
@operation(
    mark("Put a document into a case file: file it, or move it with a reason"),
    takes=PlaceAsked,
    answers=SavedShape,
    versioned=True,
)
def place_document(document_id: int) -> Response:
    """With a reason a filed document is moved; without one a waiting one is filed."""
    said = taken(PlaceAsked)
    place = Place(said.item, said.year, said.case_file, said.new_case_file, said.volume, said.new_volume)
    filing, version = archive().filing, version_asked()
    if said.reason:
        return _saved(filing.refile(document_id, version, place, said.reason, actor()))
    changes = _changes(said.changes) if said.changes else CardChanges()
    return _saved(filing.file(document_id, version, place, changes, actor()))


def _changes(said: ChangesAsked) -> CardChanges:
    """Only what the request names."""
    values = {name: getattr(said, name) for name in said.model_fields_set}
    if "persons" in values:
        values["persons"] = [PersonSaid(each.name, each.role, each.person_id) for each in said.persons]
    if "carrier" in values:
        values["carrier"] = said.carrier.value
    return cast("CardChanges", values)


def _saved(saved: Saved) -> Response:
    return answer(SavedShape.model_validate(saved), ETag=tag(saved.version))
