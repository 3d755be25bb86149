"""`/requests/N/answer`: drafted, signed, issued; `/answer-wording`; `/disclosures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.requests import ONE
from archive_app.entrypoints.api.shapes import answers as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.disclosure.journal import Release
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.ground import unknown_request
from archive_app.services.requests.sources import Source

if TYPE_CHECKING:
    from archive_app.services.requests import Requests

ANSWER = f"{ONE}/answer"
ROWS = f"{ANSWER}/extracts/<int(max={LARGEST}):document_id>/<int(max={LARGEST}):page>"


@blueprint.get(ANSWER)
@needs(Act.PERSONS)
@operation(mark("The answer to a request"), answers=shapes.AnswerShape)
def request_answer(request_id: int) -> Response:
    """As far as it is."""
    return _shown(request_id)


@blueprint.post(f"{ANSWER}/draft")
@needs(Act.PERSONS)
@operation(mark("Draft the answer from the wording in force"), takes=shapes.Seen, answers=shapes.AnswerShape)
def draft_answer(request_id: int) -> Response:
    """What is known of the person is filled in."""
    _made().answering.draft(request_id, actor(), version=taken(shapes.Seen).version)
    return _shown(request_id)


@blueprint.put(ANSWER)
@needs(Act.PERSONS)
@operation(mark("Write the answer"), takes=shapes.AnswerSaid, answers=shapes.AnswerShape)
def write_answer(request_id: int) -> Response:
    """Its words and what it rests on."""
    said = taken(shapes.AnswerSaid)
    sources = [Source(source.document_id, tuple(sorted(set(source.pages)))) for source in said.sources]
    _made().answering.write(request_id, said.body, sources, actor(), version=said.version)
    return _shown(request_id)


@blueprint.post(f"{ANSWER}/signature")
@needs(Act.PERSONS)
@operation(mark("Register the signed answer"), takes=shapes.SignatureSaid, answers=shapes.AnswerShape)
def sign_answer(request_id: int) -> Response:
    """Under the next number of the year."""
    said = taken(shapes.SignatureSaid)
    _made().answering.sign(request_id, said.signatory, actor(), version=said.version)
    return _shown(request_id)


@blueprint.post(f"{ANSWER}/issue")
@needs(Act.PERSONS)
@operation(mark("Issue the answer"), takes=shapes.HandingSaid, answers=shapes.AnswerShape)
def issue_answer(request_id: int) -> Response:
    """The copy is filed, the journal of disclosures has its line."""
    said = taken(shapes.HandingSaid)
    handing = Handing(said.received_by, said.shown, said.item, said.authority)
    _made().answering.issue(request_id, handing, actor(), version=said.version)
    return _shown(request_id)


@blueprint.get(f"{ANSWER}/pdf")
@needs(Act.PERSONS)
@operation(mark("The answer with its extracts as PDF/A"), media="application/pdf")
def answer_paper(request_id: int) -> Response:
    """One that is not signed says so."""
    return Response(_made().printing.paper(request_id, actor()), mimetype="application/pdf")


@blueprint.get(ROWS)
@needs(Act.RELEASE)
@operation(mark("Rows of a page that an answer may copy"), answers=shapes.PageRowsShape)
def extract_rows(request_id: int, document_id: int, page: int) -> Response:
    """Those that name somebody else cannot be chosen."""
    offered = _made().extracting.offered(request_id, document_id, page, actor())
    return answer(shapes.PageRowsShape.model_validate(offered))


@blueprint.put(ROWS)
@needs(Act.RELEASE)
@operation(mark("Choose the rows of a page that the answer copies"), takes=shapes.RowsSaid, answers=shapes.AnswerShape)
def choose_extract_rows(request_id: int, document_id: int, page: int) -> Response:
    """All others are masked."""
    said = taken(shapes.RowsSaid)
    _made().extracting.choose(
        request_id, document_id, page, said.rows, actor(), page_version=said.page_version, version=said.version
    )
    return _shown(request_id)


@blueprint.get("/answer-wording")
@needs(Act.PERSONS)
@operation(mark("The wording of answers"), answers=shapes.WordingList)
def answer_wording() -> Response:
    """In force and in draft."""
    return _wording()


@blueprint.post("/answer-wording")
@needs(Act.PERSONS)
@operation(
    mark("Draft a version of the wording"), takes=shapes.WordingSaid, answers=shapes.WordingList, statuses=(201,)
)
def draft_wording() -> Response:
    """It waits for approval."""
    said = taken(shapes.WordingSaid)
    _made().wording.draft(said.kind, said.body, actor())
    return _wording(201)


@blueprint.post(f"/answer-wording/<int(max={LARGEST}):form_id>/approval")
@needs(Act.APPROVE)
@operation(mark("Approve a version of the wording"), answers=shapes.WordingShape)
def approve_wording(form_id: int) -> Response:
    """The next drafts are made of it."""
    return answer(shapes.WordingShape.model_validate(_made().wording.approve(form_id, actor())))


@blueprint.get("/disclosures")
@needs(Act.AUDIT, Act.PERSONS)
@operation(mark("The journal of disclosures"), asks=shapes.DisclosuresAsked, answers=shapes.DisclosureList)
def disclosures() -> Response:
    """The newest first."""
    wanted = asked(shapes.DisclosuresAsked)
    return _disclosures(wanted)


@blueprint.post("/disclosures")
@needs(Act.RELEASE)
@operation(mark("Note a release"), takes=shapes.ReleaseSaid, answers=shapes.DisclosureShape, statuses=(201,))
def note_disclosure() -> Response:
    """One that was made outside of a request."""
    line = _made().journal.note(Release(**taken(shapes.ReleaseSaid).model_dump()), actor())
    return answer(shapes.DisclosureShape.model_validate(line), 201)


def _made() -> Requests:
    return archive().requests


def _shown(request_id: int) -> Response:
    card = _made().answering.card(request_id, actor())
    if card is None:
        raise unknown_request(request_id)
    return answer(shapes.AnswerShape.model_validate(card))


def _wording(status: int = 200) -> Response:
    versions = [shapes.WordingShape.model_validate(one) for one in _made().wording.versions(actor())]
    return answer(shapes.WordingList(versions=versions), status)


def _disclosures(wanted: shapes.DisclosuresAsked) -> Response:
    lines = _made().journal.listed(actor(), **wanted.model_dump())
    shown = [shapes.DisclosureShape.model_validate(line) for line in lines]
    return answer(shapes.DisclosureList(disclosures=shown))
