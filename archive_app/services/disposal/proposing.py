"""Proposing: verdicts become lines of an act. Nothing is decided by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    ActState,
    CaseFile,
    CaseFileClosing,
    CaseFileState,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.disposal.errors import NotEligible, NothingToPropose
from archive_app.services.disposal.ground import WIDE, Ground, act_row, in_pieces, leave_out, lines_of
from archive_app.services.disposal.grounds import Asked, ask
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing
from archive_app.services.typed import at_most
from retention.verdict import Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.orm import Session

MOST_LINES = 5000
"""Lines of one act; the rest waits for the next."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case file whose period is over; `ban` is why it may not go yet, None: it may be proposed."""

    case_file_id: int
    index: str
    year: int
    title: str
    term: str
    eligible_on: datetime.date | None
    arithmetic: str
    individual: bool
    ban: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class _Sums:
    volumes: int
    documents: int
    sheets: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Proposing:
    """Finds what may go and puts it into an act."""

    ground: Ground

    def candidates(
        self,
        actor: Actor,
        *,
        on: datetime.date | None = None,
        up_to_year: int | None = None,
        after: int = 0,
        limit: int = WIDE,
    ) -> tuple[Candidate, ...]:
        """Case files whose period is over and that are in no act, by number after `after`; also those still banned.

        `on` (today where None) only looks ahead: what is due on a later day may not be proposed before it.
        Raises NotAllowed.
        """
        require(actor, Act.ARCHIVE)
        found: list[Candidate] = []
        with reading(self.ground.sessions) as session:
            for asked in self._over(session, up_to_year, after, on or self.ground.today()):
                found.append(_candidate(asked))
                if len(found) == limit:
                    break
        return tuple(found)

    def propose(self, actor: Actor, *, case_files: Collection[int] | None = None, up_to_year: int | None = None) -> int:
        """Draw an act up, of `case_files`, else of all that may go (of the years to `up_to_year`); its number.

        Raises:
            NotAllowed, NothingToPropose; NotEligible: a case file that was named may not go.
        """
        require(actor, Act.ARCHIVE)
        ground = self.ground
        with UnitOfWork(ground.sessions) as uow:
            session = uow.session
            chosen, passed = self._chosen(session, case_files, up_to_year)
            if not chosen:
                raise NothingToPropose(on=ground.today(), passed_over=passed)
            act = DisposalAct(drawn_on=ground.today(), proposed_by=actor.login, proposed_at=ground.clock())
            session.add(act)
            session.flush()
            sums = _sums(session, [one.judged.case_file_id for one in chosen])
            session.add_all(_line(act.id, n, one, sums) for n, one in enumerate(chosen, start=1))
            ground.event(uow, actor.login, "disposal:act:propose", act, case_files=len(chosen))
            session.flush()
            number = act.id
            uow.commit()
            return number

    def withdraw(self, act_id: int, actor: Actor, *, reason: str) -> None:
        """Give an act up that nobody has approved; its case files are free again.

        Raises NotAllowed, NotFound, ActNotThere, ReasonMissing.
        """
        require(actor, Act.ARCHIVE)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.ground.sessions) as uow:
            act = act_row(uow.session, act_id, ActState.PROPOSED, ActState.REVIEWED)
            act.state, act.withdrawn_by, act.withdrawn_why = ActState.WITHDRAWN, actor.login, why
            act.withdrawn_at = self.ground.clock()
            for entry in lines_of(uow.session, act_id, EntryState.LISTED):
                leave_out(entry, "withdrawn")
            self.ground.event(uow, actor.login, "disposal:act:withdraw", act, reason=why)
            uow.commit()

    def _chosen(
        self, session: Session, case_files: Collection[int] | None, up_to_year: int | None
    ) -> tuple[list[Asked], int]:
        if case_files is None:
            over = list(self._over(session, up_to_year, 0, self.ground.today()))
            free = [one for one in over if one.ban is None]
            return free[:MOST_LINES], len(over) - len(free)
        wanted = at_most(sorted(set(case_files)), "case_files", MOST_LINES)
        asked = list(self._asked(session, wanted, self.ground.today()))
        taken = _in_acts(session, wanted)
        missing = set(wanted) - {one.judged.case_file_id for one in asked}
        if missing:
            raise NotEligible(case_file=min(missing), why="unknown")
        for one in asked:
            why = "in_act" if one.judged.case_file_id in taken else one.ban and one.ban.code
            if why:
                raise NotEligible(case_file=one.judged.case_file_id, why=why)
        return asked, 0

    def _over(self, session: Session, up_to_year: int | None, after: int, on: datetime.date) -> Iterator[Asked]:
        """The case files whose period is over: a bounded number of statements for each five hundred."""
        while numbers := _free_after(session, up_to_year, after):
            after = numbers[-1]
            over = {Status.ELIGIBLE, Status.HELD}
            yield from (one for one in self._asked(session, numbers, on) if one.judged.verdict.status in over)

    def _asked(self, session: Session, numbers: Sequence[int], on: datetime.date) -> Iterator[Asked]:
        for some in in_pieces(numbers):
            yield from ask(session, some, on, self.ground.clock(), self.ground.loans)


