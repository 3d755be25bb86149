"""What a case file must be to be handed over; every reason against it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import CaseFileClosing, CaseFileState
from archive_app.db.queries.listed import in_acts
from archive_app.services.case_refusals import CaseRefusal
from archive_app.services.lending.out import lent_among

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.queries.volumes import Unit

GONE = (CaseFileState.DESTROYING, CaseFileState.DESTROYED)


def refusals(
    session: Session, wanted: Sequence[int], units: Mapping[int, Sequence[Unit]], *, act: int | None = None
) -> list[CaseRefusal]:
    """Why some of `wanted` are not handed over; standing in the act `act` itself is no reason. Three statements."""
    closings = {row.case_file_id: row for row in session.scalars(_CLOSINGS.where(_NUMBER.in_(wanted)))}
    acts, lent = in_acts(session, wanted), lent_among(session, wanted)
    found = []
    for number in wanted:
        volumes = units.get(number, ())
        if not volumes:
            found.append(CaseRefusal(number, "", ("unknown",)))
            continue
        reasons = list(_reasons(volumes, closings.get(number)))
        if number in lent:
            reasons.append("lent")
        if acts.get(number, act) != act:
            reasons.append("in_act")
        if reasons:
            found.append(CaseRefusal(number, volumes[0].heading, tuple(reasons)))
    return found


_NUMBER = CaseFileClosing.case_file_id
_CLOSINGS = select(CaseFileClosing)
_STATES = {
    CaseFileState.OPEN: "not_closed",
    CaseFileState.ARCHIVED: "archived",
    CaseFileState.DESTROYING: "destroyed",
    CaseFileState.DESTROYED: "destroyed",
}


def _reasons(units: Sequence[Unit], closing: CaseFileClosing | None) -> Iterator[str]:
    state = units[0].state
    if state in _STATES:
        yield _STATES[state]
    elif units[0].rule is None or closing is None:
        yield "rule_missing"
    elif (closing.documents, closing.sheets) != (_sum(units, "documents"), _sum(units, "sheets")):
        yield "changed"
    if state not in GONE:
        yield from _faults_inside(units)


def _faults_inside(units: Sequence[Unit]) -> Iterator[str]:
    if not _sum(units, "documents"):
        yield "empty"
    if _sum(units, "unnumbered"):
        yield "sheets_unknown"
    if _sum(units, "unread"):
        yield "unread"


def _sum(units: Sequence[Unit], name: str) -> int:
    return sum(getattr(unit, name) for unit in units)
