"""Closing a case file: what stands in the way is named, cut-off and rule are fixed; reopening needs a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import (
    Carrier,
    CaseFile,
    CaseFileClosing,
    CaseFileState,
    CaseStep,
    Document,
    DocumentState,
    StepKind,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.life.errors import (
    AlreadyClosed,
    CaseFileKept,
    CaseFileNotClosed,
    FinishTooEarly,
    FinishUnknown,
    NotReadyToClose,
)
from archive_app.services.life.judging import KEEPERS
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

MOST_SHEETS = 250
"""A volume holds at most so many sheets, about 4 cm («Основные правила работы архивов организаций»)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right before closing. `code` is `empty`, `sheets_unknown` or `volume_too_thick`.

    `blocks` tells that the case file cannot be closed with it; the others may be passed over knowingly.
    """

    code: str
    blocks: bool
    count: int = 0
    volume: int | None = None


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
            _case_file(session, case_file_id)
            return _examined(session, case_file_id)

    def close(
        self, case_file_id: int, actor: Actor, *, finished_on: datetime.date | None = None, knowingly: bool = False
    ) -> Examined:
        """Close it; `finished_on` is needed where no document is dated, `knowingly` passes over what does not block.

        Raises:
            NotAllowed, NotFound, AlreadyClosed, NotReadyToClose, FinishUnknown, FinishTooEarly.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            case_file = _case_file(session, case_file_id)
            if case_file.state is not CaseFileState.OPEN:
                raise AlreadyClosed(case_file=case_file_id)
            examined = _examined(session, case_file_id)
            standing = [each for each in examined.findings if each.blocks or not knowingly]
            if standing:
                raise NotReadyToClose(standing)
            finished = _finished(examined.finished_on, finished_on)
            today = self.today()
            case_file.state, case_file.closed_on = CaseFileState.CLOSED, max(today, case_file.opened_on)
            case_file.rule_snapshot = dict(case_file.item.term)
            session.merge(
                CaseFileClosing(
                    case_file_id=case_file_id,
                    finished_on=finished,
                    sheets=examined.sheets,
                    documents=examined.documents,
                    closed_at=self.clock(),
                    closed_by=actor.login,
                )
            )
            self._step(uow, case_file, StepKind.CLOSED, actor, None, finished_on=finished, sheets=examined.sheets)
            uow.commit()
            return examined

    def reopen(self, case_file_id: int, actor: Actor, *, reason: str) -> None:
        """Open it again; the rule and the cut-off are fixed anew at the next closing.

        Raises:
            NotAllowed, NotFound, ReasonMissing, CaseFileNotClosed, CaseFileKept.
        """
        require_one(actor, KEEPERS)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            case_file = _case_file(uow.session, case_file_id)
            if case_file.state is CaseFileState.OPEN:
                raise CaseFileNotClosed(case_file=case_file_id)
            if case_file.state is not CaseFileState.CLOSED:
                raise CaseFileKept(case_file=case_file_id)
            case_file.state, case_file.closed_on, case_file.rule_snapshot = CaseFileState.OPEN, None, None
            self._step(uow, case_file, StepKind.REOPENED, actor, why)
            uow.commit()

    def _step(
        self,
        uow: UnitOfWork,
        case_file: CaseFile,
        kind: StepKind,
        actor: Actor,
        reason: str | None,
        **details: object,
    ) -> None:
        uow.session.add(
            CaseStep(
                case_file_id=case_file.id,
                kind=kind,
                day=self.today(),
                reason=reason,
                at=self.clock(),
                by=actor.login,
            )
        )
        told = details if reason is None else details | {"reason": reason}
        AuditTrail(uow, actor=actor.login, now=self.clock).record(_TAGS[kind], case_file, **told)


_TAGS = {StepKind.CLOSED: "case_file:life:close", StepKind.REOPENED: "case_file:life:reopen"}


def _case_file(session: Session, case_file_id: int) -> CaseFile:
    case_file = session.get(CaseFile, case_file_id)
    if case_file is None:
        raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
    return case_file


def _finished(found: datetime.date | None, said: datetime.date | None) -> datetime.date:
    if said is None:
        if found is None:
            raise FinishUnknown
        return found
    if found is not None and said < found:
        raise FinishTooEarly(said, found)
    return said


def _examined(session: Session, case_file_id: int) -> Examined:
    """One statement: the documents by volume."""
    unknown = (Document.sheets.is_(None)) & (Document.carrier != Carrier.ELECTRONIC)
    query = (
        select(
            Volume.number,
            func.count(Document.id),
            func.sum(Document.sheets),
            func.max(Document.dated_on),
            func.count(Document.id).filter(unknown),
        )
        .outerjoin(Document, (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE))
        .where(Volume.case_file_id == case_file_id)
        .group_by(Volume.number)
        .order_by(Volume.number)
    )
    volumes = [
        _VolumeSums(number, documents, sheets or 0, last, unknown_sheets)
        for number, documents, sheets, last, unknown_sheets in session.execute(query)
    ]
    documents = sum(volume.documents for volume in volumes)
    findings = [] if documents else [Finding("empty", blocks=True)]
    missing = sum(volume.without_sheets for volume in volumes)
    if missing:
        findings.append(Finding("sheets_unknown", blocks=False, count=missing))
    findings += [
        Finding("volume_too_thick", blocks=False, count=volume.sheets, volume=volume.number)
        for volume in volumes
        if volume.sheets > MOST_SHEETS
    ]
    last = max((volume.last for volume in volumes if volume.last is not None), default=None)
    return Examined(case_file_id, documents, sum(volume.sheets for volume in volumes), last, tuple(findings))


@dataclass(frozen=True, slots=True)
class _VolumeSums:
    """What the documents of a volume add up to."""

    number: int
    documents: int
    sheets: int
    last: datetime.date | None
    without_sheets: int
