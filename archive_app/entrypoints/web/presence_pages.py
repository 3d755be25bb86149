"""«Проверка наличия»: begun, gone through with the scanner or the keyboard, signed; what is searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Presence
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.accession.places import Place
from archive_app.services.presence.printing import where_words
from archive_app.services.presence.showing import OUTCOME_WORDS, PART

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from archive_app.services.presence import PresenceChecks

blueprint = Blueprint("presence", __name__, url_prefix="/presence")
ONE = f"/<int(max={LARGEST}):check_id>"
PLACE = ("room", "rack", "shelf", "box")
LISTED = 50
MARKS = {"found": Presence.FOUND, "missing": Presence.MISSING, "undo": Presence.WAITING}


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "where_words": where_words,
        "presence_outcome": lambda outcome: translate(OUTCOME_WORDS[Presence(outcome)]),
    }


@blueprint.get("")
@needs(Act.ARCHIVE)
def listed() -> str:
    """All checks, and what is searched for."""
    return _list()


@blueprint.post("")
@needs(Act.ARCHIVE)
def begin() -> Response | tuple[str, int]:
    """Begin one."""
    typed = request.form
    inventory = read_number(typed.get("inventory", "").strip())
    place = Place(**{name: typed.get(name, "") for name in PLACE})
    try:
        number = _made().checking.begin(actor(), place=place, inventory_id=inventory)
    except ArchiveError as error:
        return _list(describe(error).message), describe(error).http_status
    return redirect(url_for("presence.one", check_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
def one(check_id: int) -> str:
    """One check, the field for the next code in focus."""
    return _page(check_id)


@blueprint.post(f"{ONE}/marks")
@needs(Act.ARCHIVE)
def mark(check_id: int) -> Response | tuple[str, int]:
    """The scanner types a code and Enter."""
    code, outcome = request.form.get("code", ""), MARKS.get(request.form.get("do", "found"), Presence.FOUND)
    try:
        line = _made().checking.mark(check_id, code, actor(), outcome)
    except ArchiveError as error:
        return _page(check_id, describe(error).message), describe(error).http_status
    words = translate(OUTCOME_WORDS[line.outcome])
    tell(f"{line.case_file_id}/{line.volume} {line.index} {line.heading}: {words}")
    return redirect(url_for("presence.one", check_id=check_id, only=request.form.get("only") or None))


@blueprint.post(f"{ONE}/rest")
@needs(Act.ARCHIVE)
def rest(check_id: int) -> Response | tuple[str, int]:
    """What was not marked was not found."""
    try:
        count = _made().checking.rest_is_missing(check_id, actor())
    except ArchiveError as error:
        return _page(check_id, describe(error).message), describe(error).http_status
    tell(translate_plural("{number} unit is not found.", "{number} units are not found.", count))
    return redirect(url_for("presence.one", check_id=check_id))


@blueprint.post(f"{ONE}/sign")
@needs(Act.ARCHIVE)
def sign(check_id: int) -> Response | tuple[str, int]:
    """Freeze the act."""
    try:
        _made().checking.sign(check_id, actor(), conclusion=request.form.get("conclusion", ""))
    except ArchiveError as error:
        return _page(check_id, describe(error).message), describe(error).http_status
    tell(translate("The act of the check {number} is signed.", number=check_id))
    return redirect(url_for("presence.one", check_id=check_id))


@blueprint.post(f"/found/<int(max={LARGEST}):line_id>")
@needs(Act.ARCHIVE)
def found(line_id: int) -> Response | tuple[str, int]:
    """It is back."""
    try:
        _made().checking.found_later(line_id, actor())
    except ArchiveError as error:
        return _list(describe(error).message), describe(error).http_status
    tell(translate("The search is over: it is back."))
    return redirect(url_for("presence.listed"))


def _list(refusal: str = "") -> str:
    cards = _made().showing.listed(actor(), before=read_number(request.args.get("before", "")), limit=LISTED)
    return render_template(
        "presence/list.html",
        cards=cards,
        more=cards[-1].check_id if len(cards) == LISTED else None,
        searched=_made().showing.searched_for(actor()),
        typed=request.form,
        refusal=refusal,
    )


def _page(check_id: int, refusal: str = "") -> str:
    wanted = request.args.get("only", "")
    only = Presence(wanted) if wanted in set(Presence) else None
    after = read_number(request.args.get("after", "")) or 0
    lines = _made().showing.lines(check_id, actor(), only=only, after=after)
    return render_template(
        "presence/one.html",
        card=_made().showing.card(check_id, actor()),
        lines=lines,
        only=only.value if only else "",
        outcomes=[each.value for each in Presence],
        more=lines[-1].position if len(lines) == PART else None,
        typed=request.form,
        refusal=refusal,
    )


def _made() -> PresenceChecks:
    return archive().presence
