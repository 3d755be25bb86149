"""`/documents/{id}/pages/{n}`: the text with the words asked for, the image."""

from __future__ import annotations

from flask import Response

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.documents import ONE
from archive_app.entrypoints.api.operation import JPEG, answer, operation
from archive_app.entrypoints.api.shapes.documents import CardPage, ImageAsked, MarkedWord, PageAsked, PageShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.documents import page_card

PAGE = f"{ONE}/pages/<int(max={LARGEST}):number>"


@blueprint.get(PAGE)
@needs(Act.SEE)
@operation(mark("The text of a page, and where on it the words asked for stand"), asks=PageAsked, answers=PageShape)
def page(document_id: int, number: int) -> Response:
    """One page."""
    text = asked(PageAsked).q.strip()
    shown = page_card(archive().journal.reads, document_id, number, actor())
    words = archive().searching.boxes(document_id, number, text, actor()) if text else ()
    return answer(
        PageShape(
            **CardPage.model_validate(shown).model_dump(),
            document_id=document_id,
            text=shown.text or "",
            words=[MarkedWord.model_validate(word) for word in words],
        )
    )


@blueprint.get(f"{PAGE}/image")
@blueprint.get(f"{PAGE}/image.jpg")
@needs(Act.SEE)
@operation(mark("The image of a page"), asks=ImageAsked, media=JPEG)
def page_image(document_id: int, number: int) -> Response:
    """An upright JPEG."""
    images = archive().page_images
    draw = images.thumbnail if asked(ImageAsked).thumbnail else images.image
    return Response(draw(document_id, number, actor()), mimetype=JPEG)
