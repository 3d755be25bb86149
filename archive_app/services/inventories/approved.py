"""What others ask of inventories inside their own transaction: a disposal act waits for those of its period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from archive_app.db.models import (
    CaseFile,
    CaseFileState,
    FilePlanItem,
    Inventory,
    InventoryEntry,
    InventoryKind,
    InventoryState,
)
from archive_app.services.inventories.kinds import kind_of
from retention.term import RetentionRule

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

FINISHED = (CaseFileState.CLOSED, CaseFileState.ARCHIVED)


def approved_for(session: Session, case_files: Collection[int]) -> set[int]:
    """Those of `case_files` that stand in an approved inventory: one statement."""
    query = select(InventoryEntry.case_file_id).join(Inventory, Inventory.id == InventoryEntry.inventory_id)
    query = query.where(InventoryEntry.case_file_id.in_(case_files), Inventory.state == InventoryState.APPROVED)
    return set(session.scalars(query.distinct()))


def listed_in_any(session: Session, case_files: Collection[int]) -> set[int]:
    """Those of `case_files` that stand in an inventory of whatever state: one statement."""
    query = select(InventoryEntry.case_file_id).where(InventoryEntry.case_file_id.in_(case_files))
    return set(session.scalars(query.distinct()))


def periods_without(session: Session, years: Collection[int]) -> dict[int, frozenset[InventoryKind]]:
    """For each of `years` (of case files), the kinds of inventories that are not complete and approved.

    A year is complete when each of its closed case files that belongs in an inventory stands in an approved one. Years
    where nothing is missing are left out: an empty answer means that the inventories of the period are approved. One
    statement.
    """
    in_approved = exists().where(
        InventoryEntry.case_file_id == CaseFile.id,
        Inventory.id == InventoryEntry.inventory_id,
        Inventory.state == InventoryState.APPROVED,
    )
    query = (
        select(CaseFile.year, CaseFile.rule_snapshot, FilePlanItem.term, FilePlanItem.carrier)
        .join(CaseFile.item)
        .where(CaseFile.year.in_(years), CaseFile.state.in_(FINISHED), ~in_approved)
    )
    found: dict[int, set[InventoryKind]] = {}
    for year, snapshot, term, carrier in session.execute(query):
        kind = kind_of(RetentionRule.from_dict(dict(snapshot or term)), carrier)
        if kind is not None:
            found.setdefault(year, set()).add(kind)
    return {year: frozenset(kinds) for year, kinds in found.items()}


def approved_sections(session: Session, first: int, last: int) -> list[Inventory]:
    """The approved sections of the years from `first` to `last`, in order."""
    of_years = Inventory.year.between(first, last), Inventory.state == InventoryState.APPROVED
    return list(session.scalars(select(Inventory).where(*of_years).order_by(Inventory.year, Inventory.id)))


def unit_numbers(session: Session, case_files: Collection[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """Оп. and Д. of each volume that stands in an approved inventory, by case file and volume: one statement."""
    query = (
        select(
            InventoryEntry.case_file_id,
            InventoryEntry.volume,
            Inventory.number,
            Inventory.first_unit + InventoryEntry.position - 1,
        )
        .join(Inventory, Inventory.id == InventoryEntry.inventory_id)
        .where(InventoryEntry.case_file_id.in_(case_files), Inventory.state == InventoryState.APPROVED)
    )
    rows = session.execute(query)
    return {(case_file, volume): (str(number), str(unit)) for case_file, volume, number, unit in rows}
