"""Inventories for a person who looks: the list, one of them, its lines in parts, what may be put into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select, tuple_

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseFile,
    CaseFileClosing,
    FilePlanItem,
    Fonds,
    Inventory,
    InventoryCorrection,
    InventoryEntry,
)
from archive_app.services.inventories.approved import FINISHED
from archive_app.services.inventories.kinds import kind_of
from archive_app.services.inventories.rows import inventory_row
from archive_app.services.inventories.settling import written
from retention.term import RetentionRule

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session, sessionmaker

PART = 200
"""Lines that are read at once."""


@dataclass(frozen=True, slots=True)
class InventoryCard:
    """A section as a person reads about it. `unit` is its first Д. number; `last_unit` the last."""

    inventory_id: int
    kind: str
    year: int
    state: str
    fonds: str
    number: str | None
    first_unit: int | None
    last_unit: int | None
    lines: int
    sheets: int
    megabytes: Decimal
    created_by: str
    created_at: datetime.datetime
    agreed_by: str | None
    agreed_at: datetime.datetime | None
    protocol: str | None
    approved_by: str | None
    approved_at: datetime.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right in a line."""

    field: str
    was: str
    becomes: str
    reason: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was put in; `position` is None in a draft, `unit` (Д.) before approval."""

    line_id: int
    position: int | None
    unit: int | None
    case_file_id: int
    index: str
    heading: str
    volume: int
    volumes: int
    dates: str
    sheets: int
    megabytes: Decimal
    term: str
    note: str
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A closed case file that belongs in a section and is in none."""

    case_file_id: int
    index: str
    heading: str
    year: int
    term: str


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads inventories; headings of case files may name persons, so only keepers of the archive read them."""

    sessions: sessionmaker[Session]

    def card(self, inventory_id: int, actor: Actor) -> InventoryCard:
        """One of them. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.sessions) as session:
            inventory_row(session, inventory_id)
            return _card(session.execute(_CARDS.where(Inventory.id == inventory_id)).one())

    def listed(self, actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[InventoryCard, ...]:
        """The newest first, below the number `before`: one statement."""
        require(actor, Act.ARCHIVE)
        query = _CARDS.order_by(Inventory.id.desc()).limit(limit)
        if before is not None:
            query = query.where(Inventory.id < before)
        with reading(self.sessions) as session:
            return tuple(_card(row) for row in session.execute(query))

    def lines(
        self, inventory_id: int, actor: Actor, *, after: int | None = None, limit: int = PART
    ) -> tuple[Line, ...]:
        """Lines in their order, after the line with the number `after`: three statements. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        with reading(self.sessions) as session:
            return tuple(_lines(session, inventory_id, after, limit))

    def candidates(self, inventory_id: int, actor: Actor, *, limit: int = PART) -> tuple[Candidate, ...]:
        """Closed case files that belong in it and are in no inventory. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.sessions) as session:
            inventory = inventory_row(session, inventory_id)
            return tuple(islice(_fitting(session, inventory), limit))


_SUMS = (
    select(
        InventoryEntry.inventory_id,
        func.count().label("lines"),
        func.sum(InventoryEntry.sheets).label("sheets"),
        func.sum(InventoryEntry.megabytes).label("megabytes"),
    )
    .group_by(InventoryEntry.inventory_id)
    .subquery()
)
_CARDS = (
    select(Inventory, Fonds.number, _SUMS.c.lines, _SUMS.c.sheets, _SUMS.c.megabytes)
    .join(Fonds, Fonds.id == Inventory.fonds_id)
    .outerjoin(_SUMS, _SUMS.c.inventory_id == Inventory.id)
)


def _card(row: Row[*tuple[Inventory, str, int, int, Decimal]]) -> InventoryCard:
    inventory, fonds, lines, sheets, megabytes = row
    last = inventory.first_unit + inventory.units - 1 if inventory.first_unit and inventory.units else None
    return InventoryCard(
        inventory.id,
        inventory.kind.value,
        inventory.year,
        inventory.state.value,
        fonds,
        inventory.number,
        inventory.first_unit,
        last,
        lines or 0,
        sheets or 0,
        megabytes or Decimal(0),
        inventory.created_by,
        inventory.created_at,
        inventory.agreed_by,
        inventory.agreed_at,
        inventory.protocol,
        inventory.approved_by,
        inventory.approved_at,
        inventory.version,
    )


_ORDER = (InventoryEntry.index, InventoryEntry.case_file_id, InventoryEntry.volume)


def _lines(session: Session, inventory_id: int, after: int | None, limit: int) -> Iterator[Line]:
    query = select(InventoryEntry, Inventory.first_unit).join(Inventory, Inventory.id == InventoryEntry.inventory_id)
    query = query.where(InventoryEntry.inventory_id == inventory_id)
    last = session.get(InventoryEntry, after) if after is not None else None
    if last is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(last.index, last.case_file_id, last.volume))
    rows = session.execute(query.order_by(*_ORDER).limit(limit)).all()
    corrections = _corrections(session, [entry.id for entry, _ in rows])
    for entry, first_unit in rows:
        unit = first_unit + entry.position - 1 if first_unit and entry.position else None
        yield Line(
            entry.id,
            entry.position,
            unit,
            entry.case_file_id,
            entry.index,
            entry.heading,
            entry.volume,
            entry.volumes,
            written(entry, "dates"),
            entry.sheets,
            entry.megabytes,
            entry.term,
            entry.note,
            tuple(corrections.get(entry.id, ())),
        )


def _corrections(session: Session, lines: Sequence[int]) -> dict[int, list[Correction]]:
    query = select(InventoryCorrection).where(InventoryCorrection.entry_id.in_(lines)).order_by(InventoryCorrection.id)
    found: dict[int, list[Correction]] = {}
    for row in session.scalars(query):
        one = Correction(row.field, row.was, row.becomes, row.reason, row.by, row.at)
        found.setdefault(row.entry_id, []).append(one)
    return found


def _fitting(session: Session, inventory: Inventory) -> Iterator[Candidate]:
    """Closed case files of the year in no inventory; what a rule means, the database does not know."""
    listed = exists().where(InventoryEntry.case_file_id == CaseFile.id)
    finished = CaseFileClosing.finished_on.between(date(inventory.year, 1, 1), date(inventory.year, 12, 31))
    query = (
        select(CaseFile, FilePlanItem.index, FilePlanItem.carrier)
        .join(CaseFile.item)
        .join(CaseFileClosing, CaseFileClosing.case_file_id == CaseFile.id)
        .where(CaseFile.state.in_(FINISHED), CaseFile.rule_snapshot.is_not(None), ~listed)
        .where(or_(CaseFile.year == inventory.year, finished))
        .order_by(FilePlanItem.index, CaseFile.id)
    )
    for one, index, carrier in session.execute(query):
        rule = dict(one.rule_snapshot or {})
        if kind_of(RetentionRule.from_dict(rule), carrier) is inventory.kind:
            yield Candidate(one.id, index, one.title, one.year, rule["printed"])
