"""Steps in the life of a case file: written with their event, read for the life line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail
from archive_app.db.models import CaseFile, CaseStep, StepKind
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.db.unit_of_work import UnitOfWork

TAGS = {
    StepKind.CLOSED: "case_file:life:close",
    StepKind.REOPENED: "case_file:life:reopen",
    StepKind.SPLIT: "case_file:life:split",
    StepKind.CARRIED: "case_file:life:carry",
}
"""What the journal calls the steps that are made here; the others are recorded by the acts that make them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of `case_file` by `actor`: at the moment `at`, on `day` where the organisation is."""

    case_file: CaseFile
    kind: StepKind
    actor: Actor
    at: datetime.datetime
    day: datetime.date
    reason: str | None = None


def record_step(uow: UnitOfWork, step: Step, **details: object) -> None:
    """Add the step to the life line and to the journal, in the caller's transaction."""
    uow.session.add(
        CaseStep(
            case_file_id=step.case_file.id,
            kind=step.kind,
            day=step.day,
            reason=step.reason,
            at=step.at,
            by=step.actor.login,
        )
    )
    told = details if step.reason is None else details | {"reason": step.reason}
    trail = AuditTrail(uow, actor=step.actor.login, now=lambda: step.at)
    trail.record(TAGS[step.kind], step.case_file, **told)


def case_file_row(session: Session, case_file_id: int) -> CaseFile:
    """The row to change. It waits for whoever changes it, and then sees what that one has written. Raises NotFound."""
    return _known(session.get(CaseFile, case_file_id, with_for_update=True), case_file_id)


def known_case_file(session: Session, case_file_id: int) -> CaseFile:
    """The row to read. Raises NotFound."""
    return _known(session.get(CaseFile, case_file_id), case_file_id)


def _known(case_file: CaseFile | None, case_file_id: int) -> CaseFile:
    if case_file is None:
        raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
    return case_file
