"""Events and holds of a person whose card is given up: they go over to the kept one, and what stays behind keeps them.

A second personal file of one item stays with the card that is given up (`merging._move_case_files`). What was said of
its person is said of the file itself then, so that no term loses its event and no file its ban on destruction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import (
    ArchiveRequest,
    CaseEvent,
    Consent,
    Disclosure,
    Guardianship,
    Hold,
    Mark,
    OutsideResult,
    PortalAccount,
    PortfolioEntry,
    RegisterEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

KIN: dict[str, tuple[type[Any], str, str | None]] = {
    "wards": (Guardianship, "guardian_id", "person_id"),
    "guardians": (Guardianship, "person_id", "guardian_id"),
    "consents": (Consent, "person_id", None),
    "consents_given": (Consent, "giver_id", None),
    "requests": (ArchiveRequest, "person_id", None),
    "disclosures": (Disclosure, "person_id", None),
    "register_entries": (RegisterEntry, "person_id", None),
    "marks": (Mark, "person_id", None),
    "portal_accounts": (PortalAccount, "person_id", None),
    "portfolio": (PortfolioEntry, "person_id", None),
    "outside_results": (OutsideResult, "person_id", None),
}
"""What a merge keeps of each: the table, the column that leads to the card, and the one that may not lead there too."""
_EVENT = ("trigger", "day", "ground", "document_id", "entered_at", "entered_by")
_HOLD = ("reference", "reason", "since", "until", "made_at", "made_by")


def move_events(session: Session, kept_id: int, merged_id: int, left_files: Sequence[int]) -> list[int]:
    """The numbers of those moved. Where the kept card knows of the same event, its own day stands."""
    running = CaseEvent.cancelled_at.is_(None)
    known = set(session.scalars(select(CaseEvent.trigger).where(CaseEvent.person_id == kept_id, running)))
    moved = []
    for event in session.scalars(select(CaseEvent).where(CaseEvent.person_id == merged_id)).all():
        if event.cancelled_at is None:
            _say_of_files(session, event, left_files)
            if event.trigger in known:
                continue
        event.person_id = kept_id
        moved.append(event.id)
    return moved


def move_holds(session: Session, kept_id: int, merged_id: int, left_files: Sequence[int]) -> list[int]:
    """The numbers of those moved."""
    moved = []
    for hold in session.scalars(select(Hold).where(Hold.person_id == merged_id)).all():
        if hold.released_at is None:
            facts = {name: getattr(hold, name) for name in _HOLD}
            session.add_all(Hold(case_file_id=number, **facts) for number in left_files)
        hold.person_id = kept_id
        moved.append(hold.id)
    return moved


def move_kin(session: Session, kept_id: int, merged_id: int) -> Iterator[tuple[str, list[int]]]:
    """Authority, consents and requests go over; the numbers of those moved, by the names of `KIN`.

    An authority of the two cards over one another stays as it is: nobody speaks for oneself.
    """
    for name, (model, column, other) in KIN.items():
        query = select(model).where(getattr(model, column) == merged_id)
        if other is not None:
            query = query.where(getattr(model, other) != kept_id)
        if model is Mark:  # a table that names both cards says of either what it says
            query = query.where(Mark.document_id.not_in(select(Mark.document_id).where(Mark.person_id == kept_id)))
        rows = session.scalars(query.order_by(model.id)).all()
        for row in rows:
            setattr(row, column, kept_id)
        yield name, [row.id for row in rows]


def _say_of_files(session: Session, event: CaseEvent, case_files: Sequence[int]) -> None:
    own = select(CaseEvent.case_file_id).where(
        CaseEvent.case_file_id.in_(case_files), CaseEvent.trigger == event.trigger, CaseEvent.cancelled_at.is_(None)
    )
    facts = {name: getattr(event, name) for name in _EVENT}
    told = set(session.scalars(own))
    session.add_all(CaseEvent(case_file_id=number, **facts) for number in case_files if number not in told)
