"""«Кто видит документ» and «Права»: who sees a record and why, what a person sees, duties given and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST
from archive_app.services.batch import read_date
from archive_app.services.documents import card

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("access", __name__)


@blueprint.get(f"/documents/<int(max={LARGEST}):document_id>/access")
@needs(Act.RELEASE)
def document(document_id: int) -> str:
    """Everybody who sees the document today, with the reasons; permissions for a time."""
    return _document_page(document_id)


@blueprint.post(f"/documents/<int(max={LARGEST}):document_id>/access")
@needs(Act.RELEASE)
def open_document(document_id: int) -> Response | tuple[str, int]:
    """Open the document to a person for a time."""
    form = request.form
    try:
        archive().rights.opening.open_document(
            document_id,
            form.get("login", "").strip(),
            actor(),
            until=read_date(form.get("until", "")),
            reason=form.get("reason", ""),
            download=form.get("download") == "1",
        )
    except ArchiveError as error:
        return _document_page(document_id, describe(error).message), describe(error).http_status
    tell(translate("The document is opened. The reason is in the journal."))
    return redirect(url_for("access.document", document_id=document_id))


@blueprint.post(f"/documents/<int(max={LARGEST}):document_id>/access/<int(max={LARGEST}):number>/close")
@needs(Act.RELEASE)
def close_document(document_id: int, number: int) -> Response:
    """End a permission before its day."""
    archive().rights.opening.close(number, actor())
    tell(translate("The permission is ended."))
    return redirect(url_for("access.document", document_id=document_id))


@blueprint.get("/rights/<login>")
@signed_in("of oneself everybody may ask; of others the service asks for the right")
def person(login: str) -> str:
    """What a person may do today and how much is seen."""
    acting = actor()
    view = archive().rights.explaining.what_sees(login, acting)
    return render_template("access/person.html", view=view, own=login == acting.login)


def _document_page(document_id: int, refusal: str = "") -> str:
    acting, rights = actor(), archive().rights
    return render_template(
        "access/document.html",
        card=card(archive().journal.reads, document_id, acting),
        readers=rights.explaining.who_sees(document_id, acting),
        permissions=rights.opening.of_document(document_id, acting),
        refusal=refusal,
        typed=request.form,
    )
