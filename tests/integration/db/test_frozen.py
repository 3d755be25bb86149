"""What was approved stays as it was, also for whoever writes SQL: on both databases, with the road onwards free."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.migrate import downgrade, upgrade
from archive_app.db.models import (
    Accession,
    AccessionLine,
    AccessionState,
    ActState,
    CommissionSeat,
    DisposalAct,
    DisposalEntry,
    Extraction,
    FilePlanStatus,
    Inventory,
    InventoryCorrection,
    InventoryEntry,
    InventoryKind,
    InventoryState,
    Presence,
    PresenceCheck,
    PresenceLine,
    PresenceState,
    Tombstone,
)
from tests.integration.db.rows import AT, blob, document, item, plan, volume

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LINE = {"index": "02-05", "heading": "Журналы", "sheets": 10, "term": "5 лет"}
NEW_ITEM = """INSERT INTO file_plan_item (plan_id, "index", title, retention_text, term, permanent, epk, "trigger",
    carrier, position) VALUES (1, '02-99', 'Ещё', '5 лет', '{}', FALSE, FALSE, 'file_close', 'both', 9)"""
REFUSED = [
    "UPDATE file_plan_item SET retention_text = '1 год'",
    "DELETE FROM file_plan_item",
    NEW_ITEM,
    "INSERT INTO file_plan_section (plan_id, title, position) VALUES (1, 'Раздел', 1)",
    "UPDATE file_plan SET year = 2030",
    "UPDATE file_plan SET status = 'draft'",
    "UPDATE file_plan SET agreed_ref = 'другой протокол'",
    "UPDATE file_plan SET approved_by = 'кто-то'",
    "UPDATE file_plan SET totals_by = 'кто-то'",
    "DELETE FROM file_plan",
    "UPDATE inventory SET number = '9'",
    "UPDATE inventory SET state = 'draft', approved_by = NULL, first_unit = NULL",
    "DELETE FROM inventory",
    "UPDATE inventory_entry SET sheets = 11",
    "DELETE FROM inventory_entry",
    "UPDATE inventory_correction SET becomes = '12'",
    "DELETE FROM inventory_correction",
    "UPDATE accession SET ground = 'иначе'",
    "DELETE FROM accession",
    "UPDATE accession_line SET sheets = 11",
    "DELETE FROM accession_line",
    "UPDATE disposal_act SET protocol_number = '8'",
    "UPDATE disposal_act SET approved_by = 'кто-то'",
    "UPDATE disposal_act SET state = 'proposed'",
    "UPDATE disposal_act SET paper_number = 9",
    "DELETE FROM disposal_act",
    "UPDATE disposal_entry SET decision = 'keep', keep_until = '2040-01-01'",
    "UPDATE disposal_entry SET case_file_id = 2",
    "UPDATE disposal_entry SET unit_number = '7'",
    "DELETE FROM disposal_entry",
    "UPDATE commission_seat SET present = FALSE",
    "DELETE FROM commission_seat",
    "UPDATE tombstone SET size = 1",
    "UPDATE tombstone SET destroyed_at = NULL",
    "DELETE FROM tombstone",
    "UPDATE extraction SET by = 'кто-то'",
    "DELETE FROM extraction",
    "UPDATE presence_check SET conclusion = 'всё на месте'",
    "UPDATE presence_check SET state = 'open', signed_by = NULL",
    "DELETE FROM presence_check",
    "UPDATE presence_line SET outcome = 'found'",
    "UPDATE presence_line SET heading = 'Другое', found_later_on = '2026-09-01'",
    "DELETE FROM presence_line",
    """INSERT INTO presence_line (check_id, position, case_file_id, volume, "index", heading, inventory, unit, sheets,
        expected, outcome) VALUES (1, 2, 1, 9, '02-05', 'Журналы', '', '', 1, FALSE, 'extra')""",
]
FREE = [
    """INSERT INTO inventory_correction (entry_id, field, was, becomes, reason, at, by)
    VALUES (1, 'sheets', '11', '12', 'пересчитано', '2026-09-01 08:00:00', 'архивист')""",
    "UPDATE disposal_entry SET state = 'destroying', stood = 'closed'",
    "UPDATE disposal_entry SET state = 'destroyed', destroyed_at = '2026-09-01 08:00:00'",
    "UPDATE disposal_act SET state = 'executed', executed_at = '2026-09-01 08:00:00'",
    "UPDATE file_plan SET status = 'closed'",
    "UPDATE presence_line SET found_later_on = '2026-09-01', found_later_by = 'архивист'",
]
THEN_REFUSED = [
    "UPDATE disposal_entry SET state = 'listed'",
    "UPDATE disposal_act SET executed_at = NULL",
    "UPDATE file_plan SET status = 'in_force'",
    "UPDATE presence_line SET found_later_on = NULL",
]


def _approved_things(session: Session) -> None:
    """A plan in force, an approved inventory, a signed transfer act, a disposal act that is being carried out."""
    made = item(plan(status=FilePlanStatus.DRAFT))
    first, other = volume(made), volume(made, number=2)
    filed, copied = document(blob(), volume=first), document(blob("b"), volume=other)
    session.add_all([filed, copied])
    session.flush()
    case_file, fonds = first.case_file_id, made.plan.fonds_id
    made.plan.agreed_ref, made.plan.approved_by, made.plan.totals_on = "протокол № 4", "директор", date(2027, 1, 12)
    made.plan.status = FilePlanStatus.IN_FORCE
    said = {"created_at": AT, "created_by": "архивист"}
    inventory = Inventory(fonds_id=fonds, kind=InventoryKind.PERMANENT, year=2026, **said)
    accession = Accession(ground="срок", **said)
    act = DisposalAct(drawn_on=date(2032, 1, 9), proposed_by="архивист", proposed_at=AT, protocol_number="7")
    session.add_all([inventory, accession, act])
    session.flush()
    dated = {"first_date": None, "last_date": None, "case_file_id": case_file}
    listed = {"megabytes": 0, "note": "", "volume": 1, "volumes": 1, "added_at": AT, "added_by": "архивист"}
    entry = InventoryEntry(inventory_id=inventory.id, **LINE, **dated, **listed)
    line = AccessionLine(accession_id=accession.id, position=1, volumes=1, documents=1, **LINE, **dated)
    of_act = DisposalEntry(act_id=act.id, position=1, case_file_id=case_file, **_of_act())
    seat = CommissionSeat(act_id=act.id, name="Соколова М. И.", post="директор", chair=True, present=True)
    session.add_all([entry, line, of_act, seat])
    session.flush()
    stone = {"act_id": act.id, "entry_id": of_act.id, "case_file_id": case_file, "document_id": filed.id}
    session.add(Tombstone(**stone, sha256="a" * 64, size=10, destroyed_at=AT))
    extracted = {"source_id": case_file, "target_id": other.case_file_id, "document_id": copied.id}
    session.add(Extraction(**extracted, pages=[[1, [1]]], at=AT, by="архивист"))
    correction = {"field": "sheets", "was": "10", "becomes": "11", "reason": "пересчитано", "at": AT, "by": "архивист"}
    session.add(InventoryCorrection(entry_id=entry.id, **correction))
    _checked(session, case_file)
    inventory.state, inventory.approved_by, inventory.first_unit = InventoryState.APPROVED, "второй", 1
    accession.state, accession.accepted_by = AccessionState.ACCEPTED, "второй"
    act.state, act.approved_by = ActState.EXECUTING, "директор"


def _checked(session: Session, case_file: int) -> None:
    """A presence check that found nothing where something should stand."""
    check = PresenceCheck(room="2", rack="", shelf="", box="", begun_at=AT, begun_by="архивист")
    session.add(check)
    session.flush()
    named = {"index": "02-05", "heading": "Журналы", "inventory": "1", "unit": "3", "sheets": 10}
    missing = {"expected": True, "outcome": Presence.MISSING}
    session.add(PresenceLine(check_id=check.id, position=1, case_file_id=case_file, volume=1, **named, **missing))
    session.flush()
    check.state, check.signed_by, check.signed_at = PresenceState.SIGNED, "архивист", AT


def _of_act() -> dict[str, object]:
    return {
        "index": "02-05", "title": "Журналы", "first_year": 2026, "last_year": 2026, "volumes": 1, "documents": 1,
        "sheets": 10, "term": "5 лет", "article": "", "eligible_on": date(2032, 1, 1), "arithmetic": "",
        "individual": False, "remainder": False, "decision": "destroy", "inventory": "1", "unit_number": "3",
        "seal": "f" * 64,
    }  # fmt: skip


def test_what_was_approved_is_not_changed_by_sql(engine: Engine) -> None:
    with make_session_factory(engine).begin() as session:
        _approved_things(session)
    _all_refused(engine, REFUSED)
    for statement in FREE:
        with engine.begin() as connection:
            assert connection.execute(text(statement)).rowcount == 1, statement
    _all_refused(engine, THEN_REFUSED)
    if engine.dialect.name == "postgresql":
        _all_refused(engine, ["TRUNCATE inventory_correction", "TRUNCATE file_plan CASCADE"])


def test_the_freeze_comes_and_goes_with_its_revision(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    upgrade(engine, "0023")
    with make_session_factory(engine).begin() as session:
        session.add(item(plan()))  # in force before the database knew of any freeze
    upgrade(engine, "0024")
    _all_refused(engine, [NEW_ITEM, "DELETE FROM file_plan_item"])
    downgrade(engine, "0023")
    with engine.begin() as connection:
        assert connection.execute(text("DELETE FROM file_plan_item")).rowcount == 1
    engine.dispose()


def _all_refused(engine: Engine, statements: list[str]) -> None:
    words = r"does not change|only corrected|not removed"
    for statement in statements:
        with pytest.raises(DBAPIError, match=words), engine.begin() as connection:
            connection.execute(text(statement))
