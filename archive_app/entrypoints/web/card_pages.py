"""A card changed where it stands, the change taken back, the document moved to another case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.card_form import changes_from, place_from, refused_in, values_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.card_choices import choices, fields_of_kind, told_of_kind
from archive_app.services.card_edits import StaleEdit
from archive_app.services.card_history import changes_of, editable_card
from archive_app.services.card_values import PERSON_ROLES
from archive_app.services.kind_fields import FieldsRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

blueprint = Blueprint("cards", __name__)
ONE = f"/documents/<int(max={LARGEST}):document_id>"


@blueprint.get(f"{ONE}/edit")
@needs(Act.CHANGE)
def edit(document_id: int) -> str:
    """The card as a form."""
    shown = editable_card(archive().journal.reads, document_id, actor())
    return _page(document_id, values_of(shown) | {"version": str(shown.version)})


@blueprint.post(f"{ONE}/edit")
@needs(Act.CHANGE)
def save(document_id: int) -> str | Response | tuple[str, int]:
    """Keep the changed facts; whoever is late chooses between both values of each."""
    typed = request.form.to_dict()
    version = read_number(typed.get("version", "")) or 0
    try:
        saved = archive().card_edits.edit(document_id, version, changes_from(typed), actor())
    except StaleEdit as stale:
        return _page(document_id, typed | {"version": str(stale.version)}, describe(stale).message, stale), 409
    except ArchiveError as error:
        told = describe(error)
        return _page(document_id, typed, told.message, error), told.http_status
    if saved.fields:
        tell(translate("The card is saved."), undo=url_for(".undo", document_id=document_id, version=saved.version))
    return redirect(url_for("pages.document", document_id=document_id))


@blueprint.post(f"{ONE}/undo")
@needs(Act.CHANGE)
def undo(document_id: int) -> Response:
    """Take the last change back, unless the card was changed once more since."""
    version = read_number(request.args.get("version", "")) or 0
    try:
        archive().card_edits.undo(document_id, version, actor())
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
    else:
        tell(translate("The change is taken back."))
    if request.args.get("back") == "filing":
        return redirect(url_for("filing.form", document_id=document_id))
    return redirect(url_for("pages.document", document_id=document_id))


@blueprint.post(f"{ONE}/move")
@needs(Act.CHANGE)
def move(document_id: int) -> str | Response | tuple[str, int]:
    """Put a filed document into another case file, with the reason."""
    typed = request.form.to_dict()
    version = read_number(typed.get("version", "")) or 0
    try:
        place, reason = place_from(typed), typed.get("reason", "")
        saved = archive().filing.refile(document_id, version, place, reason, actor())
    except ArchiveError as error:
        shown = editable_card(archive().journal.reads, document_id, actor())
        told = describe(error)
        values = values_of(shown) | {"version": str(shown.version)} | typed
        return _page(document_id, values, told.message, error), told.http_status
    tell(translate("The document is moved."), undo=url_for(".undo", document_id=document_id, version=saved.version))
    return redirect(url_for("pages.document", document_id=document_id))


@blueprint.get(f"{ONE}/changes")
@needs(Act.SEE)
def changes(document_id: int) -> str:
    """What was changed on the card, newest first."""
    reads, acting = archive().journal.reads, actor()
    return render_template(
        "cards/changes.html",
        document_id=document_id,
        version=editable_card(reads, document_id, acting).version,
        changes=changes_of(reads, document_id, acting),
    )


def _page(document_id: int, values: Mapping[str, str], refusal: str = "", error: ArchiveError | None = None) -> str:
    known = choices(archive().sessions)
    return render_template(
        "cards/edit.html",
        document_id=document_id,
        values=values,
        choices=known,
        years=[(str(year), str(year)) for year in known.years],
        roles=PERSON_ROLES,
        told=told_of_kind(archive().sessions, values.get("kind", "")),
        extra=fields_of_kind(archive().sessions, values.get("kind", "")),
        problems=error.problems if isinstance(error, FieldsRefused) else {},
        differences=error.differences if isinstance(error, StaleEdit) else (),
        refusal=refusal,
        refused_in=refused_in(error),
        filed=bool(values.get("place")),
    )
