"""Data whose purpose has ended: what is to be destroyed within thirty days, the most urgent first; settled together."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.kin_forms import settlement
from archive_app.entrypoints.web.telling import HIDDEN, tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import read_versions
from archive_app.person_words import ENDED_WORDS
from archive_app.services.consent_ends import EndedCursor, list_ended
from archive_app.services.consent_settling import settle_many

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("consents", __name__, url_prefix="/persons/ended-consents")


@blueprint.get("")
@needs(Act.PERSONS)
def ended() -> str:
    """Each leads to its card; those that are ticked are settled by one form."""
    return _page()


@blueprint.post("")
@needs(Act.PERSONS)
def settle() -> Response | tuple[str, int]:
    """All that are ticked or none; what was typed and ticked stays where it is refused."""
    try:
        chosen = read_versions(request.form.getlist("consent"))
        number = settle_many(archive().people, chosen, settlement(), actor())
    except ArchiveError as error:
        told = describe(error)
        if told.code in HIDDEN:
            raise
        return _page(told.message), told.http_status
    tell(
        translate_plural(
            "It is written down what came of the data: {number} consent.",
            "It is written down what came of the data: {number} consents.",
            number,
        )
    )
    return redirect(url_for("consents.ended", after=request.args.get("after")), HTTPStatus.SEE_OTHER)


def _page(refusal: str = "") -> str:
    lines, more = list_ended(archive().people, actor(), after=EndedCursor.read(request.args.get("after", "")))
    return render_template(
        "persons/ended_consents.html",
        lines=lines,
        more=url_for("consents.ended", after=str(more)) if more else None,
        after=request.args.get("after"),
        ended_words={code: translate(words) for code, words in ENDED_WORDS.items()},
        refusal=refusal,
        typed={name: request.form.get(name, "") for name in ("act", "destroyed", "kept")},
        ticked=frozenset(request.form.getlist("consent")),
    )
