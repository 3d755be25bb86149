"""Tasks: what waits, what is under way and how far, what did not work and why, with a new start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import JobState
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.i18n import translate, translate_plural
from archive_app.messages import UNKNOWN, sentence_for
from archive_app.numbers import LARGEST, read_number
from archive_app.services.administration.job_list import JobFilter
from archive_app.words import JOB_STATE_WORDS, JOB_WORDS, REASON_WORDS, reason_words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("jobs", __name__, url_prefix="/admin/jobs")


@blueprint.get("")
@needs(Act.OPERATE)
def listed() -> str:
    """The list, first of all what did not work, the reasons above it."""
    person, keeping = actor(), archive().administration.jobs
    state = request.args.get("state", JobState.DEAD.value)
    kind, reason = request.args.get("kind", ""), request.args.get("reason", "")
    narrowed = JobFilter(JobState(state) if state in set(JobState) else None, kind or None, reason or None)
    page = keeping.listed(person, narrowed, before=read_number(request.args.get("before", "")))
    return render_template(
        "admin/jobs.html",
        page=page,
        state=state,
        kind=kind,
        reason=reason,
        states=[(each.value, translate(JOB_STATE_WORDS[each.value])) for each in JobState],
        kinds=sorted(((code, translate(words)) for code, words in JOB_WORDS.items()), key=lambda pair: pair[1]),
        counts=archive().doctor.counts().jobs,
        reasons=keeping.reasons(person) if state == JobState.DEAD.value else (),
        job_words=lambda code: translate(JOB_WORDS[code]) if code in JOB_WORDS else code,
        why=why,
        state_words=lambda code: translate(JOB_STATE_WORDS[code]),
    )


@blueprint.post(f"/<int(max={LARGEST}):number>/retry")
@needs(Act.OPERATE)
def retry(number: int) -> Response:
    """Let one start anew."""
    return _told(archive().administration.jobs.retry([number], actor()))


@blueprint.post("/retry")
@needs(Act.OPERATE)
def retry_all() -> Response:
    """Let all that died of a reason start anew."""
    return _told(archive().administration.jobs.retry_all(request.form.get("reason", ""), actor()))


def why(code: str | None, detail: str | None = None) -> str:
    """The reason of a failure in plain words; empty where there was none."""
    if not code:
        return ""
    if code in REASON_WORDS:
        return reason_words(code)
    return sentence_for(code, {}, detail or code).replace(f": {UNKNOWN}", "")  # what filled the sentence is not kept


def _told(started: int) -> Response:
    if started:
        tell(translate_plural("{number} task starts anew.", "{number} tasks start anew.", started))
    else:
        tell(translate("It has started anew already, or the same is under way."))
    return redirect(url_for("jobs.listed"))
