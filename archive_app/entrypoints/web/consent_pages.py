"""Data whose purpose has ended: what is to be destroyed within thirty days, the most urgent first."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import translate
from archive_app.person_words import ENDED_WORDS
from archive_app.services.batch import read_date
from archive_app.services.consent_ends import EndedCursor, list_ended

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
    """Each leads to its card, where it is settled."""
    lines, more = list_ended(archive().people, actor(), after=place_of(request.args.get("after", "")))
    return render_template(
        "persons/ended_consents.html",
        lines=lines,
        more=url_for("consents.ended", after=written(more)) if more else None,
        later="after" in request.args,
        ended_words={code: translate(words) for code, words in ENDED_WORDS.items()},
    )
