"""«Акты о выделении к уничтожению»: the list, what is due, one act, and each step of its road."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Decision
from archive_app.disposal_words import act_state_words, decision_words, entry_state_words, why_left_words
from archive_app.entrypoints.web.commission_form import offered_rows, said_commission
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, YEARS, read_number
from archive_app.services.backup.leaving import leaving_words
from archive_app.services.batch import read_date
from archive_app.services.disposal.reviewing import Member

if TYPE_CHECKING:
    import datetime

    from werkzeug.wrappers import Response as AnyResponse

    from archive_app.services.disposal import Disposal
    from archive_app.services.disposal.acts import ActCard

blueprint = Blueprint("disposal", __name__, url_prefix="/disposal")
ONE = f"/<int(max={LARGEST}):act_id>"
PART = 50
LINES = 200
"""Lines of an act, and candidates, on one page."""
REMAINS = 200


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "act_state": act_state_words,
        "decision_words": decision_words,
        "entry_state": entry_state_words,
        "why_left": why_left_words,
        "leaving_words": leaving_words,
    }


@blueprint.get("")
@needs(Act.ARCHIVE)
def listed() -> str:
    """All acts, the newest first."""
    before = read_number(request.args.get("before", ""))
    acts = _made().acts.listed(actor(), before=before, limit=PART + 1)
    following = acts[PART - 1].act_id if len(acts) > PART else None
    return render_template("disposal/acts.html", acts=acts[:PART], following=following)


@blueprint.get("/new")
@needs(Act.ARCHIVE)
def choose() -> str | tuple[str, int]:
    """What is due on a day, with the sum of each verdict, and what bars it."""
    try:
        day = _day(request.args.get("on", ""))
    except ArchiveError as error:
        return _choice(describe(error).message), describe(error).http_status
    return _choice(on=day)


@blueprint.post("/new")
@needs(Act.ARCHIVE)
def propose() -> AnyResponse | tuple[str, int]:
    """Draw an act up, of what was ticked or of all that may go today."""
    ticked = [number for each in request.form.getlist("case_file") if (number := read_number(each)) is not None]
    everything = request.form.get("do") == "all"
    up_to = read_number(request.form.get("up_to", ""), YEARS)
    if not ticked and not everything:
        return _choice(translate("Tick the case files that the act shall name.")), 400
    try:
        act = _made().proposing.propose(actor(), case_files=None if everything else ticked, up_to_year=up_to)
    except ArchiveError as error:
        return _choice(describe(error).message), describe(error).http_status
    tell(translate("Act {number} is proposed: now the commission decides.", number=act))
    return redirect(url_for(".one", act_id=act))


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
def one(act_id: int) -> str:
    """An act as it stands, and the next step of its road."""
    return _page(act_id)


@blueprint.post(f"{ONE}/decisions")
@needs(Act.ARCHIVE)
def decide(act_id: int) -> AnyResponse | tuple[str, int]:
    """The decision on the ticked lines, or «destroy» for all others that need no decision of their own."""
    form, reviewing = request.form, _made().reviewing
    lines = [number for each in form.getlist("line") if (number := read_number(each)) is not None]
    decision = form.get("decision", "")
    try:
        if form.get("do") == "rest":
            count = reviewing.decide_rest(act_id, actor())
        elif not lines or decision not in set(Decision):
            return _page(act_id, translate("Tick lines of the act and choose the decision.")), 400
        else:
            until = _day(form.get("until", "")) if decision == Decision.KEEP else None
            reason = form.get("reason", "")
            count = reviewing.decide(act_id, lines, Decision(decision), actor(), until=until, reason=reason)
    except ArchiveError as error:
        return _page(act_id, describe(error).message), describe(error).http_status
    tell(translate_plural("{number} decision is noted.", "{number} decisions are noted.", count))
    return redirect(url_for(".one", act_id=act_id, after=read_number(form.get("after", "")) or None))


@blueprint.post(f"{ONE}/review")
@needs(Act.ARCHIVE)
def review(act_id: int) -> AnyResponse | tuple[str, int]:
    """Close the review with the protocol."""
    try:
        day = _day(request.form.get("on", ""))
        _made().reviewing.conclude(act_id, said_commission(request.form, day or archive().today()), actor())
    except ArchiveError as error:
        return _page(act_id, describe(error).message), describe(error).http_status
    tell(translate("The protocol is noted: the act waits for approval."))
    return redirect(url_for(".one", act_id=act_id))


@blueprint.post(f"{ONE}/approval")
@needs(Act.APPROVE)
def approve(act_id: int) -> AnyResponse | tuple[str, int]:
    """Approve what another has proposed; the number of the act is typed once more."""
    try:
        if request.form.get("word", "").strip().lstrip("№ ") != str(act_id):
            return _page(act_id, unconfirmed=translate("Type the number of the act: {number}.", number=act_id)), 400
        _made().approving.approve(act_id, actor())
    except ArchiveError as error:
        return _page(act_id, describe(error).message), describe(error).http_status
    tell(translate("Act {number} is approved.", number=act_id))
    return redirect(url_for(".one", act_id=act_id))


@blueprint.post(f"{ONE}/execution")
@needs(Act.ARCHIVE)
def execute(act_id: int) -> AnyResponse | tuple[str, int]:
    """Start the destruction, or go on with one that stopped; the number of the act is typed once more."""
    try:
        count = _made().approving.execute(act_id, actor(), typed=request.form.get("word", ""))
    except ArchiveError as error:
        told = describe(error)
        wrong = {"unconfirmed": told.message} if told.code == "not_confirmed" else {"refusal": told.message}
        return _page(act_id, **wrong), told.http_status
    tell(translate_plural("{number} case file is being destroyed.", "{number} case files are being destroyed.", count))
    return redirect(url_for(".one", act_id=act_id))


@blueprint.post(f"{ONE}/withdrawal")
@needs(Act.ARCHIVE)
def withdraw(act_id: int) -> AnyResponse | tuple[str, int]:
    """Give up an act that nobody has approved."""
    try:
        _made().proposing.withdraw(act_id, actor(), reason=request.form.get("reason", ""))
    except ArchiveError as error:
        return _page(act_id, describe(error).message), describe(error).http_status
    tell(translate("Act {number} is withdrawn.", number=act_id))
    return redirect(url_for(".one", act_id=act_id))


@blueprint.get(f"{ONE}/progress")
@needs(Act.ARCHIVE)
def progress(act_id: int) -> Response:
    """How far the execution is; when it has ended, the whole page is asked for anew."""
    line = _made().acts.line(act_id, actor())
    answer = Response(render_template("disposal/progress.html", line=line))
    if line.state != "executing":
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.get(f"{ONE}/remains")
@needs(Act.ARCHIVE)
def remains(act_id: int) -> str:
    """What is known of the destroyed bytes: number of the document, checksum, size, moment."""
    person, acts = actor(), _made().acts
    after = read_number(request.args.get("after", "")) or 0
    line = acts.line(act_id, person)
    stones = acts.remains(act_id, person, after=after, limit=REMAINS)
    following = stones[-1].document_id if len(stones) == REMAINS else None
    return render_template("disposal/remains.html", line=line, stones=stones, following=following)


@blueprint.get(f"{ONE}/personal-data.csv")
@needs(Act.ARCHIVE)
def log_of_personal_data(act_id: int) -> Response:
    """The export of the log that order No. 179 asks for."""
    disposition = f'attachment; filename="personal-data-log-{act_id}.csv"'
    rows = archive().personal_data.log(act_id, actor())
    return Response(rows, mimetype="text/csv", headers={"Content-Disposition": disposition})


def _choice(refusal: str = "", on: datetime.date | None = None) -> str:
    today, said = archive().today(), request.values
    day, after = on or today, read_number(request.args.get("after", "")) or 0
    up_to = read_number(said.get("up_to", ""), YEARS)
    found = _made().proposing.candidates(actor(), on=day, up_to_year=up_to, after=after, limit=LINES + 1)
    return render_template(
        "disposal/choose.html",
        free=[one for one in found[:LINES] if one.ban is None],
        barred=[one for one in found[:LINES] if one.ban is not None],
        following=found[LINES - 1].case_file_id if len(found) > LINES else None,
        day=day,
        ahead=day > today,
        up_to=up_to,
        refusal=refusal,
        ticked=set(request.form.getlist("case_file")),
    )


def _page(act_id: int, refusal: str = "", unconfirmed: str = "") -> str:
    person, made = actor(), _made()
    card = made.acts.card(act_id, person)
    after = read_number(request.values.get("after", "")) or 0
    lines = [entry for entry in card.entries if entry.position > after][: LINES + 1]
    return render_template(
        "disposal/act.html",
        card=card,
        lines=lines[:LINES],
        after=after,
        following=lines[LINES - 1].position if len(lines) > LINES else None,
        line=made.acts.line(act_id, person),
        people=names(card.proposed_by, card.approved_by),
        seats=_seats(card),
        preview=made.previewing.preview(act_id, person) if card.state in {"reviewed", "approved"} else None,
        own=person.login == card.proposed_by,
        may_approve=person.may(Act.APPROVE) and person.within(Act.APPROVE).everything,
        refusal=refusal,
        unconfirmed=unconfirmed,
        said=request.form,
        today=archive().today(),
    )


def _seats(card: ActCard) -> list[Member]:
    if card.state != "proposed":
        return []
    last = tuple(Member(one.name, one.post, chair=one.chair) for one in _made().acts.last_commission(actor()))
    return offered_rows(request.form, last)


def _day(typed: str) -> datetime.date | None:
    """A day as it was typed; None: nothing was. Raises BadDate."""
    return read_date(typed) if typed.strip() else None


def _made() -> Disposal:
    return archive().disposal
