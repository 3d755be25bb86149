"""«Поиск»: results as one types, counts beside, strips of the scans; the page works without its script too."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.pages import blueprint
from archive_app.entrypoints.web.search_links import chosen_links, facet_groups, kept_address, search_address
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.search_filters import FILTERS, Filters
from indexer.search import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response as Answer

    from archive_app.auth.actor import Actor
    from archive_app.services.searching import Found

EXAMPLES = (
    ("ведомость успеваемости", mark("Words, in any form")),
    ("лицо:Иванова", mark("A person, by the present or a former surname")),
    ("приказ год:2025", mark("Within a year")),
    ("дата:[01.09.2024 TO 31.05.2025]", mark("Between two dates")),
    ("аттест*", mark("The beginning of a word")),
)
MORE_EXAMPLES = (
    ('"сводная ведомость"', mark("A phrase: the words side by side")),
    ("журнал ИЛИ ведомость", mark("One of the words")),
    ("ведомость НЕ практика", mark("Without a word")),
    ("Ивонова~", mark("With a slip of one letter")),
    ("название:журнал", mark("A word of the title")),
    ("вид:приказ год:2020-2025", mark("A kind, over some years")),
)
SORTS = (
    (Sort.RELEVANCE, mark("the best first")),
    (Sort.DATE, mark("the newest first")),
    (Sort.OLDEST, mark("the oldest first")),
)
PAGE_SIZE = 20
CHUNK = 256 * 1024
_UNFINISHED = re.compile(r"[^\W\d_]{3}$")
"""The end of a question that may be the beginning of a word."""
CACHE_STRIPS = "private, max-age=3600"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/search")
@signed_in("who may see nothing finds nothing")
def search() -> str:
    """Search with counts beside; without a question, an invitation, kept searches and the counts of everything."""
    person = actor()
    text, filters, sort = _question()
    after = request.args.get("after", "")
    sought, found = _found(text, person, filters, sort, after)
    asked = bool(text or filters.in_use)
    return render_template(
        "pages/search.html",
        found=found,
        asked=asked,
        query=text,
        sought=sought,
        sort=sort.value,
        sorts=[(one.value, translate(words), search_address(text, filters, one)) for one, words in SORTS],
        facets=facet_groups(found.facets, filters, text, sort),
        chips=chosen_links(found.facets, filters, text, sort),
        chosen=filters.as_text,
        after=after,
        more=search_address(text, filters, sort, after=found.after) if found.after else "",
        first=search_address(text, filters, sort),
        meant=search_address(found.did_you_mean, filters, sort) if found.did_you_mean else "",
        strips={hit.document_id: _strip_address(hit.document_id, hit.page, sought) for hit in found.hits if hit.page},
        kept=() if asked else [(one, kept_address(one)) for one in archive().saved_searches.listed(person)],
        may_take=person.may(Act.DOWNLOAD),
        examples=[(example, translate(meaning)) for example, meaning in EXAMPLES],
        more_examples=[(example, translate(meaning)) for example, meaning in (*EXAMPLES, *MORE_EXAMPLES)],
    )


@blueprint.get(f"/documents/<int(max={LARGEST}):document_id>/pages/<int(max={LARGEST}):number>/strip.jpg")
@needs(Act.SEE)
def hit_strip(document_id: int, number: int) -> Response:
    """The part of a page with the words of `?q=` marked; `?s=` proves that it belongs to an answer."""
    text, signature = request.args.get("q", ""), request.args.get("s", "")
    strip = archive().hit_strips.strip(document_id, number, text, actor(), signature)
    return Response(strip, mimetype="image/jpeg", headers={"Cache-Control": CACHE_STRIPS})


@blueprint.get("/search/list.<any(csv, xlsx):form>")
@needs(Act.DOWNLOAD)
def take_list(form: str) -> Response:
    """What the question finds as a table."""
    person = actor()
    text, filters, sort = _question()
    called = translate("documents found")
    name = f"{called} {archive().today():%d.%m.%Y}.{form}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    export = archive().search_export
    if form == "csv":
        lines = export.csv(text, person, filters, sort)
        return Response((line.encode() for line in lines), mimetype="text/csv", headers=headers)
    archive().settings.work_folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=archive().settings.work_folder, suffix=".xlsx") as book:
        export.xlsx(Path(book.name), text, person, filters, sort)
        opened = Path(book.name).open("rb")  # noqa: SIM115 - closed with the answer; the name is gone at once
    answer = Response(_read(opened), mimetype=XLSX, headers=headers)
    answer.call_on_close(opened.close)
    return answer


@blueprint.post("/search/kept")
@signed_in("everybody keeps the own searches")
def keep_search() -> Answer:
    """Keep the question under a name."""
    text, filters, sort = _question(request.form)
    name = request.form.get("name", "")
    try:
        archive().saved_searches.keep(name, text, filters, actor(), sort=sort)
        tell(translate("The search «{name}» is kept: it stands on the page of the search and on the desk.", name=name))
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
    return redirect(search_address(text, filters, sort))


@blueprint.post(f"/search/kept/<int(max={LARGEST}):search_id>/<any(rename, remove, restore):what>")
@signed_in("everybody keeps the own searches")
def change_kept(search_id: int, what: str) -> Answer:
    """Rename a kept search, take it away, or put it back."""
    saved, person = archive().saved_searches, actor()
    try:
        if what == "rename":
            saved.rename(search_id, request.form.get("name", ""), person)
            tell(translate("The search is renamed."))
        elif what == "remove":
            saved.remove(search_id, person)
            undo = url_for("pages.change_kept", search_id=search_id, what="restore")
            tell(translate("The search is taken away."), undo=undo)
        else:
            saved.restore(search_id, person)
            tell(translate("The search is back."))
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
    return redirect(url_for("pages.search"))


def _question(values: Any = None) -> tuple[str, Filters, Sort]:
    """What the address, or a form, asks for. Raises BadFilter."""
    given = request.args if values is None else values
    wanted = given.get("sort", "")
    sort = Sort(wanted) if wanted in set(Sort) else Sort.RELEVANCE
    return given.get("q", "").strip(), Filters.parse({name: given.getlist(name) for name in FILTERS}), sort


def _found(text: str, person: Actor, filters: Filters, sort: Sort, after: str) -> tuple[str, Found]:
    """What was sought, and found: where nothing is, the last word may not be typed to its end yet."""
    searching = archive().searching
    found = searching.search(text, person, filters, limit=PAGE_SIZE, sort=sort, after=after)
    if found.total or not _UNFINISHED.search(text):
        return text, found
    longer = searching.search(f"{text}*", person, filters, limit=PAGE_SIZE, sort=sort, after=after)
    return (f"{text}*", longer) if longer.total and not longer.notes else (text, found)


def _strip_address(document_id: int, number: int | None, text: str) -> str:
    signature = archive().hit_strips.signature(document_id, number or 0, text, actor())
    return url_for("pages.hit_strip", document_id=document_id, number=number, q=text, s=signature)


def _read(opened: Any) -> Iterator[bytes]:
    while part := opened.read(CHUNK):
        yield part
