"""`/persons`: found by name, shown, added, doubles made one and parted again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import BadParameters, asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import persons as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.people import cards, doubles, keeping, listing, merging, named_in, undoing

if TYPE_CHECKING:
    from flask import Response

ONE = f"/persons/<int(max={LARGEST}):person_id>"
_LISTED = re.compile(r"([0-9]{1,15})\.(.*)")
_NAMED = re.compile(r"([0-9]{1,4})\.([0-9]{1,15})")


@blueprint.get("/persons")
@needs(Act.SEE, Act.PERSONS)
@operation(mark("Persons by name, present or former"), asks=shapes.PersonsAsked, answers=shapes.Persons)
def persons() -> Response:
    """By surname and given name, in the order of the alphabet."""
    wanted = asked(shapes.PersonsAsked)
    found = _LISTED.fullmatch(wanted.after)
    if wanted.after and found is None:
        raise _unread("after")
    place = listing.PersonCursor(found[2], int(found[1])) if found else None
    part = listing.list_persons(archive().people, actor(), wanted.name, after=place, limit=wanted.limit)
    following = None
    if part.after is not None:
        written = f"{part.after.person_id}.{part.after.folded}"
        following = url_for("api.persons", name=wanted.name or None, limit=wanted.limit, after=written)
    rows = [shapes.PersonShape.model_validate(each) for each in part.rows]
    return answer(shapes.Persons(persons=rows, next=following))


@blueprint.get(ONE)
@needs(Act.SEE, Act.PERSONS)
@operation(mark("The card of a person"), answers=shapes.PersonCardShape)
def person(person_id: int) -> Response:
    """All that the holder of the key may know of one person."""
    card = cards.person_card(archive().people, person_id, actor())
    return answer(shapes.PersonCardShape.model_validate(card))


@blueprint.get(f"{ONE}/documents")
@needs(Act.SEE, Act.PERSONS)
@operation(mark("Documents that name a person"), asks=shapes.PlaceAsked, answers=shapes.NamedDocuments)
def person_documents(person_id: int) -> Response:
    """The newest year first."""
    wanted = asked(shapes.PlaceAsked)
    found = _NAMED.fullmatch(wanted.after)
    if wanted.after and found is None:
        raise _unread("after")
    place = named_in.NamedCursor(int(found[1]), int(found[2])) if found else None
    part = named_in.documents_naming(archive().people, person_id, actor(), after=place, limit=wanted.limit)
    following = None
    if part.after is not None:
        written = f"{part.after.year}.{part.after.document_id}"
        following = url_for("api.person_documents", person_id=person_id, limit=wanted.limit, after=written)
    rows = [shapes.NamedDocumentShape.model_validate(each) for each in part.rows]
    return answer(shapes.NamedDocuments(documents=rows, next=following))


@blueprint.get(f"{ONE}/doubles")
@needs(Act.PERSONS)
@operation(mark("Cards that may be of the same person"), answers=shapes.Doubles)
def person_doubles(person_id: int) -> Response:
    """Suggested only: nothing is merged by itself."""
    found = doubles.doubles_of(archive().people, person_id, actor())
    return answer(shapes.Doubles(doubles=[shapes.DoubleShape.model_validate(each) for each in found]))


@blueprint.post("/persons")
@needs(Act.PERSONS)
@operation(mark("Add a person"), takes=shapes.NewPerson, answers=shapes.PersonAdded, statuses=(201,))
def add_person() -> Response:
    """Also where a namesake has a card."""
    said = taken(shapes.NewPerson)
    number = keeping.add_person(archive().people, said.name, actor(), birth_date=said.birth_date)
    return answer(shapes.PersonAdded(person_id=number), 201)


@blueprint.post(f"{ONE}/merge")
@needs(Act.PERSONS)
@operation(mark("Make another card part of this one"), takes=shapes.MergeSaid, answers=shapes.Merged, statuses=(201,))
def merge_person(person_id: int) -> Response:
    """The other number leads to this card from now on."""
    said = taken(shapes.MergeSaid)
    number = merging.merge_persons(archive().people, person_id, said.person_id, actor())
    return answer(shapes.Merged(merge_id=number), 201)


@blueprint.post(f"/persons/merges/<int(max={LARGEST}):merge_id>/undo")
@needs(Act.PERSONS)
@operation(mark("Part two cards again"), answers=shapes.Parted)
def unmerge_person(merge_id: int) -> Response:
    """Refused where what had moved was changed since."""
    kept, merged = undoing.unmerge_persons(archive().people, merge_id, actor())
    return answer(shapes.Parted(kept_id=kept, merged_id=merged))


def _unread(name: str) -> BadParameters:
    return BadParameters(((name, translate("the value cannot be understood")),))
