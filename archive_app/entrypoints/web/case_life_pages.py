"""The life of a case file: closed, opened again, split, carried over; its holds and events; what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import HoldTarget
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.retention_words import reason_sentence, status_words, trigger_words
from archive_app.services.accession.places import Place
from archive_app.services.batch import read_date
from archive_app.services.life.errors import NothingToSplit
from archive_app.services.life.events import OF_PERSONS, WAITED_FOR, Told, read_trigger
from archive_app.services.life.finding_words import finding_sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.services.life.splitting import Proposal

blueprint = Blueprint("case_life", __name__)
ONE = f"/case-files/<int(max={LARGEST}):case_file_id>/life"


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "finding_sentence": finding_sentence,
        "reason_sentence": reason_sentence,
        "status_words": status_words,
        "trigger_words": trigger_words,
    }


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def page(case_file_id: int) -> str:
    """Everything on one sheet."""
    return _page(case_file_id)


@blueprint.post(f"{ONE}/close")
@needs(Act.ARCHIVE, Act.PLANS)
def close(case_file_id: int) -> str | Response | tuple[str, int]:
    """Close it as it stands, or with what was found passed over knowingly."""
    try:
        finished, knowingly = _day("finished_on"), "knowingly" in request.form
        archive().life.closing.close(case_file_id, actor(), finished_on=finished, knowingly=knowingly)
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The case file is closed."))


@blueprint.post(f"{ONE}/reopen")
@needs(Act.ARCHIVE, Act.PLANS)
def reopen(case_file_id: int) -> str | Response | tuple[str, int]:
    """Open it again, with the reason."""
    try:
        archive().life.closing.reopen(case_file_id, actor(), reason=request.form.get("reason", ""))
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The case file is open again."))


@blueprint.post(f"{ONE}/split")
@needs(Act.ARCHIVE, Act.PLANS)
def split(case_file_id: int) -> str | Response | tuple[str, int]:
    """Split the volumes as was proposed."""
    try:
        archive().life.splitting.confirm(case_file_id, request.form.get("stamp", ""), actor())
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The volumes are split."))


@blueprint.post(f"{ONE}/carry")
@needs(Act.ARCHIVE, Act.PLANS)
def carry(case_file_id: int) -> str | Response | tuple[str, int]:
    """Go on in another year."""
    year = read_number(request.form.get("year", "")) or 0
    try:
        archive().life.carrying.over(case_file_id, year, actor())
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The case file goes on in {year}.", year=year))


@blueprint.post(f"{ONE}/events")
@needs(Act.ARCHIVE, Act.PLANS)
def enter(case_file_id: int) -> str | Response | tuple[str, int]:
    """Enter what happened to it, or to the person whose it is."""
    try:
        archive().life.events.enter(_told(case_file_id), actor())
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The event is entered."))


@blueprint.post(f"{ONE}/events/<int(max={LARGEST}):event_id>/cancel")
@needs(Act.ARCHIVE, Act.PLANS)
def cancel(case_file_id: int, event_id: int) -> str | Response | tuple[str, int]:
    """Strike an event out."""
    try:
        archive().life.events.cancel(event_id, actor(), reason=request.form.get("reason", ""))
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The event is cancelled."))


@blueprint.post(f"{ONE}/holds")
@needs(Act.ARCHIVE)
def hold(case_file_id: int) -> str | Response | tuple[str, int]:
    """Forbid its destruction."""
    typed = request.form
    try:
        archive().life.holding.add(
            HoldTarget.CASE_FILE,
            str(case_file_id),
            actor(),
            reference=typed.get("reference", ""),
            reason=typed.get("reason", ""),
            until=_day("until"),
        )
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The hold is laid."))


@blueprint.post(f"{ONE}/holds/<int(max={LARGEST}):hold_id>/release")
@needs(Act.ARCHIVE)
def release(case_file_id: int, hold_id: int) -> str | Response | tuple[str, int]:
    """End a hold."""
    try:
        archive().life.holding.release(hold_id, actor(), reason=request.form.get("reason", ""))
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The hold is released."))


@blueprint.post(f"{ONE}/place")
@needs(Act.ARCHIVE)
def move(case_file_id: int) -> str | Response | tuple[str, int]:
    """Note where it lies now."""
    place = Place(**{name: request.form.get(name, "") for name in ("room", "rack", "shelf", "box")})
    try:
        archive().archiving.accessions.placing.move(case_file_id, place, actor())
    except ArchiveError as error:
        return _refused(case_file_id, error)
    return _done(case_file_id, translate("The place is noted."))


def _told(case_file_id: int) -> Told:
    """What the form says. What happens to persons is entered of the person, where the case file is one's."""
    typed, person = request.form, archive().life.showing.sheet(case_file_id, actor()).person_id
    trigger = read_trigger(typed.get("trigger", ""))
    ground, on = typed.get("ground", ""), _day("on") or archive().today()
    if trigger in OF_PERSONS and person is not None:
        return Told(trigger, on, ground, person_id=person)
    return Told(trigger, on, ground, case_file_id=case_file_id)


def _day(name: str) -> datetime.date | None:
    """A day of the form, None where nothing was typed. Raises BadDate."""
    typed = request.form.get(name, "").strip()
    return read_date(typed) if typed else None


def _done(case_file_id: int, told: str) -> Response:
    tell(told)
    return redirect(url_for(".page", case_file_id=case_file_id))


def _refused(case_file_id: int, error: ArchiveError) -> tuple[str, int]:
    """The page with what was typed, and the reason above it."""
    told = describe(error)
    return _page(case_file_id, told.message, request.form), told.http_status


def _page(case_file_id: int, refusal: str = "", typed: Mapping[str, str] | None = None) -> str:
    acting, life = actor(), archive().life
    sheet = life.showing.sheet(case_file_id, acting)
    waits = sheet.judged.rule.trigger
    return render_template(
        "case_files/life.html",
        sheet=sheet,
        case=sheet.judged,
        proposal=_proposal(case_file_id) if sheet.examined else None,
        triggers=[(each.value, trigger_words(each)) for each in WAITED_FOR],
        waits=waits.value if waits in WAITED_FOR else "",
        searched=archive().presence.showing.searched_for(acting, case_file_id),
        loans=archive().lending.book.of_case_file(case_file_id, acting),
        place=archive().archiving.accessions.placing.of(case_file_id, acting),
        refusal=refusal,
        typed=typed or {},
        today=archive().today(),
        people=names(*(hold.made_by for hold in sheet.holds)),
    )


def _proposal(case_file_id: int) -> Proposal | None:
    try:
        return archive().life.splitting.propose(case_file_id, actor())
    except NothingToSplit:
        return None
