"""The filing form: the page at the left, the fields with their suggestions at the right, one document after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.web.card_form import changes_from, place_from, refused_in, values_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, YEARS, read_number
from archive_app.services.card_choices import (
    case_files_of,
    choices,
    fields_of_kind,
    item_in_words,
    items_of,
    told_of_kind,
)
from archive_app.services.card_edits import StaleEdit
from archive_app.services.card_history import editable_card
from archive_app.services.card_values import PERSON_ROLES
from archive_app.services.documents import card
from archive_app.services.kind_fields import FieldsRefused
from archive_app.services.said_before import said_before

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.auth.actor import Actor
    from archive_app.services.card_history import EditableCard

blueprint = Blueprint("filing", __name__)
ONE = f"/filing/<int(max={LARGEST}):document_id>"
BRIEF = 80
"""Characters of a title within a message."""


@blueprint.get("/filing")
@needs(Act.FILE)
def queue() -> str | Response:
    """The first document that waits; where none does, a page that says so."""
    waiting = archive().filing.waiting(actor(), limit=1)
    if waiting:
        return redirect(url_for("filing.form", document_id=waiting[0].document_id))
    return render_template("filing/empty.html")


@blueprint.get(ONE)
@needs(Act.FILE)
def form(document_id: int) -> str | Response:
    """The form of one document."""
    acting = actor()
    shown = editable_card(archive().journal.reads, document_id, acting)
    if shown.filed:
        return redirect(url_for("pages.document", document_id=document_id))
    place, vanished = _meant(shown)
    values = values_of(shown) | place | {"version": str(shown.version)}
    said = said_before(shown, place.get("item", ""))
    return _page(document_id, values, acting, said=said, vanished=vanished, stack=shown.stack)


@blueprint.post(ONE)
@needs(Act.FILE)
def file(document_id: int) -> str | Response | tuple[str, int]:
    """File the document, and open the next that waits."""
    acting, typed = actor(), request.form.to_dict()
    if "accept" in typed:  # a chip pressed where no script runs
        field, _, value = typed.pop("accept").partition("=")
        return _page(document_id, typed | {field: value}, acting)
    try:
        version = read_number(typed.get("version", "")) or 0
        saved = archive().filing.file(document_id, version, place_from(typed), changes_from(typed), acting)
    except StaleEdit as stale:
        told = describe(stale)
        return _page(document_id, typed | {"version": str(stale.version)}, acting, told.message, stale), 409
    except ArchiveError as error:
        told = describe(error)
        return _page(document_id, typed, acting, told.message, error), told.http_status
    undo = url_for("cards.undo", document_id=document_id, version=saved.version, back="filing")
    tell(translate("Filed: {title}", title=_brief(typed.get("title", ""))), undo=undo)
    following = _next(document_id)
    return redirect(url_for(".queue") if following is None else url_for(".form", document_id=following))


def _brief(title: str) -> str:
    """A message lies over the form of the next document: a long title would cover its fields."""
    return title if len(title) <= BRIEF else f"{title[:BRIEF].rstrip()}…"


@blueprint.get("/filing/case-files")
@needs(Act.FILE)
def case_files() -> str:
    """The part of the form that offers the open case files of an item."""
    item, year = request.args.get("item", "").split(maxsplit=1), read_number(request.args.get("year", ""), YEARS)
    found = case_files_of(archive().sessions, actor(), item[0], year) if item and year else ()
    return render_template("filing/case_files.html", case_files=found, values={})


@blueprint.get("/filing/items")
@signed_in("the headings of a file plan name no person")
def items() -> str:
    """The items of a year's plan, for the list of the combobox."""
    year = read_number(request.args.get("year", ""), YEARS)
    return render_template("filing/items.html", items=items_of(archive().sessions, year) if year else ())


@blueprint.get("/filing/fields")
@signed_in("the fields of a kind name no person")
def fields() -> str:
    """What is told of a kind, and the extra fields that it asks for."""
    kind, year = request.args.get("kind", ""), read_number(request.args.get("year", ""), YEARS)
    return render_template(
        "cards/extra.html",
        told=told_of_kind(archive().sessions, kind, year),
        extra=fields_of_kind(archive().sessions, kind),
        values={},
        problems={},
    )


def _meant(shown: EditableCard) -> tuple[dict[str, str], str]:
    """The place that the stack named, filled in, for a person has said it; or what is wrong with that place."""
    if shown.meant_item is None or shown.meant_year is None:
        return {}, ""
    try:
        item = item_in_words(archive().sessions, shown.meant_item, shown.meant_year)
    except ArchiveError as error:
        said = {"item": shown.meant_item, "year": shown.meant_year, "problem": describe(error).message}
        return {}, translate(
            "The stack named item {item} of {year} for this document: choose its place anew. {problem}", **said
        )
    return {"item": item, "year": str(shown.meant_year)}, ""


def _next(document_id: int) -> int | None:
    before, after = archive().filing.neighbours(actor(), document_id)
    return after if after is not None else before


def _page(
    document_id: int,
    values: Mapping[str, str],
    acting: Actor,
    refusal: str = "",
    error: ArchiveError | None = None,
    *,
    said: frozenset[str] | None = None,
    vanished: str = "",
    stack: bool = False,
) -> str:
    offered = archive().suggesting.suggest(document_id, acting)
    year = read_number(values.get("year", "") or (offered["year"][0].value if offered.get("year") else ""), YEARS)
    index = values.get("item", "").split(maxsplit=1)
    known = choices(archive().sessions)
    shown_year = year if year in known.years else max(known.years, default=None)
    before, after = archive().filing.neighbours(acting, document_id)
    return render_template(
        "filing/form.html",
        card=card(archive().journal.reads, document_id, acting),
        values=values,
        offered=offered,
        choices=known,
        roles=PERSON_ROLES,
        year=shown_year,
        items=items_of(archive().sessions, shown_year) if shown_year else (),
        case_files=case_files_of(archive().sessions, acting, index[0], shown_year) if index and shown_year else (),
        told=told_of_kind(archive().sessions, values.get("kind", ""), shown_year),
        extra=fields_of_kind(archive().sessions, values.get("kind", "")),
        problems=error.problems if isinstance(error, FieldsRefused) else {},
        differences=error.differences if isinstance(error, StaleEdit) else (),
        said=[name for name, value in values.items() if value] if said is None else said,
        vanished=vanished,
        refusal=refusal,
        refused_in=refused_in(error),
        stack=stack,
        left=archive().filing.how_many_wait(acting),
        before=before,
        after=after,
    )
