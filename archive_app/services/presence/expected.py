"""What should stand there, asked of places, inventories and the book of loans when a check begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from archive_app.db.models import (
    CaseFile,
    CaseFileState,
    FilePlanItem,
    Inventory,
    InventoryEntry,
    InventoryState,
    Loan,
    Presence,
    StoragePlace,
    Volume,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.services.accession.places import Place

PARTS = ("room", "rack", "shelf", "box")
KEPT = (CaseFileState.CLOSED, CaseFileState.ARCHIVED)


def in_place(place: Place) -> Select[*tuple[Any, ...]]:
    """The volumes whose case files lie in the archive in this place; its empty parts mean any."""
    query = _VOLUMES.join(StoragePlace, StoragePlace.case_file_id == CaseFile.id)
    wanted = [getattr(StoragePlace, name) == label for name in PARTS if (label := getattr(place, name))]
    return query.where(CaseFile.state == CaseFileState.ARCHIVED, *wanted)


def by_inventory(inventory_id: int) -> Select[*tuple[Any, ...]]:
    """The volumes of an approved inventory that are not destroyed."""
    return _VOLUMES.where(Inventory.id == inventory_id, CaseFile.state.in_(KEPT))


def of_case_file(case_file_id: int) -> Select[*tuple[Any, ...]]:
    """The volumes of one case file."""
    return _VOLUMES.where(CaseFile.id == case_file_id)


def lines_of(session: Session, wanted: Select[*tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """The values of lines, in the order of the shelf: by inventory and unit, then by case file. Two statements."""
    rows = session.execute(
        wanted.order_by(Inventory.number.is_(None), Inventory.number, _UNIT, CaseFile.id, Volume.number)
    ).all()
    out = _out(session)
    for position, (case_file, volume, index, heading, sheets, inventory, unit) in enumerate(rows, 1):
        lent = (case_file, None) in out or (case_file, volume) in out
        yield {
            "position": position,
            "case_file_id": case_file,
            "volume": volume,
            "index": index,
            "heading": heading,
            "sheets": sheets,
            "inventory": inventory or "",
            "unit": "" if unit is None else str(unit),
            "expected": True,
            "outcome": Presence.LENT if lent else Presence.WAITING,
        }


def _out(session: Session) -> set[tuple[int, int | None]]:
    """Case files and volumes that are lent now; what lacks but a document stands in its place."""
    query = select(Loan.case_file_id, Volume.number).outerjoin(Volume, Volume.id == Loan.volume_id)
    query = query.where(Loan.returned_on.is_(None), Loan.document_id.is_(None))
    return {(case_file, volume) for case_file, volume in session.execute(query)}


_UNIT = Inventory.first_unit + InventoryEntry.position - 1
_ENTRY = and_(InventoryEntry.case_file_id == CaseFile.id, InventoryEntry.volume == Volume.number)
_APPROVED = and_(Inventory.id == InventoryEntry.inventory_id, Inventory.state == InventoryState.APPROVED)
_VOLUMES: Select[*tuple[Any, ...]] = (
    select(CaseFile.id, Volume.number, FilePlanItem.index, CaseFile.title, Volume.sheets, Inventory.number, _UNIT)
    .select_from(CaseFile)
    .join(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
    .join(Volume, Volume.case_file_id == CaseFile.id)
    .outerjoin(InventoryEntry, _ENTRY)
    .outerjoin(Inventory, _APPROVED)
)
