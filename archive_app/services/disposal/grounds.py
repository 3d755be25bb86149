"""Why a case file may not go: one answer for the proposal, the approval and the execution, asked of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Blob, CaseFile, CaseFileState, Document, Rendition, Volume
from archive_app.services.disposal.conditions import extracted
from archive_app.services.life.judging import judge
from retention.term import Outcome
from retention.verdict import Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from archive_app.services.disposal.conditions import Loans
    from archive_app.services.life.judging import Judged

MAY_GO = frozenset({CaseFileState.CLOSED, CaseFileState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Ban:
    """Why not, as a stable code (`held`, `lent`, `extract_first`, a status of a verdict …), and what it is."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case file with its verdict, and what forbids it to go; None: nothing. `extracted`: its extract lives on."""

    judged: Judged
    ban: Ban | None
    extracted: bool


def ask(
    session: Session, case_files: Collection[int], on: datetime.date, now: datetime.datetime, loans: Loans
) -> list[Asked]:
    """Ask of all at once: eight statements, however many there are."""
    states = dict(session.execute(select(CaseFile.id, CaseFile.state).where(CaseFile.id.in_(case_files))).all())
    lent, drawn = loans.lent(session, case_files), extracted(session, case_files)
    locked = _locked(session, case_files, now)
    found = []
    for judged in judge(session, case_files, on):
        number = judged.case_file_id
        whole = judged.verdict.outcome is Outcome.EXTRACT and number not in drawn
        bans = [
            None if states[number] in MAY_GO else Ban("state", states[number].value),
            _by_verdict(judged),
            Ban("lent") if number in lent else None,
            Ban("extract_first") if whole else None,
            Ban("locked", f"{locked[number]:%d.%m.%Y}") if number in locked else None,
        ]
        found.append(Asked(judged, next((ban for ban in bans if ban), None), number in drawn))
    return found


def ban_of_marked(session: Session, case_file: int, on: datetime.date, loans: Loans) -> Ban | None:
    """What forbids a case file that is marked as being destroyed: a hold, a loan, a term that was changed."""
    judged = judge(session, [case_file], on)[0]
    return _by_verdict(judged) or (Ban("lent") if loans.lent(session, [case_file]) else None)


def _by_verdict(judged: Judged) -> Ban | None:
    status = judged.verdict.status
    if status is Status.ELIGIBLE:
        return None
    held = [str(reason.params["reference"]) for reason in judged.verdict.reasons if reason.code == "held"]
    detail = ", ".join(held) if held else judged.verdict.arithmetic
    return Ban(status.value, detail)


def _locked(session: Session, case_files: Collection[int], now: datetime.datetime) -> dict[int, datetime.datetime]:
    """The latest end of the locks that the store keeps on bytes of each case file."""
    query = (
        select(Volume.case_file_id, Blob.locked_until)
        .join(Document, Document.volume_id == Volume.id)
        .join(Rendition, Rendition.document_id == Document.id)
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .where(Volume.case_file_id.in_(case_files), Blob.locked_until > now)
        .order_by(Blob.locked_until)
    )
    return {number: until for number, until in session.execute(query) if until is not None}
