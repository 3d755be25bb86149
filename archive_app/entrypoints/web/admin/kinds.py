"""Kinds of documents with their extra fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.gate import needs
from archive_app.db.models import FieldType
from archive_app.entrypoints.web.admin.forms import refusal_of, version
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.numbers import LARGEST
from archive_app.services.administration.kind_form import KEEPERS, FieldSaid
from archive_app.services.administration.kinds import KindTold
from archive_app.services.card_choices import choices, items_of
from archive_app.words import FIELD_TYPE_WORDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("kinds", __name__, url_prefix="/admin/kinds")
TOLD = ("filler", "due", "source", "item")
FIELD = f"/<code>/fields/<int(max={LARGEST}):number>"


@blueprint.get("")
@needs(*KEEPERS)
def listed() -> str:
    """All kinds, those that are retired at the end."""
    return _list_page()


@blueprint.post("")
@needs(*KEEPERS)
def add() -> Response | tuple[str, int]:
    """A new kind; its card follows, where fields are added."""
    try:
        personal = request.form.get("personal") == "1"
        code = archive().administration.kinds.add(request.form.get("title", ""), actor(), personal=personal)
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _list_page(refusal), status
    tell(translate("The kind is added. Now say which fields its documents have."))
    return redirect(url_for("kinds.card", code=code))


@blueprint.get("/<code>")
@needs(*KEEPERS)
def card(code: str) -> str:
    """A kind and the form that its documents are asked for."""
    return _page(code)


@blueprint.post("/<code>")
@needs(*KEEPERS)
def change(code: str) -> Response | tuple[str, int]:
    """Another title, personal or not."""
    form = request.form
    try:
        archive().administration.kinds.change(
            code, version(form.get("version")), form.get("title", ""), actor(), personal=form.get("personal") == "1"
        )
    except ArchiveError as error:
        return _refused(code, error)
    return _done(code, translate("The kind is changed."))


@blueprint.post("/<code>/told")
@needs(*KEEPERS)
def describe(code: str) -> Response | tuple[str, int]:
    """Who fills it, until when, its place in the file plan."""
    form = request.form
    told = KindTold(*(form.get(name, "") for name in TOLD))
    try:
        archive().administration.kinds.describe(code, version(form.get("version")), told, actor())
    except ArchiveError as error:
        return _refused(code, error)
    return _done(code, translate("The kind is changed."))


@blueprint.post("/<code>/retire")
@needs(*KEEPERS)
def retire(code: str) -> Response | tuple[str, int]:
    """Offer it no longer, or again."""
    retired = request.form.get("retired") == "1"
    try:
        archive().administration.kinds.retire(code, version(request.form.get("version")), actor(), retired=retired)
    except ArchiveError as error:
        return _refused(code, error)
    return _done(code, translate("The kind is retired.") if retired else translate("The kind is offered again."))


@blueprint.post("/<code>/fields")
@needs(*KEEPERS)
def add_field(code: str) -> Response | tuple[str, int]:
    """One more field at the end of the form."""
    kind_of = request.form.get("type", "")
    try:
        of_type = FieldType(kind_of) if kind_of in set(FieldType) else FieldType.TEXT
        archive().administration.kinds.form.add(code, of_type, _said(), actor())
    except ArchiveError as error:
        return _refused(code, error)
    return _done(code, translate("The field is added: filing asks for it from now on."))


@blueprint.post(FIELD)
@needs(*KEEPERS)
def change_field(code: str, number: int) -> Response | tuple[str, int]:
    """Title, choices, whether it is required."""
    try:
        form = archive().administration.kinds.form
        form.change(number, version(request.form.get("version")), _said(), actor())
    except ArchiveError as error:
        return _refused(code, error, number)
    return _done(code, translate("The field is changed."))


@blueprint.post(f"{FIELD}/retire")
@needs(*KEEPERS)
def retire_field(code: str, number: int) -> Response | tuple[str, int]:
    """Ask for it no longer, or again."""
    retired = request.form.get("retired") == "1"
    try:
        form = archive().administration.kinds.form
        form.retire(number, version(request.form.get("version")), actor(), retired=retired)
    except ArchiveError as error:
        return _refused(code, error)
    said = translate("The field is asked for no longer; what was typed stays.")
    return _done(code, said if retired else translate("The field is asked for again."))


@blueprint.post(f"{FIELD}/up")
@needs(*KEEPERS)
def move_up(code: str, number: int) -> Response | tuple[str, int]:
    """One place nearer to the beginning of the form."""
    try:
        archive().administration.kinds.form.move_up(number, version(request.form.get("version")), actor())
    except ArchiveError as error:
        return _refused(code, error)
    return redirect(url_for("kinds.card", code=code))


def _said() -> FieldSaid:
    form = request.form
    return FieldSaid(form.get("title", ""), form.get("required") == "1", form.get("choices", "").splitlines())


def _done(code: str, said: str) -> Response:
    tell(said)
    return redirect(url_for("kinds.card", code=code))


def _refused(code: str, error: ArchiveError, field: int | None = None) -> tuple[str, int]:
    refusal, status = refusal_of(error)
    return _page(code, refusal, field), status


def _list_page(refusal: str = "") -> str:
    kinds, years = archive().administration.kinds.listed(), choices(archive().sessions).years
    headings = dict(items_of(archive().sessions, max(years))) if years else {}
    return render_template("admin/kinds.html", kinds=kinds, headings=headings, refusal=refusal, typed=request.form)


def _page(code: str, refusal: str = "", field: int | None = None) -> str:
    """The page of a kind; after a refusal what was typed of it, or of the extra field `field`, stands in its form."""
    kinds, years = archive().administration.kinds, choices(archive().sessions).years
    return render_template(
        "admin/kind.html",
        kind=kinds.one(code),
        items=items_of(archive().sessions, max(years)) if years else (),
        fields=kinds.form.fields(code),
        types=[(each.value, translate(FIELD_TYPE_WORDS[each.value])) for each in FieldType],
        type_words={each: translate(words) for each, words in FIELD_TYPE_WORDS.items()},
        refusal=refusal,
        typed=request.form,
        typed_in=field,
        renamed=request.form if request.endpoint == "kinds.change" else {},
    )
