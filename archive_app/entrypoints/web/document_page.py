"""The pages of one document: the viewer, images of pages, what was found in it, its history, downloads."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, jsonify, render_template, request

from archive_app.audit_words import action_words
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RenditionKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.pages import blueprint
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.card_history import changes_of
from archive_app.services.document_history import LENGTH, history
from archive_app.services.documents import card, whole_form
from archive_app.services.finding_in import FoundPart, find_in
from archive_app.services.page_images import FULL_WIDTH, THUMBNAIL_WIDTH, WIDTHS
from archive_app.services.related import REASONS, related
from archive_app.services.viewing import open_document
from storage.keys import BlobKey

if TYPE_CHECKING:
    from archive_app.services.page_images import PageImage
    from archive_app.services.viewing import Opened

CHUNK = 256 * 1024
CACHE_UNNAMED = "private, max-age=3600"
CACHE_IMAGES = "private, max-age=86400, immutable"
"""The address of an image names the state that it was drawn in (`v`); signing out empties the browser's cache."""
ONE = f"/documents/<int(max={LARGEST}):document_id>"
GIVEN_OUT = {
    "original": RenditionKind.ORIGINAL,
    "copy": RenditionKind.PDFA,
    "signature": RenditionKind.SIGNATURE,
}
PAGE = f"{ONE}/pages/<int(max={LARGEST}):number>"


@blueprint.get(ONE)
@needs(Act.SEE)
def document(document_id: int) -> str:
    """The viewer: thumbnails, the page with the hits marked on the scan, the card."""
    number = read_number(request.args.get("page", "")) or 1
    opened = open_document(archive().journal.reads, document_id, number, actor())
    text = _question()
    return render_template(
        "pages/document.html",
        **_shown(opened, text),
        found=find_in(archive().searching, document_id, text, actor()) if text else None,
        kinds={rendition.kind for rendition in opened.card.renditions},
        people=names(opened.card.created_by),
    )


@blueprint.get(PAGE)
@needs(Act.SEE)
def page(document_id: int, number: int) -> str:
    """The page alone, as the viewer puts it in the place of another."""
    opened = open_document(archive().journal.reads, document_id, number, actor())
    return render_template("viewer/page.html", **_shown(opened, _question()))


@blueprint.get(f"{ONE}/find")
@needs(Act.SEE)
def find(document_id: int) -> Response:
    """Pages with the words asked for, from the one behind `after`: `pages` with counts, `after` where it goes on."""
    text = _question()
    after = read_number(request.args.get("after", "")) or 0
    part = find_in(archive().searching, document_id, text, actor(), after) if text else FoundPart((), None)
    return jsonify(asdict(part))


@blueprint.get(f"{ONE}/history")
@needs(Act.SEE)
def document_history(document_id: int) -> str:
    """What was done to the document."""
    before = read_number(request.args.get("before", ""))
    events = history(archive().journal.reads, document_id, actor(), before=before)
    return render_template(
        "viewer/history.html",
        card=card(archive().journal.reads, document_id, actor(), with_pages=False),
        events=events,
        changes=changes_of(archive().journal.reads, document_id, actor()),
        more=events[-1].seq if len(events) == LENGTH else None,
        action_words=action_words,
    )


@blueprint.get(f"{ONE}/related")
@needs(Act.SEE)
def document_related(document_id: int) -> str:
    """Documents that have to do with this one, by reason."""
    found = related(archive().journal.reads, document_id, actor())
    groups = [(translate(words), [each for each in found if each.reason == code]) for code, words in REASONS.items()]
    return render_template(
        "viewer/related.html",
        card=card(archive().journal.reads, document_id, actor(), with_pages=False),
        groups=[(title, each) for title, each in groups if each],
    )


@blueprint.get(f"{PAGE}.jpg")
@needs(Act.SEE)
def page_image(document_id: int, number: int) -> Response:
    """The image of a page; `?thumbnail=1` for the small one, `?w=960` for one of about that width."""
    small = request.args.get("thumbnail") == "1"
    width = THUMBNAIL_WIDTH if small else read_number(request.args.get("w", "")) or FULL_WIDTH
    known = next(iter(request.if_none_match), "")
    image = archive().page_images.sized(document_id, number, actor(), width, known)
    return pictured(image, CACHE_IMAGES if "v" in request.args else CACHE_UNNAMED)


def pictured(image: PageImage, caching: str = CACHE_UNNAMED) -> Response:
    """The image of a page; 304 for the browser that has it."""
    status = 200 if image.jpeg is not None else 304
    answer = Response(image.jpeg, status, {"Cache-Control": caching}, mimetype="image/jpeg")
    answer.set_etag(image.etag)
    return answer


@blueprint.get(f"{ONE}/<any(original, copy, signature):kind>")
@needs(Act.DOWNLOAD)
def download(document_id: int, kind: str) -> Response:
    """The original, the PDF/A copy, the detached signature: always as a download, never as a page of this site."""
    name, rendition = whole_form(archive().journal.reads, document_id, GIVEN_OUT[kind], actor())
    stream = archive().store.open(BlobKey(rendition.sha256))  # opened before the answer begins: missing is told as such
    response = Response(
        iter(partial(stream.read, CHUNK), b""),
        mimetype="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(rendition.size),
        },
    )
    response.call_on_close(stream.close)
    return response


def _question() -> str:
    return request.args.get("q", "").strip()


def _shown(opened: Opened, text: str) -> dict[str, object]:
    marked = archive().searching.marked(opened.words, text) if text else ()
    return {
        "card": opened.card,
        "opened": opened,
        "page": opened.page,
        "query": text,
        "boxes": marked,
        "widths": [width for width in WIDTHS if width != THUMBNAIL_WIDTH],
    }
