"""Rows of transfer acts: found or refused, made of case files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import Accession, AccessionLine, AccessionState
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.accession.errors import AccessionSettled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.queries.volumes import Unit

SETTLED = (AccessionState.ACCEPTED, AccessionState.WITHDRAWN)
STATE_WORDS = {
    AccessionState.CHECKING: mark("the bytes are being checked"),
    AccessionState.READY: mark("checked, waits for the archive"),
    AccessionState.BROKEN: mark("some bytes are not whole"),
    AccessionState.ACCEPTED: mark("accepted by the archive"),
    AccessionState.WITHDRAWN: mark("withdrawn"),
}


def accession_row(session: Session, accession_id: int, *, change: bool = False) -> Accession:
    """The row; for a change it is locked, so that two changes follow each other. Raises NotFound."""
    found = session.get(Accession, accession_id, with_for_update=change or None)
    if found is None:
        raise NotFound(str(accession_id), what=translate("Transfer act {number}", number=accession_id))
    return found


def unsettled_row(session: Session, accession_id: int) -> Accession:
    """The row of an act that may still change. Raises NotFound, AccessionSettled."""
    accession = accession_row(session, accession_id, change=True)
    if accession.state in SETTLED:
        raise AccessionSettled(accession=accession_id, state=translate(STATE_WORDS[accession.state]))
    return accession


def line(accession_id: int, position: int, units: Sequence[Unit]) -> AccessionLine:
    """The line of a case file with these volumes."""
    first = units[0]
    return AccessionLine(
        accession_id=accession_id,
        position=position,
        case_file_id=first.case_file_id,
        index=first.index,
        heading=first.heading,
        volumes=len(units),
        documents=sum(unit.documents for unit in units),
        sheets=sum(unit.sheets for unit in units),
        first_date=min((unit.first_date for unit in units if unit.first_date), default=None),
        last_date=max((unit.last_date for unit in units if unit.last_date), default=None),
        term=first.term,
    )
