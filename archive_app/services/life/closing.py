"""Closing a case file: what stands in the way is named, cut-off and rule are fixed; reopening needs a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import (
    CaseFileClosing,
    CaseFileState,
    StepKind,
)
from archive_app.db.queries.listed import in_acts, in_inventories
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.life.checklists import missing_kinds
from archive_app.services.life.errors import (
    AlreadyClosed,
    CaseFileKept,
    CaseFileListed,
    CaseFileNotClosed,
    EventInFuture,
    FinishTooEarly,
    FinishUnknown,
    NotReadyToClose,
)
from archive_app.services.life.judging import KEEPERS
from archive_app.services.life.steps import Step, case_file_row, known_case_file, record_step
from archive_app.services.life.volume_sums import VolumeSums, fix_volumes, release_volumes, volume_sums
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker

MOST_SHEETS = 250
"""A volume holds at most so many sheets, about 4 cm («Основные правила работы архивов организаций»)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right before closing: `empty`, `sheets_unknown`, `volume_too_thick` or `documents_missing`.

    `blocks` tells that the case file cannot be closed with it; the others may be passed over knowingly. `kinds` are the
    titles of the kinds that the item asks for and the case file has no document of.
    """

    code: str
    blocks: bool
    count: int = 0
    volume: int | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What would be fixed if the case file were closed now. `finished_on` is None where no document has a date."""

    case_file_id: int
    documents: int
    sheets: int
    finished_on: datetime.date | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Closes case files, and opens them again where nothing has been built on the closing."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def examine(self, case_file_id: int, actor: Actor) -> Examined:
        """What closing would find and fix. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            known_case_file(session, case_file_id)
            return examined(session, case_file_id)

    def close(
        self, case_file_id: int, actor: Actor, *, finished_on: datetime.date | None = None, knowingly: bool = False
    ) -> Examined:
        """Close it; `finished_on` is needed where no document is dated, `knowingly` passes over what does not block.

        Raises:
            NotAllowed, NotFound, AlreadyClosed, NotReadyToClose, FinishUnknown, FinishTooEarly,
            EventInFuture.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            case_file = case_file_row(session, case_file_id)
            if case_file.state is not CaseFileState.OPEN:
                raise AlreadyClosed(case_file=case_file_id)
            volumes = volume_sums(session, case_file_id)
            found = _examined(session, case_file_id, volumes)
            standing = [each for each in found.findings if each.blocks or not knowingly]
            if standing:
                raise NotReadyToClose(standing)
            today = self.today()
            finished = _finished(found.finished_on, finished_on, today)
            case_file.state, case_file.closed_on = CaseFileState.CLOSED, max(today, case_file.opened_on)
            case_file.rule_snapshot = dict(case_file.item.term)
            fix_volumes(session, volumes)
            session.merge(
                CaseFileClosing(
                    case_file_id=case_file_id,
                    finished_on=finished,
                    sheets=found.sheets,
                    documents=found.documents,
                    closed_at=self.clock(),
                    closed_by=actor.login,
                )
            )
            step = Step(case_file, StepKind.CLOSED, actor, self.clock(), today)
            record_step(uow, step, finished_on=finished, sheets=found.sheets)
            uow.commit()
            return found

    def reopen(self, case_file_id: int, actor: Actor, *, reason: str) -> None:
        """Open it again; the rule and the cut-off are fixed anew at the next closing.

        Raises:
            NotAllowed, NotFound, ReasonMissing, CaseFileNotClosed, CaseFileKept, CaseFileListed.
        """
        require_one(actor, KEEPERS)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            case_file = case_file_row(uow.session, case_file_id)
            if case_file.state is CaseFileState.OPEN:
                raise CaseFileNotClosed(case_file=case_file_id)
            if case_file.state is not CaseFileState.CLOSED:
                raise CaseFileKept(case_file=case_file_id)
            if in_inventories(uow.session, [case_file_id]) or in_acts(uow.session, [case_file_id]):
                raise CaseFileListed(case_file=case_file_id)
            case_file.state, case_file.closed_on, case_file.rule_snapshot = CaseFileState.OPEN, None, None
            release_volumes(uow.session, case_file_id)
            record_step(uow, Step(case_file, StepKind.REOPENED, actor, self.clock(), self.today(), why))
            uow.commit()


def _finished(found: datetime.date | None, said: datetime.date | None, today: datetime.date) -> datetime.date:
    if said is None:
        if found is None:
            raise FinishUnknown
        return found
    if found is not None and said < found:
        raise FinishTooEarly(said, found)
    if said > today:
        raise EventInFuture(on=said)
    return said


def examined(session: Session, case_file_id: int) -> Examined:
    """What closing would find and fix: two statements."""
    return _examined(session, case_file_id, volume_sums(session, case_file_id))


def _examined(session: Session, case_file_id: int, volumes: Sequence[VolumeSums]) -> Examined:
    """One statement more than the sums of the volumes."""
    documents = sum(volume.documents for volume in volumes)
    findings = [] if documents else [Finding("empty", blocks=True)]
    unnumbered = sum(volume.without_sheets for volume in volumes)
    if unnumbered:
        findings.append(Finding("sheets_unknown", blocks=False, count=unnumbered))
    findings += [
        Finding("volume_too_thick", blocks=False, count=volume.sheets, volume=volume.number)
        for volume in volumes
        if volume.sheets > MOST_SHEETS and volume.documents > 1
    ]
    absent = missing_kinds(session, case_file_id)
    if documents and absent:
        findings.append(Finding("documents_missing", blocks=False, count=len(absent), kinds=absent))
    last = max((volume.last for volume in volumes if volume.last is not None), default=None)
    return Examined(case_file_id, documents, sum(volume.sheets for volume in volumes), last, tuple(findings))
