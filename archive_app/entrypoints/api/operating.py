"""`/jobs`, `/system`, `/journal`: work of the archive, the state of the system, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.queries.audit import EventFilter
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import operating as shapes
from archive_app.entrypoints.api.shapes.accounts import Done
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.mornings import span
from archive_app.services.administration.job_list import JobFilter

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/jobs")
@needs(Act.OPERATE)
@operation(mark("Work that waits, runs, is done or failed"), asks=shapes.JobsAsked, answers=shapes.JobList)
def jobs() -> Response:
    """The newest first."""
    wanted = asked(shapes.JobsAsked)
    narrowed = JobFilter(wanted.state, wanted.kind, wanted.reason)
    page = archive().administration.jobs.listed(actor(), narrowed, before=wanted.before, limit=wanted.limit)
    return answer(shapes.JobList(jobs=[shapes.JobShape.model_validate(row) for row in page.rows], before=page.before))


@blueprint.post("/jobs/retry")
@needs(Act.OPERATE)
@operation(mark("Let failed work start anew"), takes=shapes.RetrySaid, answers=shapes.Retried)
def retry_jobs() -> Response:
    """By number, else all that failed for the reason, else all that failed."""
    said, keeping = taken(shapes.RetrySaid), archive().administration.jobs
    number = keeping.retry(said.jobs, actor()) if said.jobs else keeping.retry_all(said.reason, actor())
    return answer(shapes.Retried(retried=number))


@blueprint.get("/system")
@needs(Act.OPERATE)
@operation(mark("The state of the system, and what its last examination found"), answers=shapes.SystemShape)
def system() -> Response:
    """Versions, queues, disks, search."""
    keeping = archive().administration
    state, last = keeping.system.state(actor()), keeping.examinations.last()
    shown = shapes.SystemShape.model_validate(state)
    found = shapes.ExaminationShape.model_validate(last) if last else None
    return answer(shown.model_copy(update={"examination": found}))


@blueprint.post("/system/examination")
@needs(Act.OPERATE)
@operation(mark("Ask for an examination of the system"), answers=Done, statuses=(202,))
def examine_system() -> Response:
    """A worker does it; `/system` tells what it found."""
    archive().administration.examinations.ask(actor())
    return answer(Done(), 202)


@blueprint.post("/system/letter")
@needs(Act.OPERATE)
@operation(mark("Send a letter that tries the mail"), takes=shapes.LetterSaid, answers=Done)
def try_mail() -> Response:
    """It is handed to the mail server; whether it arrives, the reader sees."""
    archive().administration.system.send_test_letter(taken(shapes.LetterSaid).to, actor())
    return answer(Done())


@blueprint.get("/journal")
@needs(Act.AUDIT)
@operation(mark("The journal of acts; reading it is an act too"), asks=shapes.JournalAsked, answers=shapes.Events)
def journal() -> Response:
    """The newest first."""
    wanted = asked(shapes.JournalAsked)
    since, until = span(wanted.since, wanted.until, archive().settings.zone)
    narrowed = EventFilter(
        person_id=wanted.person,
        document_id=wanted.document,
        actor=wanted.user,
        action=wanted.action,
        since=since,
        until=until,
    )
    events = archive().journal.log.show(actor(), narrowed, before=wanted.before, limit=wanted.limit)
    before = events[-1].seq if len(events) == wanted.limit else None
    return answer(shapes.Events(events=[shapes.EventShape.model_validate(event) for event in events], before=before))
