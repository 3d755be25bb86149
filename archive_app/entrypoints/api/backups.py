"""`/backups`, `/drills`, `/fixity`: how the copies stand, the journal of backups, what a worker is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RunKind
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import backups as shapes
from archive_app.entrypoints.api.shapes.accounts import Done
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.backup.asking import Task
from archive_app.services.backup.book import READERS, told_facts
from archive_app.services.backup.protocol import drill_pdf

if TYPE_CHECKING:
    from archive_app.services.backup.state import Run

ONE = f"/drills/<int(max={LARGEST}):number>"


@blueprint.get("/backups")
@needs(*READERS)
@operation(mark("How the backups stand, and their journal"), asks=shapes.RunsAsked, answers=shapes.BackupsShape)
def backups() -> Response:
    """The newest first."""
    state, wanted = archive().backups.state, asked(shapes.RunsAsked)
    places = state.places()
    runs = state.runs(before=wanted.before, limit=wanted.limit)
    return answer(
        shapes.BackupsShape(
            places=[shapes.PlaceShape.model_validate(one) for one in places],
            overdue=state.overdue(places),
            under_way=[shapes.TaskShape.model_validate(one) for one in archive().backups.asking.under_way()],
            runs=[_shape(one) for one in runs],
            before=_before(runs, wanted.limit),
        )
    )


@blueprint.post("/backups")
@needs(Act.OPERATE)
@operation(mark("Ask for a backup"), answers=Done, statuses=(202,))
def ask_backup() -> Response:
    """A worker makes it; `/backups` tells how far it is and what became of it."""
    return _ask(Task.BACKUP)


@blueprint.get("/drills")
@needs(*READERS)
@operation(mark("Drills of restoring"), asks=shapes.RunsAsked, answers=shapes.DrillsShape)
def drills() -> Response:
    """The newest first."""
    wanted = asked(shapes.RunsAsked)
    runs = archive().backups.state.runs(kind=RunKind.DRILL, before=wanted.before, limit=wanted.limit)
    listed = [_shape(one) for one in runs]
    return answer(shapes.DrillsShape(drills=listed, before=_before(runs, wanted.limit)))


@blueprint.post("/drills")
@needs(Act.OPERATE)
@operation(mark("Ask for a drill of restoring"), asks=shapes.DrillAsked, answers=Done, statuses=(202,))
def ask_drill() -> Response:
    """Where the server may read a private key for drills."""
    wanted = asked(shapes.DrillAsked)
    archive().backups.asking.ask(actor(), Task.DRILL, confidence=wanted.confidence, share=wanted.share)
    return answer(Done(), 202)


@blueprint.get(ONE)
@needs(*READERS)
@operation(mark("A drill of restoring"), answers=shapes.RunShape)
def drill(number: int) -> Response:
    """With all that was checked."""
    return answer(_shape(_drill(number)))


@blueprint.get(f"{ONE}/pdf")
@needs(*READERS)
@operation(mark("The protocol of a drill as PDF/A"), media="application/pdf")
def drill_protocol(number: int) -> Response:
    """For the journal of backups."""
    return Response(drill_pdf(archive().backups.ground, _drill(number)), mimetype="application/pdf")


@blueprint.get("/fixity")
@needs(*READERS)
@operation(mark("What is known of the stored bytes"), asks=shapes.FindingsAsked, answers=shapes.FixityShape)
def fixity() -> Response:
    """What the checks have found, by SHA-256."""
    wanted = asked(shapes.FindingsAsked)
    report = archive().fixity.state.report(after=wanted.after or "", limit=wanted.limit)
    return answer(shapes.FixityShape.model_validate(report))


@blueprint.post("/fixity")
@needs(Act.OPERATE)
@operation(mark("Ask for a check of the stored bytes"), takes=shapes.FixitySaid, answers=Done, statuses=(202,))
def ask_fixity() -> Response:
    """A sample, or all of them."""
    return _ask(Task.FIXITY_FULL if taken(shapes.FixitySaid).full else Task.FIXITY_SAMPLE)


def _ask(task: Task) -> Response:
    archive().backups.asking.ask(actor(), task)
    return answer(Done(), 202)


def _drill(number: int) -> Run:
    found = archive().backups.state.runs(kind=RunKind.DRILL, before=number + 1, limit=1)
    if not found or found[0].id != number:
        raise NotFound(str(number), what=translate("Drill {number}", number=number))
    return found[0]


def _shape(run: Run) -> shapes.RunShape:
    return shapes.RunShape.model_validate(run).model_copy(update={"facts": told_facts(run)})


def _before(runs: list[Run], limit: int) -> int | None:
    return runs[-1].id if len(runs) == limit else None
