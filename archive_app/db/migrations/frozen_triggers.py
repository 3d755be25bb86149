"""The database itself refuses to change what was approved: file plans, inventories, transfer and disposal acts.

Free stay: the road onwards (a plan in force, an act that is being carried out), corrections that are only added, and
what an act learns while it is carried out. A revision that once created a set of rules must go on creating it: to
change it add a revision with a set of its own, do not edit one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_PLAN = "an agreed file plan does not change"
_INVENTORY = "an approved inventory is only corrected"
_ACCESSION = "a signed transfer act does not change"
_DISPOSAL = "an approved disposal act does not change"
_PRESENCE = "a signed act of a presence check does not change"
_TRUNCATED = "what was approved is not removed"
_ISNT = " ISNT "


@dataclass(frozen=True, slots=True)
class _Rule:
    """Refuses `event` on rows of `table` where `condition` holds; without one always."""

    table: str
    event: str
    condition: str
    message: str
    column: str = ""
    """One that came to the table after its other rules."""

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column and self.column + '_'}frozen_{self.event.lower()}"


def _changed(columns: str) -> str:
    return "(" + " OR ".join(f'OLD."{name}"{_ISNT}NEW."{name}"' for name in columns.split()) + ")"


def _above(parent: str, key: str, condition: str, event: str) -> str:
    """Whether the row that this one belongs to is frozen; a row that moves is looked for at both ends."""
    ends = {"INSERT": f"NEW.{key}", "DELETE": f"OLD.{key}"}.get(event, f"OLD.{key}, NEW.{key}")
    return f"EXISTS (SELECT 1 FROM {parent} AS above WHERE above.id IN ({ends}) AND {condition})"  # noqa: S608 - own words


_PLAN_CHANGED = f"""OLD.status <> 'draft' AND (
    {_changed("id fonds_id year version created_at drafted_by agreed_ref agreed_by agreed_on")}
    OR (OLD.status <> 'agreed' AND {_changed("approved_by approved_on")})
    OR NOT (OLD.status = NEW.status
            OR (OLD.status = 'agreed' AND NEW.status IN ('approved', 'closed'))
            OR (OLD.status = 'approved' AND NEW.status = 'in_force')
            OR (OLD.status = 'in_force' AND NEW.status = 'closed'))
    OR (OLD.totals_on IS NOT NULL AND {_changed("totals totals_by totals_on")}))"""
_APPROVED_ACT = "above.state IN ('approved', 'executing', 'executed')"
_ACT_CHANGED = f"""OLD.state = 'withdrawn' OR (OLD.state IN ('approved', 'executing', 'executed') AND (
    NEW.state NOT IN ('approved', 'executing', 'executed')
    OR {_changed("id drawn_on proposed_by proposed_at protocol_number protocol_on reviewed_by reviewed_at")}
    OR {_changed("approved_by approved_at")}
    OR (OLD.state = 'executed' AND {_changed("state started_by started_at executed_at")})))"""
_ENTRY_CHANGED = f"""{_above("disposal_act", "act_id", _APPROVED_ACT, "UPDATE")} AND (
    {_changed("id act_id position case_file_id index title first_year last_year volumes documents sheets term article")}
    OR {_changed("eligible_on arithmetic individual remainder decision keep_until decided_by decided_at decided_why")}
    OR (OLD.inventory IS NOT NULL AND {_changed("inventory unit_number")})
    OR (OLD.state IN ('destroyed', 'left') AND {_changed("state stood destroyed_at left_code left_detail seal")}))"""
_LINE_CHANGED = f"""{_changed("id check_id position case_file_id volume index heading inventory unit sheets expected")}
    OR {_changed("outcome marked_at marked_by")}
    OR (OLD.found_later_on IS NOT NULL AND {_changed("found_later_on found_later_by")})"""
_STONE_CHANGED = f"""{_changed("id act_id entry_id case_file_id document_id sha256 size")}
    OR (OLD.destroyed_at IS NOT NULL AND {_changed("shared destroyed_at")})"""


def _presence() -> Iterator[_Rule]:
    """Of presence checks: after the signature lines only learn that what was missing has been found later."""
    signed = "above.state = 'signed'"
    for event in ("UPDATE", "DELETE"):
        yield _Rule("presence_check", event, "OLD.state = 'signed'", _PRESENCE)
    for event in ("INSERT", "DELETE"):
        yield _Rule("presence_line", event, _above("presence_check", "check_id", signed, event), _PRESENCE)
    yield _Rule(
        "presence_line",
        "UPDATE",
        f"{_above('presence_check', 'check_id', signed, 'UPDATE')} AND ({_LINE_CHANGED})",
        _PRESENCE,
    )


def _approved() -> Iterator[_Rule]:
    yield _Rule("file_plan", "UPDATE", _PLAN_CHANGED, _PLAN)
    yield _Rule("file_plan", "DELETE", "OLD.status <> 'draft'", _PLAN)
    for table in ("file_plan_section", "file_plan_item"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            # Under its first revision a version that is imported as approved on paper is still being written.
            fixed = "above.status <> 'draft'" + (" AND above.revision > 1" if event == "INSERT" else "")
            yield _Rule(table, event, _above("file_plan", "plan_id", fixed, event), _PLAN)
    for event in ("UPDATE", "DELETE"):
        yield _Rule("inventory", event, "OLD.state = 'approved'", _INVENTORY)
        yield _Rule("inventory_correction", event, "", _INVENTORY)
        yield _Rule("accession", event, "OLD.state IN ('accepted', 'withdrawn')", _ACCESSION)
        yield _Rule("extraction", event, "", _DISPOSAL)
    for event in ("INSERT", "UPDATE", "DELETE"):
        yield _Rule(
            "inventory_entry", event, _above("inventory", "inventory_id", "above.state = 'approved'", event), _INVENTORY
        )
        accepted = _above("accession", "accession_id", "above.state = 'accepted'", event)
        yield _Rule("accession_line", event, accepted, _ACCESSION)
    yield _Rule("disposal_act", "UPDATE", _ACT_CHANGED, _DISPOSAL)
    yield _Rule("disposal_act", "DELETE", "OLD.state <> 'proposed'", _DISPOSAL)
    yield _Rule("disposal_entry", "UPDATE", _ENTRY_CHANGED, _DISPOSAL)
    yield _Rule("disposal_entry", "DELETE", _above("disposal_act", "act_id", _APPROVED_ACT, "DELETE"), _DISPOSAL)
    for event in ("UPDATE", "DELETE"):
        yield _Rule("commission_seat", event, _above("disposal_act", "act_id", _APPROVED_ACT, event), _DISPOSAL)
    yield _Rule("tombstone", "UPDATE", _STONE_CHANGED, _DISPOSAL)
    yield _Rule("tombstone", "DELETE", "OLD.destroyed_at IS NOT NULL", _DISPOSAL)


APPROVED = tuple(_approved())
"""Revision 0024."""
PRESENCE = tuple(_presence())
"""Signed acts of presence checks."""
PAPER_NUMBER = (
    _Rule(
        "disposal_act",
        "UPDATE",
        f"OLD.state NOT IN ('proposed', 'reviewed') AND {_changed('paper_number')}",
        _DISPOSAL,
        column="paper_number",
    ),
)
"""Under which number an act was signed."""


def create_frozen_triggers(connection: Connection, rules: Sequence[_Rule] = APPROVED) -> None:
    """Freeze what is approved, and whatever will be."""
    make = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for rule in rules:
        for statement in make(rule):
            connection.execute(text(statement))
    if connection.dialect.name == "postgresql":
        for table in _tables(rules):
            for statement in _postgresql(_Rule(table, "TRUNCATE", "", _TRUNCATED)):
                connection.execute(text(statement))


def drop_frozen_triggers(connection: Connection, rules: Sequence[_Rule] = APPROVED) -> None:
    """Undo `create_frozen_triggers`: for a downgrade, and for tests that play the intruder."""
    postgresql = connection.dialect.name == "postgresql"
    for rule in [*rules, *(_Rule(table, "TRUNCATE", "", _TRUNCATED) for table in _tables(rules))]:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {rule.name}" + (f" ON {rule.table}" if postgresql else "")))
        if postgresql:
            connection.execute(text(f"DROP FUNCTION IF EXISTS {rule.name}()"))


def _tables(rules: Sequence[_Rule]) -> tuple[str, ...]:
    """Those of whole rules: a rule of one column comes to a table that has them."""
    return tuple(dict.fromkeys(rule.table for rule in rules if not rule.column))


def _sqlite(rule: _Rule) -> tuple[str, ...]:
    when = f"WHEN {rule.condition} ".replace(_ISNT, " IS NOT ") if rule.condition else ""
    head = f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} {when}"
    return (f"{head}BEGIN SELECT RAISE(ABORT, '{rule.message}'); END",)


def _postgresql(rule: _Rule) -> tuple[str, ...]:
    condition = (rule.condition or "TRUE").replace(_ISNT, " IS DISTINCT FROM ")
    returned = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(rule.event, "NEW")
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    body = f"BEGIN IF {condition} THEN RAISE EXCEPTION '{rule.message}'; END IF; RETURN {returned}; END"
    trigger = f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
    return (
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"{trigger} FOR EACH {each} EXECUTE FUNCTION {rule.name}()",
    )
