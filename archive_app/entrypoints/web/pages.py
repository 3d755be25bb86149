"""The pages: search, a document, the file plan."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from flask import Blueprint, Response, g, render_template, request

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.db.models import RenditionKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.views import chosen_links, facet_links, highlighted, neighbours
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.documents import card, page_text, whole_form
from archive_app.services.fileplans import plan_years, shown_plan
from archive_app.services.searching import FILTERS, Filters
from archive_app.words import PAGE_WORDS, SOURCE_WORDS, reason_words, size_words
from storage.keys import BlobKey

blueprint = Blueprint("pages", __name__)
MENU = (
    ("pages.search", mark("Search"), None),
    ("pages.file_plan", mark("Case files"), None),
    ("journal.journal", mark("Journal"), Act.AUDIT),
    ("access.people", mark("Rights"), Act.ACCOUNTS),
)
"""Endpoint, word, and the act without which the word is not shown."""
EXAMPLES = (
    ("ведомость успеваемости", mark("Words, in any form")),
    ("лицо:Иванова", mark("A person, by the present or a former surname")),
    ("приказ год:2025", mark("Within a year")),
    ("дата:[01.09.2024 TO 31.05.2025]", mark("Between two dates")),
    ("аттест*", mark("The beginning of a word")),
)
PAGE_SIZE = 20
FURTHEST = 10_000
"""Nobody turns further than this; a larger number in an address would only trouble the engine."""
LARGEST = 2**31 - 1
"""The largest number that both databases take for a page or a document."""
CHUNK = 256 * 1024
CACHE_PAGES = "private, max-age=3600"


@blueprint.app_context_processor
def _frame() -> dict[str, object]:
    person = g.get("actor")
    return {
        "signed_in": person is not None,
        "actor_name": person.name if person else "",
        "menu": [
            (endpoint, translate(label))
            for endpoint, label, act in MENU
            if person is not None and (act is None or person.may(act))
        ],
        "may": lambda act: person is not None and person.may(Act(act)),
        "query_length": archive().settings.query_length,
        "highlighted": highlighted,
        "reason_words": reason_words,
        "state_words": lambda state: translate(PAGE_WORDS[state]),
        "source_words": lambda source: translate(SOURCE_WORDS[source]) if source in SOURCE_WORDS else "",
        "size_words": size_words,
        "local_time": lambda moment: moment.astimezone(archive().settings.zone).strftime("%d.%m.%Y %H:%M"),
    }


@blueprint.get("/")
@signed_in("who may see nothing finds nothing")
def search() -> str:
    """Search with counts beside; without a question, an invitation and the counts of everything."""
    person = actor()
    text = request.args.get("q", "").strip()
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    offset = min(max(request.args.get("offset", 0, type=int), 0), FURTHEST)
    found = archive().searching.search(text, person, Filters.parse(chosen), limit=PAGE_SIZE, offset=offset)
    return render_template(
        "pages/search.html" if text or chosen else "pages/start.html",
        found=found,
        query=text,
        facets=facet_links(found.facets, chosen, text),
        narrowed=chosen_links(found.facets, chosen, text),
        chosen=chosen,
        offset=offset,
        page_size=PAGE_SIZE,
        examples=[(example, translate(meaning)) for example, meaning in EXAMPLES],
    )


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
    """The image of a page; `?thumbnail=1` for the small one."""
    images = archive().page_images
    small = request.args.get("thumbnail") == "1"
    image = (images.thumbnail if small else images.image)(document_id, number, actor())
    return Response(image, mimetype="image/jpeg", headers={"Cache-Control": CACHE_PAGES})


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


@blueprint.get("/file-plan")
@signed_in("the file plan names no person; counts are of what one sees")
def file_plan() -> str:
    """The file plan of a year with counts of documents."""
    person = actor()
    sessions = archive().sessions
    years = plan_years(sessions)
    if not years:
        return render_template("pages/file_plan.html", years=years, plan=None)
    year = request.args.get("year", years[-1], type=int)
    if year not in years:
        raise NotFound(str(year), what=translate("The file plan of {year}", year=year))
    return render_template("pages/file_plan.html", years=years, year=year, plan=shown_plan(sessions, year, person))
