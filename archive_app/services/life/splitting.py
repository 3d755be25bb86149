"""Thick volumes split into several of at most 250 sheets: proposed first, done when a person confirms the proposal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select, update

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, CaseFileState, Document, DocumentState, StepKind, Volume
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs.queue import enqueue
from archive_app.services.case_files import CaseFileClosed
from archive_app.services.kinds import index_job
from archive_app.services.life.closing import MOST_SHEETS
from archive_app.services.life.errors import NothingToSplit, ProposalStale
from archive_app.services.life.judging import KEEPERS
from archive_app.services.life.steps import Step, case_file_row, known_case_file, record_step

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session, sessionmaker

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Part:
    """A volume as it would be: `number` anew, `came_from` the number that it has been part of, its documents."""

    number: int
    came_from: int
    documents: tuple[int, ...]
    sheets: int
    first_date: datetime.date | None
    last_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """All volumes of the case file as they would be; `stamp` names exactly this proposal."""

    case_file_id: int
    parts: tuple[Part, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    document_id: int
    volume_id: int
    volume: int
    sheets: int
    dated_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Splitting:
    """Proposes how volumes may be split, and splits them as proposed."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def propose(self, case_file_id: int, actor: Actor) -> Proposal:
        """How it would be split. Raises NotAllowed, NotFound, CaseFileClosed, NothingToSplit."""
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            _require_open(known_case_file(session, case_file_id))
            return _proposal(session, case_file_id)

    def confirm(self, case_file_id: int, stamp: str, actor: Actor) -> Proposal:
        """Do what was proposed under `stamp`.

        Raises:
            As `propose`; ProposalStale: documents came or went since.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            case_file = case_file_row(session, case_file_id)
            _require_open(case_file)
            proposal = _proposal(session, case_file_id)
            if proposal.stamp != stamp:
                raise ProposalStale(case_file=case_file_id)
            _rebuild(session, case_file_id, proposal.parts)
            step = Step(case_file, StepKind.SPLIT, actor, self.clock(), self.today())
            record_step(uow, step, volumes=len(proposal.parts))
            enqueue(session, index_job(), now=step.at)
            uow.commit()
            return proposal


def cut(leaves: Iterable[L], sheets: Callable[[L], int], most: int = MOST_SHEETS) -> list[list[L]]:
    """Fill volumes in order, none with more than `most` sheets unless one document alone has more."""
    parts: list[list[L]] = []
    filled = 0
    for leaf in leaves:
        if not parts or filled + sheets(leaf) > most:
            parts.append([])
            filled = 0
        parts[-1].append(leaf)
        filled += sheets(leaf)
    return parts


def _require_open(case_file: CaseFile) -> None:
    if case_file.state is not CaseFileState.OPEN:
        raise CaseFileClosed(case_file.title, title=case_file.title)


def _proposal(session: Session, case_file_id: int) -> Proposal:
    """One statement. Documents keep their order: by date, the undated last, then as they were filed."""
    query = (
        select(Document.id, Volume.id, Volume.number, Document.sheets, Document.dated_on)
        .join(Volume, Volume.id == Document.volume_id)
        .where(Volume.case_file_id == case_file_id, Document.state == DocumentState.ACTIVE)
        .order_by(Volume.number, Document.dated_on.is_(None), Document.dated_on, Document.id)
    )
    leaves = [_Leaf(row[0], row[1], row[2], row[3] or 0, row[4]) for row in session.execute(query)]
    numbers = sorted({leaf.volume for leaf in leaves})
    parts: list[Part] = []
    for number in numbers:
        for one in cut((leaf for leaf in leaves if leaf.volume == number), lambda leaf: leaf.sheets):
            parts.append(_part(len(parts) + 1, number, one))
    if len(parts) == len(numbers):
        raise NothingToSplit(case_file=case_file_id, most=MOST_SHEETS)
    written = ";".join(f"{part.number}:{','.join(map(str, part.documents))}" for part in parts)
    return Proposal(case_file_id, tuple(parts), hashlib.sha256(written.encode()).hexdigest()[:16])


def _part(number: int, came_from: int, leaves: Sequence[_Leaf]) -> Part:
    days = [leaf.dated_on for leaf in leaves if leaf.dated_on is not None]
    return Part(
        number,
        came_from,
        tuple(leaf.document_id for leaf in leaves),
        sum(leaf.sheets for leaf in leaves),
        min(days, default=None),
        max(days, default=None),
    )


def _rebuild(session: Session, case_file_id: int, parts: Sequence[Part]) -> None:
    """Volumes that are there keep their first part; the numbers of all follow the new order."""
    query = select(Volume).where(Volume.case_file_id == case_file_id).order_by(Volume.number)
    known = {volume.number: volume for volume in session.scalars(query)}
    last = max(known)
    for volume in known.values():  # out of the way first: two volumes never have one number, not even for a moment
        volume.number += last + len(parts)
    session.flush()
    used: set[int] = set()
    for part in parts:
        volume = known[part.came_from] if part.came_from not in used else Volume(case_file_id=case_file_id)
        used.add(part.came_from)
        volume.number = part.number
        session.add(volume)
        session.flush()
        moved = update(Document).where(Document.id.in_(part.documents), Document.volume_id != volume.id)
        session.execute(moved.values(volume_id=volume.id, index_stamp=Document.index_stamp + 1))
    for number in sorted(known.keys() - used):  # empty ones stay, at the end
        known[number].number = len(parts) + 1 + sorted(known.keys() - used).index(number)
    session.flush()
