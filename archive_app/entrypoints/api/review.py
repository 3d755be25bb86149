"""`/review` and `/documents/{id}/pages/{n}/review`: pages that wait for a person, their text and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.pages import PAGE
from archive_app.entrypoints.api.shapes.review import QueueAsked, ReviewShape, SaidAsked, WaitingList, WaitingShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.review import Said

if TYPE_CHECKING:
    from flask import Response

REVIEW = f"{PAGE}/review"


@blueprint.get("/review")
@needs(Act.REVIEW)
@operation(mark("Pages that wait for a person"), asks=QueueAsked, answers=WaitingList)
def review_queue() -> Response:
    """One part of the queue, in the order of documents and pages."""
    wanted = asked(QueueAsked)
    pages = archive().review.waiting(actor(), after=(wanted.document, wanted.page), limit=wanted.limit)
    following = None
    if len(pages) == wanted.limit:
        last = pages[-1]
        following = url_for("api.review_queue", document=last.document_id, page=last.page, limit=wanted.limit)
    return answer(WaitingList(pages=[WaitingShape.model_validate(page) for page in pages], next=following))


@blueprint.get(REVIEW)
@needs(Act.REVIEW)
@operation(mark("A page with its words and their certainty, for review"), answers=ReviewShape)
def reviewed_page(document_id: int, number: int) -> Response:
    """Whoever asks has the page open: others are led past it for a while."""
    return answer(ReviewShape.model_validate(archive().review.open_page(document_id, number, actor())))


@blueprint.put(REVIEW)
@needs(Act.REVIEW)
@operation(mark("Say what stands on a page: its text, its persons"), takes=SaidAsked, answers=ReviewShape)
def settle_page(document_id: int, number: int) -> Response:
    """The page as it is afterwards."""
    said = taken(SaidAsked)
    picked = None if said.picked is None else frozenset(said.picked)
    archive().review.settle(document_id, number, actor(), Said(said.text, said.persons, picked, said.version))
    shown = archive().review.open_page(document_id, number, actor())
    archive().review.release(document_id, number, actor())
    return answer(ReviewShape.model_validate(shown))
