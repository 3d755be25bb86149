"""Acts of destruction in a restored database: each under its own number, and none in the place of another.

What the database refuses to change of an approved act is not changed here either: such an act goes only onwards. Where
a number belongs to another act by now, both having been proposed on different sides of a restore, the one that comes
from the lists gets a number that no act has had.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select, text, update

from archive_app.db.models import ActState, CaseFile, CommissionSeat, DisposalAct, DisposalEntry, EntryState, Tombstone
from archive_app.services.backup.destructions import values_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from sqlalchemy import RowMapping, Table
    from sqlalchemy.orm import Session

    from archive_app.services.backup.fates import ActKey, Fates, Row

DRAFTS = (ActState.PROPOSED, ActState.REVIEWED)
WAITING = (EntryState.LISTED, EntryState.DESTROYING)
OF_ONWARDS = ("state", "started_by", "started_at", "executed_at")
OF_ENDS = ("state", "stood", "destroyed_at", "left_code", "left_detail")
_QUIET = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class ActsAgain:
    """Works in one transaction; `placed` are the acts taken over, with the numbers that they have here."""

    session: Session
    fates: Fates
    placed: dict[ActKey, int] = field(default_factory=dict)

    def place(self, key: ActKey) -> int:
        """Take an act over, with its seats and the lines that were left out of it; the number that it has here."""
        if key in self.placed:
            return self.placed[key]
        there = self.session.execute(select(DisposalAct.__table__).where(DisposalAct.id == key[0])).mappings().first()
        if there is None:
            number = self._inserted(key, key[0])
        elif not self._is_the_same(key, there):
            number = self._inserted(key, self._free_number())
        else:
            number = self._onwards(key, draft=there["state"] in DRAFTS)
        self._take_seats(key, number)
        self.placed[key] = number
        return number

    def destroyed(self, key: ActKey, case_file: int, now: datetime.datetime) -> int:
        """The line of a case file, as carried out under the act `key`; the number of the line here."""
        number, row = self.place(key), self.fates.lines[key][case_file]
        done = {"state": EntryState.DESTROYED.value, "destroyed_at": row["destroyed_at"] or now.isoformat()}
        lines = _table(DisposalEntry)
        line: int | None = self.session.scalar(_line_of(number, case_file))
        self._leave_other_lines(case_file, line)
        if line is None:
            return self._insert_line(number, row | done)
        values = values_of(lines, {name: (row | done)[name] for name in ("state", "destroyed_at", "stood", "seal")})
        self.session.execute(lines.update().where(lines.c.id == line).values(values))
        return line

    def spared(self, key: ActKey, case_file: int) -> bool:
        """Whether the database itself knows that the case file was left out of this very act after all."""
        same = DisposalAct.id == key[0], DisposalAct.proposed_at == key[1]
        line = DisposalEntry.case_file_id == case_file, DisposalEntry.state == EntryState.LEFT
        query = select(DisposalEntry.id).join(DisposalAct, DisposalAct.id == DisposalEntry.act_id).where(*same, *line)
        begun = self.fates.lines[key][case_file]["state"] == EntryState.DESTROYING
        return begun and self.session.scalar(query) is not None

    def close(self, now: datetime.datetime) -> None:
        """Acts under which nothing waits any more are carried out."""
        waits = exists().where(DisposalEntry.act_id == DisposalAct.id, DisposalEntry.state.in_(WAITING))
        self.session.execute(
            update(DisposalAct)
            .where(DisposalAct.state == ActState.EXECUTING, ~waits)
            .values(state=ActState.EXECUTED, executed_at=now),
            execution_options=_QUIET,
        )

    def keep_numbers_taken(self) -> None:
        """No act to come gets a number that any list knows: on paper it stands for another."""
        highest = max(self._highest(), *self.placed.values(), 0)
        if highest:
            names = {"table": DisposalAct.__tablename__, "highest": highest}
            for statement in _RAISE[self.session.get_bind().dialect.name]:
                self.session.execute(text(statement), names)

    def _is_the_same(self, key: ActKey, there: RowMapping) -> bool:
        """Whether the row is this act, and may still become what the lists know of it."""
        if there["proposed_at"] != key[1] or there["state"] == ActState.WITHDRAWN:
            return False
        approved_at = values_of(_table(DisposalAct), self.fates.acts[key])["approved_at"]
        if there["state"] not in DRAFTS and there["approved_at"] != approved_at:
            return False
        gone = [case for case, line in self.fates.lines[key].items() if line["state"] == EntryState.DESTROYED]
        left = DisposalEntry.act_id == key[0], DisposalEntry.state == EntryState.LEFT
        return not set(self.session.scalars(select(DisposalEntry.case_file_id).where(*left))) & set(gone)

    def _inserted(self, key: ActKey, number: int) -> int:
        table, row = _table(DisposalAct), self.fates.acts[key]
        paper = row.get("paper_number") or (key[0] if number != key[0] else None)
        told = row | {"id": number, "paper_number": paper}
        self.session.execute(table.insert().values(values_of(table, told)))
        left = {case: row for case, row in self.fates.lines[key].items() if row["state"] == EntryState.LEFT}
        for case_file in sorted(self._known(left)):
            self._insert_line(number, left[case_file])
        return number

    def _onwards(self, key: ActKey, *, draft: bool) -> int:
        """First the lines: once the act is approved, only their ends may be written."""
        acts, lines = _table(DisposalAct), _table(DisposalEntry)
        for case_file, row in self.fates.lines[key].items():
            values = _without(values_of(lines, row), "id", "act_id", "case_file_id")
            left = row["state"] == EntryState.LEFT
            if not left:  # it waits; what is destroyed anew has its end from `destroyed`
                values = _without(values, *OF_ENDS)
            elif not draft:
                values = {name: values[name] for name in OF_ENDS}
            if left or draft:
                waiting = (
                    lines.c.act_id == key[0],
                    lines.c.case_file_id == case_file,
                    lines.c.state == EntryState.LISTED,
                )
                self.session.execute(lines.update().where(*waiting).values(values))
        values = _without(values_of(acts, self.fates.acts[key]), "id")
        if not draft:
            values = {name: values[name] for name in OF_ONWARDS}
        ended = acts.c.state == ActState.EXECUTED
        self.session.execute(acts.update().where(acts.c.id == key[0], ~ended).values(values))
        return key[0]

    def _take_seats(self, key: ActKey, number: int) -> None:
        table = _table(CommissionSeat)
        there = set(self.session.scalars(select(CommissionSeat.name).where(CommissionSeat.act_id == number)))
        for name, row in self.fates.seats.get(key, {}).items():
            if name not in there:
                values = _without(values_of(table, row | {"act_id": number}), "id")
                self.session.execute(table.insert().values(values))

    def _insert_line(self, number: int, row: Row) -> int:
        table = _table(DisposalEntry)
        values = _without(values_of(table, row | {"act_id": number}), "id")
        line: int = self.session.execute(table.insert().values(values).returning(table.c.id)).scalar_one()
        return line

    def _leave_other_lines(self, case_file: int, line: int | None) -> None:
        """A line of another act that had the case file when the snapshot was taken is left out of it."""
        others = DisposalEntry.case_file_id == case_file, DisposalEntry.state.in_(WAITING)
        found = [one for one in self.session.scalars(select(DisposalEntry.id).where(*others)) if one != line]
        undated = Tombstone.__table__.delete().where(  # type: ignore[attr-defined]
            Tombstone.entry_id.in_(found), Tombstone.destroyed_at.is_(None)
        )
        self.session.execute(undated)
        self.session.execute(
            update(DisposalEntry)
            .where(DisposalEntry.id.in_(found))
            .values(state=EntryState.LEFT, left_code="withdrawn", seal=None),
            execution_options=_QUIET,
        )

    def _known(self, case_files: Collection[int]) -> set[int]:
        found: set[int] = set()
        ordered = sorted(case_files)
        for start in range(0, len(ordered), 500):
            some = CaseFile.id.in_(ordered[start : start + 500])
            found |= set(self.session.scalars(select(CaseFile.id).where(some)))
        return found

    def _free_number(self) -> int:
        return max(self._highest(), *self.placed.values(), 0) + 1

    def _highest(self) -> int:
        return max(self.session.scalar(select(func.max(DisposalAct.id))) or 0, self.fates.highest())


def _line_of(act: int, case_file: int) -> Any:
    return select(DisposalEntry.id).where(DisposalEntry.act_id == act, DisposalEntry.case_file_id == case_file)


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


_RAISE = {
    "sqlite": (
        "UPDATE sqlite_sequence SET seq = :highest WHERE name = :table AND seq < :highest",
        "INSERT INTO sqlite_sequence SELECT :table, :highest WHERE :table NOT IN (SELECT name FROM sqlite_sequence)",
    ),
    "postgresql": (
        "SELECT setval(name, greatest(:highest, nextval(name) - 1)) FROM pg_get_serial_sequence(:table, 'id') AS name",
    ),
}
"""What makes a database count on from `highest` at least."""
