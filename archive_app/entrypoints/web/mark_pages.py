"""Summary marks out of a filed table of the e-journal: looked through, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.menu import may_open
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.mark_words import mark_counts, mark_words, school_year_words
from archive_app.numbers import LARGEST, read_number
from archive_app.services.documents import card
from archive_app.services.marks.reading import MarkOutcome, TableSaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from archive_app.services.documents import Card
    from archive_app.services.marks.reading import MarkedLine

blueprint = Blueprint("marks", __name__)
ONE = f"/documents/<int(max={LARGEST}):document_id>/marks"
NEW_YEAR = 9
"""The month in which a school year begins."""
TABLES = (".csv", ".xlsx", ".ods", ".xls", ".tsv")
KINDS = ("class_journal", "exam_sheet")
"""Kinds whose PDF may hold a table of marks: an export of the e-journal, a sheet of an exam."""


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"school_year_words": school_year_words, "marks_may_be_read": _may_be_read}


def _may_be_read(card: Card) -> bool:
    """Whether the card offers to read marks: a table, or a PDF of a kind that holds them."""
    name = card.original_name.lower()
    table = name.endswith(TABLES) or (name.endswith(".pdf") and card.kind in KINDS)
    return table and not card.destroyed and may_open(actor(), "marks.page")


@blueprint.get(ONE)
@needs(Act.PERSONS)
def page(document_id: int) -> str:
    """What the table is of."""
    return _page(document_id)


@blueprint.post(ONE)
@needs(Act.PERSONS)
def preview(document_id: int) -> Response | str | tuple[str, int]:
    """What each line would do; nothing is written."""
    return _answered(document_id, keep=False)


@blueprint.post(f"{ONE}/keep")
@needs(Act.PERSONS)
def keep(document_id: int) -> Response | str | tuple[str, int]:
    """Keep the marks of the lines that are understood."""
    return _answered(document_id, keep=True)


def _answered(document_id: int, *, keep: bool) -> Response | str | tuple[str, int]:
    take = archive().marks.keep if keep else archive().marks.preview
    try:
        lines = take(document_id, _said(), actor())
    except Exception as error:
        told = describe(error)
        if told.code in {"unexpected", "not_found"}:
            raise
        return _page(document_id, refusal=told.message), told.http_status
    if not keep:
        return _page(document_id, lines)
    tell(translate("The marks are kept: {counts}", counts=mark_counts(lines)))
    return redirect(url_for("pages.document", document_id=document_id))


def _page(document_id: int, lines: Sequence[MarkedLine] = (), refusal: str = "") -> str:
    shown = card(archive().journal.reads, document_id, actor(), with_pages=False)
    day = shown.date or archive().today()
    typed = {
        "school_year": str(day.year if day.month >= NEW_YEAR else day.year - 1),
        "period": translate("the year"),
        "group": "",
    } | request.form.to_dict()
    return render_template(
        "viewer/marks.html",
        card=shown,
        typed=typed,
        lines=[(line, mark_words(line, kept=False)) for line in lines],
        told=mark_counts(lines) if lines else "",
        ready=any(line.outcome is MarkOutcome.READY for line in lines),
        groups=archive().rights.dictionary.groups(),
        refusal=refusal,
    )


def _said() -> TableSaid:
    given = request.form
    year = read_number(given.get("school_year", "").strip()) or 0
    return TableSaid(year, given.get("period", ""), read_number(given.get("group", "")))
