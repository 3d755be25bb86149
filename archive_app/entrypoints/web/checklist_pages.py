"""What each case file of an item must hold (состав дела): kinds of documents, ticked in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.i18n import translate

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("checklists", __name__)
ONE = "/file-plan/checklists/<index>"


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def page(index: str) -> str:
    """All kinds, those that are asked for ticked."""
    return render_template(
        "case_files/checklist.html", index=index, choices=archive().life.checklists.choices(index, actor())
    )


@blueprint.post(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def save(index: str) -> Response:
    """Ask for exactly those that are ticked."""
    archive().life.checklists.ask(index, request.form.getlist("kind"), actor())
    tell(translate("The composition of case files of {index} is saved.", index=index))
    return redirect(url_for("checklists.page", index=index))
