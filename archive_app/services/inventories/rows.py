"""Rows of inventories: found or refused, made of volumes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archive_app.db.models import CaseFileState, Inventory, InventoryEntry, InventoryState
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.case_refusals import CaseRefusal
from archive_app.services.inventories.approved import listed_in_any
from archive_app.services.inventories.errors import InventoryFrozen
from archive_app.services.inventories.kinds import STATE_WORDS, kind_of
from retention.term import RetentionRule

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.queries.volumes import Unit

BYTES_IN_MEGABYTE = 1_000_000
GONE = (CaseFileState.DESTROYING, CaseFileState.DESTROYED)


def inventory_row(session: Session, inventory_id: int, *, change: bool = False) -> Inventory:
    """The row; for a change it is locked, so that two changes follow each other. Raises NotFound."""
    found = session.get(Inventory, inventory_id, with_for_update=change or None)
    if found is None:
        raise NotFound(str(inventory_id), what=translate("Inventory {number}", number=inventory_id))
    return found


def draft_row(session: Session, inventory_id: int) -> Inventory:
    """The row of a draft, for a change. Raises NotFound, InventoryFrozen."""
    inventory = inventory_row(session, inventory_id, change=True)
    if inventory.state is not InventoryState.DRAFT:
        raise InventoryFrozen(inventory=inventory_id, state=translate(STATE_WORDS[inventory.state]))
    return inventory


def refusals(
    session: Session,
    inventory: Inventory,
    wanted: Sequence[int],
    units: Mapping[int, Sequence[Unit]],
    years: Mapping[int, int],
) -> list[CaseRefusal]:
    """Why some of `wanted` do not go into `inventory`. `years` are those in which case files were finished."""
    listed = listed_in_any(session, wanted)
    found = []
    for number in wanted:
        volumes = units.get(number, ())
        if not volumes:
            found.append(CaseRefusal(number, "", ("unknown",)))
            continue
        year = years.get(number)
        reasons = tuple(_reasons(inventory, volumes, year, in_inventory=number in listed))
        if reasons:
            found.append(CaseRefusal(number, volumes[0].heading, reasons))
    return found


def _reasons(inventory: Inventory, units: Sequence[Unit], year: int | None, *, in_inventory: bool) -> Iterator[str]:
    first = units[0]
    if in_inventory:
        yield "in_inventory"
    if first.state in GONE:
        yield "destroyed"
        return
    if first.state is CaseFileState.OPEN:
        yield "not_closed"
        return
    if first.rule is None:
        yield "rule_missing"
        return
    if not any(unit.documents for unit in units):
        yield "empty"
    if inventory.year not in {first.year, year}:
        yield "other_year"
    kind = kind_of(RetentionRule.from_dict(dict(first.rule)), first.carrier)
    if kind is None:
        yield "short_term"
    elif kind is not inventory.kind:
        yield "other_kind"


def entries(
    inventory_id: int, units: Collection[Unit], volumes: int, login: str, now: datetime.datetime
) -> Iterator[InventoryEntry]:
    """A line for each of the `units` of one case file, which has `volumes` of them."""
    for unit in units:
        yield InventoryEntry(
            inventory_id=inventory_id,
            case_file_id=unit.case_file_id,
            volume=unit.volume,
            volumes=volumes,
            index=unit.index,
            heading=unit.heading,
            first_date=unit.first_date,
            last_date=unit.last_date,
            sheets=unit.sheets,
            megabytes=Decimal(unit.size) / BYTES_IN_MEGABYTE,
            term=unit.term,
            note="",
            added_at=now,
            added_by=login,
        )
