"""The pages: search, the file plan; what every page shows."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from archive_app.auth.gate import signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.views import chosen_links, facet_links, highlighted
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.fileplans import plan_years, shown_plan
from archive_app.services.searching import FILTERS, Filters
from archive_app.words import PAGE_WORDS, SOURCE_WORDS, reason_words, size_words

blueprint = Blueprint("pages", __name__)
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


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "highlighted": highlighted,
        "reason_words": reason_words,
        "state_words": lambda state: translate(PAGE_WORDS[state]),
        "source_words": lambda source: translate(SOURCE_WORDS[source]) if source in SOURCE_WORDS else "",
        "size_words": size_words,
        "local_time": lambda moment: moment.astimezone(archive().settings.zone).strftime("%d.%m.%Y %H:%M"),
    }


@blueprint.get("/search")
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
