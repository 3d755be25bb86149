"""The answer to a request in the browser: words, sources, masked extracts, signature, issue; the wording of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RequestKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.request_pages import ONE, one_of, refused_on_card, version_seen
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.places import PLACES, example
from archive_app.services.requests.sources import Source, read_pages
from archive_app.services.requests.wording import starting

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as Redirect

blueprint = Blueprint("answers", __name__, url_prefix="/requests")
EXTRACT = f"{ONE}/extract/<int(max={LARGEST}):document_id>/<int(max={LARGEST}):page>"


@blueprint.post(f"{ONE}/draft")
@needs(Act.PERSONS)
def draft(request_id: int) -> Redirect | tuple[str, int]:
    """From the wording in force."""
    made = archive().requests.answering
    return _step(
        request_id,
        lambda: made.draft(request_id, actor(), version=version_seen()),
        translate("The answer is drafted: read it and correct it."),
    )


@blueprint.post(f"{ONE}/answer")
@needs(Act.PERSONS)
def write(request_id: int) -> Redirect | tuple[str, int]:
    """Keep the words and the sources."""
    made, body = archive().requests.answering, request.form.get("body", "")
    return _step(
        request_id,
        lambda: made.write(request_id, body, _sources(), actor(), version=version_seen()),
        translate("The answer is kept."),
    )


@blueprint.post(f"{ONE}/sign")
@needs(Act.PERSONS)
def sign(request_id: int) -> Redirect | tuple[str, int]:
    """Register the signed paper."""
    made, who = archive().requests.answering, request.form.get("signatory", "")
    return _step(
        request_id,
        lambda: made.sign(request_id, who, actor(), version=version_seen()),
        translate("The answer has its number. Print it for the signature and the seal."),
    )


@blueprint.post(f"{ONE}/issue")
@needs(Act.PERSONS)
def issue(request_id: int) -> Redirect | tuple[str, int]:
    """Hand it over; the copy files itself."""
    made, given = archive().requests.answering, request.form
    handing = Handing(
        given.get("received_by", ""), given.get("shown", ""), given.get("item", ""), given.get("authority", "")
    )
    return _step(
        request_id,
        lambda: made.issue(request_id, handing, actor(), version=version_seen()),
        translate("The answer is issued; its copy is filed and the journal of disclosures has its line."),
    )


@blueprint.get(f"{ONE}/answer.pdf")
@needs(Act.PERSONS)
def paper(request_id: int) -> Response:
    """The certificate with its extracts."""
    headers = {"Content-Disposition": f'attachment; filename="answer-{request_id}.pdf"'}
    content = archive().requests.printing.paper(request_id, actor())
    return Response(content, mimetype="application/pdf", headers=headers)


@blueprint.get(EXTRACT)
@needs(Act.RELEASE)
def extract(request_id: int, document_id: int, page: int) -> str:
    """The rows of a page: those of the person are ticked."""
    return _extract_page(request_id, document_id, page)


@blueprint.post(EXTRACT)
@needs(Act.RELEASE)
def choose_rows(request_id: int, document_id: int, page: int) -> Redirect | tuple[str, int]:
    """Let the answer copy them."""
    given = request.form
    rows = [number for number in map(read_number, given.getlist("row")) if number is not None]
    try:
        archive().requests.extracting.choose(
            request_id,
            document_id,
            page,
            rows,
            actor(),
            page_version=read_number(given.get("page_version", "")) or 0,
            version=version_seen(),
        )
    except ArchiveError as error:
        return _extract_page(request_id, document_id, page, describe(error).message), describe(error).http_status
    tell(translate("The rows are kept; all others will be masked."))
    return redirect(url_for("requests.shown", request_id=request_id))


@blueprint.get(f"{EXTRACT}.png")
@needs(Act.RELEASE)
def masked(request_id: int, document_id: int, page: int) -> Response:
    """The page as it will be let out."""
    rows = [number for number in map(read_number, request.args.getlist("row")) if number is not None]
    content = archive().requests.extracting.preview(request_id, document_id, page, rows, actor())
    return Response(content, mimetype="image/png")


@blueprint.get("/wording")
@needs(Act.PERSONS, Act.APPROVE)
def wording() -> str:
    """The versions in force and in draft."""
    return _wording_page()


@blueprint.post("/wording")
@needs(Act.PERSONS, Act.APPROVE)
def draft_wording() -> Redirect | tuple[str, int]:
    """A new version."""
    try:
        kind = one_of(RequestKind, "kind")
        archive().requests.wording.draft(kind, request.form.get("body", ""), actor())
    except ArchiveError as error:
        return _wording_page(describe(error).message), describe(error).http_status
    tell(translate("The wording is drafted and waits for approval."))
    return redirect(url_for("answers.wording", kind=kind))


@blueprint.post("/wording/example")
@needs(Act.PERSONS, Act.APPROVE)
def wording_example() -> str:
    """What the wording that is being typed would say of somebody; nothing is kept."""
    return _wording_page()


@blueprint.post(f"/wording/<int(max={LARGEST}):form_id>/approve")
@needs(Act.APPROVE)
def approve_wording(form_id: int) -> Redirect | tuple[str, int]:
    """Put it in force."""
    try:
        archive().requests.wording.approve(form_id, actor())
    except ArchiveError as error:
        return _wording_page(describe(error).message), describe(error).http_status
    tell(translate("The wording is in force."))
    return redirect(url_for("answers.wording"))


def _sources() -> list[Source]:
    """What is ticked, with its pages. Raises TooMany."""
    ticked, given = request.form.getlist("source"), request.form
    numbers = [number for number in map(read_number, ticked) if number is not None]
    return [Source(number, read_pages(given.get(f"pages-{number}", ""))) for number in numbers]


def _step(request_id: int, act: Callable[[], object], done: str) -> Redirect | tuple[str, int]:
    try:
        act()
    except ArchiveError as error:
        return refused_on_card(request_id, error)
    tell(done)
    return redirect(url_for("requests.shown", request_id=request_id))


def _extract_page(request_id: int, document_id: int, page: int, refusal: str = "") -> str:
    offered = archive().requests.extracting.offered(request_id, document_id, page, actor())
    card = archive().requests.showing.card(request_id, actor())
    chosen = {number for number in map(read_number, request.args.getlist("row")) if number is not None}
    kept = sorted(chosen or offered.proposed)
    looked = url_for("answers.masked", request_id=request_id, document_id=document_id, page=page, row=kept)
    return render_template(
        "requests/extract.html", offered=offered, card=card, kept=kept, looked=looked if kept else "", refusal=refusal
    )


def _wording_page(refusal: str = "") -> str:
    kind = request.values.get("kind", RequestKind.STUDY_CERTIFICATE.value)
    kind = kind if kind in list(RequestKind) else RequestKind.STUDY_CERTIFICATE.value
    versions = archive().requests.wording.versions(actor())
    latest = {one.kind: one for one in versions}
    body = request.form.get("body") or (latest[kind].body if kind in latest else starting(RequestKind(kind)))
    shown, wrong = _filled(body)
    return render_template(
        "requests/wording.html",
        versions=versions,
        who=names(*(login for one in versions for login in (one.drafted_by, one.approved_by))),
        chosen=kind,
        body=body,
        filled=shown,
        wrong=wrong,
        places=PLACES,
        refusal=refusal,
    )


def _filled(body: str) -> tuple[str, str]:
    """An example of the wording, or why there is none."""
    try:
        return example(body), ""
    except ArchiveError as error:
        return "", describe(error).message
