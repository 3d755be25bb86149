"""«Страницы»: page tools on thumbnails; «Разобрать стопку»: a stack split by its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.arranging_asked import ACTS, PageAct, perform
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.stack_form import cut_from, parts_from, years_typed
from archive_app.entrypoints.web.telling import for_script, tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import mark, translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.arranging.errors import NoPagesChosen, NoSuchPages, NoSuchPlace
from archive_app.services.arranging.meant import MeantItemsRefused
from archive_app.services.arranging.stacks import grouped, proposed_cut
from archive_app.services.arranging.tables import laid_out
from archive_app.services.card_choices import choices, items_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from archive_app.services.arranging.stacks import Where

blueprint = Blueprint("arranging", __name__)
ONE = f"/documents/<int(max={LARGEST}):document_id>/arrange"
FAULTS = {
    "version": mark("the sheet is of a later version of the program"),
    "damaged": mark("the sheet cannot be read whole"),
    "foreign": mark("a code that is not ours"),
}
OFFERED = 50
"""Waiting documents whose pages can be put in; others by their number."""
REFUSED = 422
"""The status of a refusal that htmx puts into the page."""


@blueprint.get(ONE)
@needs(Act.FILE, Act.CHANGE)
def pages(document_id: int) -> str:
    """The pages of a document on the table."""
    return _page(document_id)


@blueprint.post(ONE)
@needs(Act.FILE, Act.CHANGE)
def act(document_id: int) -> Response | str | tuple[str, int]:
    """One act on the chosen pages."""
    try:
        perform(archive().arranging, document_id, _asked(request.form), actor())
    except ArchiveError as error:
        return _refused(document_id, error)
    if for_script():
        return _page(document_id)
    return redirect(url_for(".pages", document_id=document_id))


@blueprint.post(f"{ONE}/<int(max={LARGEST}):arrangement>/undo")
@needs(Act.FILE, Act.CHANGE)
def undo(document_id: int, arrangement: int) -> Response | tuple[str, int]:
    """The change that led to this arrangement is taken back."""
    try:
        archive().arranging.undo(document_id, arrangement, actor())
    except ArchiveError as error:
        return _refused(document_id, error)
    tell(translate("The pages are as they were before."))
    return redirect(url_for(".pages", document_id=document_id))


@blueprint.post(f"{ONE}/split")
@needs(Act.FILE)
def split(document_id: int) -> Response | str | tuple[str, int]:
    """The stack cut where the person says; with `look` it is only shown so."""
    if "look" in request.form or for_script():
        return _page(document_id, typed=request.form, cut=cut_from(request.form))
    try:
        seen = read_number(request.form.get("arrangement", "")) or 0
        done = archive().arranging.split(document_id, seen, parts_from(request.form), actor())
    except ArchiveError as error:
        return _refused(document_id, error, typed=request.form, cut=cut_from(request.form))
    made = len(done.made)
    told = translate_plural("The stack is split: {number} document.", "The stack is split: {number} documents.", made)
    tell(told, undo=url_for(".undo", document_id=document_id, arrangement=done.arrangement))
    return redirect(url_for(".pages", document_id=document_id))


def _refused(
    document_id: int,
    error: ArchiveError,
    typed: Mapping[str, str] | None = None,
    cut: Mapping[int, Where] | None = None,
) -> tuple[str, int]:
    told = describe(error)
    problems = error.problems if isinstance(error, MeantItemsRefused) else {}
    return _page(document_id, told.message, typed, cut, problems), REFUSED if for_script() else told.http_status


def _page(
    document_id: int,
    refusal: str = "",
    typed: Mapping[str, str] | None = None,
    cut: Mapping[int, Where] | None = None,
    problems: Mapping[int, str] | None = None,
) -> str:
    sessions, person = archive().sessions, actor()
    table = laid_out(archive().journal.reads, document_id, person)
    stack = table.separated and table.there and not table.filed and not table.reading
    groups = grouped(sessions, table.pages, cut or proposed_cut(table.pages)) if stack else ()
    known = choices(sessions) if groups else None
    planned = known.years if known else ()
    years = {group.said.year for group in groups} | years_typed(typed or {}) | set(planned[:1])
    waiting = archive().filing.waiting(person, limit=OFFERED) if table.there and person.may(Act.FILE) else ()
    return render_template(
        "arranging/pages.html",
        table=table,
        groups=groups,
        choices=known,
        items={year: items_of(sessions, year) for year in planned if year in years},
        others=[one for one in waiting if one.document_id != document_id],
        typed=typed or {},
        refusal=refusal,
        problems=problems or {},
        faults={code: translate(words) for code, words in FAULTS.items()},
        message_of=lambda error: describe(error).message,
    )


def _asked(form: MultiDict[str, str]) -> PageAct:
    name, _, value = form.get("act", "").partition(":")
    chosen = _numbers(form, "aside" if name == "put_back" else "blank" if name == "remove_blanks" else "pages")
    last = (read_number(form.get("count", "")) or 0) + 1
    before = read_number(form.get("before", ""))
    if name in {"earlier", "later"} and chosen:
        before = max(1, min(chosen) - 1) if name == "earlier" else min(last, max(chosen) + 2)
    elif name == "split_off":
        before = chosen[0] if chosen else None
    name = {"earlier": "move", "later": "move", "remove_blanks": "remove"}.get(name, name)
    if name not in ACTS:
        raise NoSuchPages(pages="—", count=last - 1)
    if name == "split_off" and before is None:
        raise NoPagesChosen
    if name == "move" and before is None:
        raise NoSuchPlace(last=last)
    return PageAct(
        act=name,
        arrangement=read_number(form.get("arrangement", "")) or 0,
        pages=tuple(chosen),
        degrees=int(value) if value in {"90", "180", "270"} else 90,
        before=before,
        documents=tuple(_numbers(form, "documents")),
    )


def _numbers(form: MultiDict[str, str], name: str) -> Sequence[int]:
    return [number for said in form.getlist(name) if (number := read_number(said)) is not None]