def _free_after(session: Session, up_to_year: int | None, after: int) -> list[int]:
    living = exists().where(DisposalEntry.case_file_id == CaseFile.id, DisposalEntry.state != EntryState.LEFT)
    closed = CaseFile.state.in_((CaseFileState.CLOSED, CaseFileState.ARCHIVED))
    query = select(CaseFile.id).where(CaseFile.id > after, closed, ~living).order_by(CaseFile.id).limit(WIDE)
    if up_to_year is not None:
        query = query.where(CaseFile.year <= up_to_year)
    return list(session.scalars(query))


def _in_acts(session: Session, case_files: Collection[int]) -> frozenset[int]:
    query = select(DisposalEntry.case_file_id).where(
        DisposalEntry.case_file_id.in_(case_files), DisposalEntry.state != EntryState.LEFT
    )
    return frozenset(session.scalars(query))


def _sums(session: Session, case_files: Sequence[int]) -> dict[int, _Sums]:
    """Volumes, documents, sheets and extreme years of each case file: one statement for each five hundred."""
    there = (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE)
    query = (
        select(
            CaseFile.id,
            CaseFile.year,
            func.count(Volume.id.distinct()),
            func.count(Document.id),
            func.coalesce(func.max(CaseFileClosing.sheets), func.sum(Document.sheets), 0),
            func.min(Document.dated_on),
            func.max(CaseFileClosing.finished_on),
        )
        .outerjoin(Volume, Volume.case_file_id == CaseFile.id)
        .outerjoin(Document, there)
        .outerjoin(CaseFileClosing, CaseFileClosing.case_file_id == CaseFile.id)
        .group_by(CaseFile.id, CaseFile.year)
    )
    found = {}
    for some in in_pieces(case_files):
        for number, year, volumes, documents, sheets, first, last in session.execute(
            query.where(CaseFile.id.in_(some))
        ):
            first_year = min(year, first.year) if first else year
            last_year = max(year, last.year) if last else year
            found[number] = _Sums(volumes, documents, int(sheets), first_year, last_year)
    return found


def _line(act_id: int, position: int, asked: Asked, sums: dict[int, _Sums]) -> DisposalEntry:
    judged = asked.judged
    of = sums[judged.case_file_id]
    return DisposalEntry(
        act_id=act_id,
        position=position,
        case_file_id=judged.case_file_id,
        index=judged.index,
        title=judged.title,
        first_year=of.first_year,
        last_year=of.last_year,
        volumes=of.volumes,
        documents=of.documents,
        sheets=of.sheets,
        term=judged.rule.term.printed,
        article=judged.rule.article,
        eligible_on=judged.verdict.date,
        arithmetic=judged.verdict.arithmetic,
        individual=judged.verdict.individual,
        remainder=asked.extracted,
    )


def _candidate(asked: Asked) -> Candidate:
    judged, ban = asked.judged, asked.ban
    return Candidate(
        judged.case_file_id,
        judged.index,
        judged.year,
        judged.title,
        judged.rule.term.printed,
        judged.verdict.date,
        judged.verdict.arithmetic,
        judged.verdict.individual,
        ban.code if ban else None,
        ban.detail if ban else "",
    )
