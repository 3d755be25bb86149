"""The pages of one document: the viewer, images of pages, downloads."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from flask import Response, render_template, request

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RenditionKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.pages import LARGEST, blueprint
from archive_app.entrypoints.web.views import neighbours
from archive_app.services.documents import card, page_text, whole_form
from archive_app.services.page_images import FULL_WIDTH, THUMBNAIL_WIDTH
from storage.keys import BlobKey

CHUNK = 256 * 1024
CACHE_UNNAMED = "private, max-age=3600"
CACHE_IMAGES = "private, max-age=86400, immutable"
"""The address of an image names the state that it was drawn in (`v`); signing out empties the browser's cache."""


@blueprint.get(f"/documents/<int(max={LARGEST}):document_id>")
@needs(Act.SEE)
def document(document_id: int) -> str:
    """The viewer: thumbnails, the page with the hit marked on the scan, the card."""
    person = actor()
    shown = card(archive().journal.reads, document_id, person)
    text = request.args.get("q", "").strip()
    number = request.args.get("page", 1, type=int)
    page = next((page for page in shown.pages if page.number == number), shown.pages[0] if shown.pages else None)
    return render_template(
        "pages/document.html",
        card=shown,
        page=page,
        words=page_text(archive().journal.reads, document_id, page.number, person) if page else "",
        around=neighbours(shown.pages, page.number) if page else (),
        boxes=archive().searching.boxes(document_id, page.number, text, person) if page and text else (),
        query=text,
        wide=request.args.get("wide") == "1",
        has_copy=any(rendition.kind == RenditionKind.PDFA.value for rendition in shown.renditions),
    )


@blueprint.get(f"/documents/<int(max={LARGEST}):document_id>/pages/<int(max={LARGEST}):number>.jpg")
@needs(Act.SEE)
def page_image(document_id: int, number: int) -> Response:
    """The image of a page; `?thumbnail=1` for the small one, `?w=960` for one of about that width."""
    small = request.args.get("thumbnail") == "1"
    width = THUMBNAIL_WIDTH if small else request.args.get("w", FULL_WIDTH, type=int)
    known = next((tag for tag in request.if_none_match), "")
    image = archive().page_images.sized(document_id, number, actor(), width, known)
    caching = {"Cache-Control": CACHE_IMAGES if "v" in request.args else CACHE_UNNAMED}
    answer = Response(image.jpeg, 200 if image.jpeg is not None else 304, caching, mimetype="image/jpeg")
    answer.set_etag(image.etag)
    return answer


@blueprint.get(f"/documents/<int(max={LARGEST}):document_id>/<any(original, copy):kind>")
@needs(Act.DOWNLOAD)
def download(document_id: int, kind: str) -> Response:
    """The original, or the PDF/A copy: always as a download, never as a page of this site."""
    wanted = RenditionKind.ORIGINAL if kind == "original" else RenditionKind.PDFA
    name, rendition = whole_form(archive().journal.reads, document_id, wanted, actor())
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
