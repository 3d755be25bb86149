"""The portal: the own records of a student, those of a child to who speaks for it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.numbers import LARGEST
from archive_app.services.page_images import FULL_WIDTH
from archive_app.services.portal.showing import my_document, my_persons, my_record, require_open

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

blueprint = Blueprint("portal", __name__)
PERSON = f"/portal/persons/<int(max={LARGEST}):person_id>"
DOCUMENT = f"/portal/documents/<int(max={LARGEST}):document_id>"


@blueprint.get("/portal")
@signed_in("whose records these are follows from the account; to whom there are none, that is said")
def home() -> str | Answer:
    """Whose records these are; of one person at once the records."""
    persons = my_persons(archive().people, actor())
    if len(persons) == 1:
        return redirect(url_for("portal.person", person_id=persons[0].person_id))
    return render_template("portal/home.html", persons=persons)


@blueprint.get(PERSON)
@needs(Act.SEE)
def person(person_id: int) -> str:
    """Studies, marks and documents of one person."""
    who = actor()
    card, documents = my_record(archive().people, person_id, who)
    return render_template(
        "portal/person.html",
        card=card,
        documents=documents,
        persons=my_persons(archive().people, who),
        results=archive().outside.showing.of_person(card.person_id, who),
    )


@blueprint.get(DOCUMENT)
@needs(Act.SEE)
def document(document_id: int) -> str:
    """The pages that name nobody else; of the others it is said why they are not shown."""
    return render_template("portal/document.html", shown=my_document(archive().people, document_id, actor()))


@blueprint.get(f"{DOCUMENT}/pages/<int(max={LARGEST}):number>.jpg")
@needs(Act.SEE)
def page_image(document_id: int, number: int) -> Response:
    """The image of such a page."""
    require_open(archive().people, document_id, number, actor())
    image = archive().page_images.sized(document_id, number, actor(), FULL_WIDTH)
    return Response(image.jpeg, mimetype="image/jpeg")
