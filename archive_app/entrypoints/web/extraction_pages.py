"""«Извлечь сводные ведомости»: pages of a closed case file, picked on thumbnails, become a case file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, YEARS, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response

blueprint = Blueprint("extraction", __name__)
ONE = f"/case-files/<int(max={LARGEST}):case_file_id>/extract"


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
def choose(case_file_id: int) -> str:
    """The pages to pick from."""
    return _page(case_file_id)


@blueprint.post(ONE)
@needs(Act.ARCHIVE)
def extract(case_file_id: int) -> Response | tuple[str, int]:
    """Make the case file of the picked pages."""
    form = request.form
    pages = picked(form.getlist("page"))
    year = read_number(form.get("year", ""), YEARS) or archive().today().year
    if not pages:
        return _page(case_file_id, translate("Pick the summary pages on the thumbnails.")), 400
    try:
        made = archive().disposal.extracting.extract(case_file_id, pages, actor(), item=form.get("item", ""), year=year)
    except ArchiveError as error:
        return _page(case_file_id, describe(error).message), describe(error).http_status
    tell(translate("The pages are a case file of their own now; the remainder may be proposed for destruction."))
    return redirect(url_for("case_files.case_file", case_file_id=made.case_file_id))


def picked(values: Iterable[str]) -> dict[int, list[int]]:
    """`{document: [page, …]}` of `document.page` as the form sends it; what is written otherwise is passed over."""
    pages: dict[int, list[int]] = {}
    for value in values:
        document, _, page = value.partition(".")
        numbers = read_number(document), read_number(page)
        if numbers[0] is not None and numbers[1] is not None:
            pages.setdefault(numbers[0], []).append(numbers[1])
    return pages


def _page(case_file_id: int, refusal: str = "") -> str:
    after = read_number(request.args.get("after", "")) or 0
    return render_template(
        "disposal/extract.html",
        choice=archive().disposal.choosing.choice(case_file_id, actor(), after=after),
        refusal=refusal,
        ticked=set(request.form.getlist("page")),
        item=request.form.get("item", ""),
    )
