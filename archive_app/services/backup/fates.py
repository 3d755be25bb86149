"""What all lists of destroyed records say together: of each row the furthest that any of them tells.

A number alone says little. An archive that was restored to an older point without its newest lists counts on from
there, so the same number may be two acts: what tells them apart is the moment in which they were proposed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from archive_app.db.models import ActState, CommissionSeat, DisposalAct, DisposalEntry, EntryState, Tombstone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archive_app.services.backup.ledger import Destructions

Key = TypeVar("Key")
Row = dict[str, Any]
ActKey = tuple[int, datetime.datetime]
"""The number of an act, and when it was proposed."""
ACT_ORDER = list(ActState)
ENTRY_ORDER = [EntryState.LISTED, EntryState.DESTROYING, EntryState.LEFT, EntryState.DESTROYED]
"""A line whose destruction has begun is still left out while all bytes are there."""


@dataclass(frozen=True, slots=True)
class Fates:
    """Acts, their seats and lines (by case file), and the tombstones of each line."""

    acts: dict[ActKey, Row] = field(default_factory=dict)
    seats: dict[ActKey, dict[str, Row]] = field(default_factory=dict)
    lines: dict[ActKey, dict[int, Row]] = field(default_factory=dict)
    stones: dict[tuple[ActKey, int], dict[tuple[int, str], Row]] = field(default_factory=dict)

    def add(self, destructions: Destructions) -> None:
        """One more list."""
        keys = {row["id"]: _key(row) for row in destructions.get(DisposalAct.__tablename__, [])}
        for row in destructions.get(DisposalAct.__tablename__, []):
            _keep_further(self.acts, keys[row["id"]], row, lambda one: ACT_ORDER.index(one["state"]))
        for row in destructions.get(CommissionSeat.__tablename__, []):
            self.seats.setdefault(keys[row["act_id"]], {})[row["name"]] = row
        for row in destructions.get(DisposalEntry.__tablename__, []):
            lines = self.lines.setdefault(keys[row["act_id"]], {})
            _keep_further(lines, row["case_file_id"], row, lambda one: ENTRY_ORDER.index(one["state"]))
        for row in destructions.get(Tombstone.__tablename__, []):
            stones = self.stones.setdefault((keys[row["act_id"]], row["case_file_id"]), {})
            _keep_further(stones, (row["document_id"], row["sha256"]), row, lambda one: one["destroyed_at"] is not None)

    def gone(self) -> dict[int, list[ActKey]]:
        """Case files whose destruction has begun, with the acts of it; one that has ended, then the earliest, first."""
        found: dict[int, list[ActKey]] = {}
        for key, lines in self.lines.items():
            for case_file, row in lines.items():
                if row["state"] in {EntryState.DESTROYING, EntryState.DESTROYED}:
                    found.setdefault(case_file, []).append(key)
        for case_file, keys in found.items():
            keys.sort(key=lambda key: (self.lines[key][case_file]["state"] != EntryState.DESTROYED, key[1], key[0]))
        return found

    def highest(self) -> int:
        """The greatest number of an act; 0: there is none."""
        return max((number for number, _ in self.acts), default=0)


def fates_of(lists: Iterable[Destructions]) -> Fates:
    """Read all `lists`."""
    fates = Fates()
    for one in lists:
        fates.add(one)
    return fates


def _key(row: Row) -> ActKey:
    return row["id"], datetime.datetime.fromisoformat(row["proposed_at"])


def _keep_further(rows: dict[Key, Row], key: Key, row: Row, how_far: Callable[[Row], int]) -> None:
    if key not in rows or how_far(row) > how_far(rows[key]):
        rows[key] = row
