"""What stands outside an act and decides on it: inventories of the period, loans, extractions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select, text

from archive_app.db.models import (
    CaseFile,
    CaseFileState,
    Document,
    DocumentState,
    Extraction,
    Inventory,
    InventoryEntry,
    InventoryState,
)
from archive_app.services.inventories.approved import periods_without

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session


class Inventories(Protocol):
    """The approved inventories, as an act needs them."""

    def missing(self, session: Session, first_year: int, last_year: int) -> list[int]:
        """The years of the period whose inventories are not all approved, in order."""

    def places(self, session: Session, case_files: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """The approved inventory and the number in it of each case file that stands in one."""


class Loans(Protocol):
    """The book of lent originals."""

    def lent(self, session: Session, case_files: Collection[int]) -> frozenset[int]:
        """Those of `case_files` of which something is lent and has not come back."""


class ApprovedInventories:
    """The inventories that the archive keeps."""

    def missing(self, session: Session, first_year: int, last_year: int) -> list[int]:
        """The years with closed case files that should stand in an approved inventory and do not."""
        return sorted(periods_without(session, range(first_year, last_year + 1)))

    def places(self, session: Session, case_files: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """The number of the inventory, and of the first unit of the case file in it."""
        query = (
            select(InventoryEntry.case_file_id, Inventory.number, Inventory.first_unit + InventoryEntry.position - 1)
            .join(Inventory, Inventory.id == InventoryEntry.inventory_id)
            .where(InventoryEntry.case_file_id.in_(case_files), Inventory.state == InventoryState.APPROVED)
            .order_by(InventoryEntry.position.desc())
        )
        return {number: (str(inventory), str(unit)) for number, inventory, unit in session.execute(query)}


def extracted(session: Session, case_files: Collection[int]) -> frozenset[int]:
    """Those of `case_files` whose summary pages live on in a case file of their own."""
    query = (
        select(Extraction.source_id)
        .join(Document, Document.id == Extraction.document_id)
        .join(CaseFile, CaseFile.id == Extraction.target_id)
        .where(
            Extraction.source_id.in_(case_files),
            Document.state == DocumentState.ACTIVE,
            CaseFile.state.in_((CaseFileState.OPEN, CaseFileState.CLOSED, CaseFileState.ARCHIVED)),
        )
    )
    return frozenset(session.scalars(query))


def stop_new_holds(session: Session) -> None:
    """From here to the end of the transaction nobody lays a hold or lends: whoever was first wins, and both know it.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE hold, loan IN SHARE MODE"))
