"""Data whose purpose has ended: what is to be destroyed within thirty days, the most urgent first; settled together."""

from __future__ import annotations

import re
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
from archive_app.services.batch import read_date
from archive_app.services.consent_ends import EndedCursor, list_ended
from archive_app.services.consent_settling import settle_many

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("consents", __name__, url_prefix="/persons/ended-consents")
PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,10})")


def place_of(text: str) -> EndedCursor | None:
    """The place that an address names; None: the beginning. Raises BadDate."""
    found = PLACE.fullmatch(text)
    return EndedCursor(read_date(found[1]), int(found[2])) if found else None


def written(place: EndedCursor | None) -> str | None:
    """The way back."""
    return f"{place.ended_on.isoformat()}.{place.consent_id}" if place else None


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
    lines, more = list_ended(archive().people, actor(), after=place_of(request.args.get("after", "")))
    return render_template(
        "persons/ended_consents.html",
        lines=lines,
        more=url_for("consents.ended", after=written(more)) if more else None,
        after=request.args.get("after"),
        ended_words={code: translate(words) for code, words in ENDED_WORDS.items()},
        refusal=refusal,
        typed={name: request.form.get(name, "") for name in ("act", "destroyed", "kept")},
        ticked=frozenset(request.form.getlist("consent")),
    )
