"""Whether something is built on the closing of a case file: an inventory lists it, an act hands it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import AccessionLine, InventoryEntry

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def in_inventories(session: Session, case_files: Collection[int]) -> dict[int, int]:
    """The inventory of each case file that stands in one."""
    query = select(InventoryEntry.case_file_id, InventoryEntry.inventory_id).distinct()
    rows = session.execute(query.where(InventoryEntry.case_file_id.in_(case_files)))
    return {case_file: inventory for case_file, inventory in rows}  # noqa: C416 - a Result has keys of its own


def in_acts(session: Session, case_files: Collection[int]) -> dict[int, int]:
    """The act of each case file that is being handed over, or was."""
    query = select(AccessionLine.case_file_id, AccessionLine.accession_id).where(~AccessionLine.withdrawn)
    rows = session.execute(query.where(AccessionLine.case_file_id.in_(case_files)))
    return {case_file: act for case_file, act in rows}  # noqa: C416 - a Result has keys of its own
