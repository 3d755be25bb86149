"""What is due by the last look through all case files, and what becomes due by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.life import (
    ForecastShape,
    ProposalsAsked,
    ProposedList,
    ProposedShape,
    RunShape,
    TermAsked,
    VerdictShape,
)
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.retention_shapes import verdict_shape
from retention.reckoning import reckoned

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/retention/term")
@signed_in("arithmetic of printed words: nothing of the archive is read")
@operation(mark("Count a printed term"), asks=TermAsked, answers=VerdictShape)
def retention_term() -> Response:
    """Without the event that the term waits for there is no date."""
    wanted = asked(TermAsked)
    on = wanted.on or archive().today()
    found = reckoned(wanted.term, wanted.finished, wanted.event, on, wanted.trigger)
    return answer(VerdictShape.model_validate(verdict_shape(found)))


@blueprint.post("/retention/run")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Look through all case files now"), answers=RunShape)
def retention_run() -> Response:
    """Nothing is done to a case file by it."""
    return answer(RunShape.model_validate(archive().life.prospects.run_as(actor())))


@blueprint.get("/retention/proposals")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Case files that are due for a step"), asks=ProposalsAsked, answers=ProposedList)
def retention_proposals() -> Response:
    """By number, after the number `after`."""
    wanted = asked(ProposalsAsked)
    found = archive().life.forecasting.due(wanted.step, actor(), after=wanted.after, limit=wanted.limit)
    return answer(ProposedList(case_files=[ProposedShape.model_validate(each) for each in found]))


@blueprint.get("/retention/forecast")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("What becomes due by year"), answers=ForecastShape)
def retention_forecast() -> Response:
    """As of the last run."""
    return answer(ForecastShape.model_validate(archive().life.forecasting.table(actor())))
