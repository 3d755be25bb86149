"""«Передача данных»: the journal of disclosures, a release noted, who looked at a person's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import ApplicantKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import day_typed, one_of
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.services.disclosure.journal import Release
from archive_app.services.people.meant import person_meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from archive_app.services.disclosure.journal import DisclosureLine

blueprint = Blueprint("disclosures", __name__, url_prefix="/disclosures")
PART = 50


@blueprint.get("")
@needs(Act.AUDIT, Act.PERSONS)
def listed() -> str:
    """The newest first, perhaps of one person or of some days."""
    return _page()


@blueprint.post("")
@needs(Act.RELEASE)
def note() -> Response | tuple[str, int]:
    """A release that was made outside of a request."""
    given = request.form
    try:
        release = Release(
            recipient=given.get("recipient", ""),
            ground=given.get("ground", ""),
            extent=given.get("extent", ""),
            recipient_kind=one_of(ApplicantKind, "recipient_kind"),
            person_id=person_meant(archive().people, given.get("whose", ""), actor()),
            document_id=read_number(given.get("document", "")),
        )
        archive().requests.journal.note(release, actor())
    except ArchiveError as error:
        return _page(describe(error).message), describe(error).http_status
    tell(translate("The release is noted."))
    return redirect(url_for("disclosures.listed"))


@blueprint.get("/looks")
@needs(Act.AUDIT)
def looks() -> str:
    """Who looked at the records of a person in some days, on one page."""
    asked, refusal, found = request.args, "", None
    try:
        person = person_meant(archive().people, asked.get("person", ""), actor(), asking=Act.AUDIT)
        since, until = day_typed("since", asked), day_typed("until", asked)
        found = archive().requests.looks.at(person, actor(), since, until) if person is not None else None
    except ArchiveError as error:
        refusal = describe(error).message
    return render_template("requests/looks.html", asked=asked, found=found, refusal=refusal)


def _page(refusal: str = "") -> str:
    asked, who, why = request.args, actor(), ""
    lines: Sequence[DisclosureLine] = ()
    try:
        lines = archive().requests.journal.listed(
            who,
            person_id=person_meant(archive().people, asked.get("person", ""), who, asking=Act.AUDIT),
            since=day_typed("since", asked),
            until=day_typed("until", asked),
            before=read_number(asked.get("before", "")),
            limit=PART,
        )
    except ArchiveError as error:
        why = describe(error).message
    following = ""
    if len(lines) == PART:
        following = url_for(
            "disclosures.listed",
            person=asked.get("person") or None,
            since=asked.get("since") or None,
            until=asked.get("until") or None,
            before=lines[-1].disclosure_id,
        )
    return render_template(
        "requests/disclosures.html",
        lines=lines,
        asked=asked,
        following=following,
        refusal=refusal or why,
        typed=request.form,
        may_note=who.may(Act.RELEASE),
    )
