"""`archive audit` as a process of its own: the shapes of its answers, its exit codes, its Russian."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.db.unit_of_work import UnitOfWork
from tests.fixtures.archives import account, actor_of, note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli


def test_an_auditor_checks_shows_and_takes_out(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        account(archive, actor_of(archive).login, "auditor")
    cli.json(
        "file", note(tmp_path, "Журнал"), "--item", "02-03", "--year", "2025", "--person", "Авдеева Дарья Ильинична"
    )
    person = cli.json("show", 1)["persons"][0]["person_id"]
    published = cli.json("audit", "head")
    assert set(published) == {"seq", "hash", "at"}
    whole = cli.json("audit", "verify")
    assert set(whole) == {"ok", "events", "head", "heads_compared", "findings", "more"}
    assert (whole["ok"], whole["events"], whole["heads_compared"], whole["findings"]) == (True, published["seq"], 1, [])
    events = cli.json("audit", "show", "--person", person)["events"]
    assert [event["action"] for event in events] == ["document:text:read", "document:file:receive"]
    assert set(events[0]) == {"seq", "at", "actor", "action", "object_type", "object_id", "details"}
    assert cli.json("audit", "show", "--person", person, "--before", events[0]["seq"])["events"] == events[1:]
    assert cli.json("audit", "show", "--until", "01.01.2020")["events"] == []
    whole_calendar = ("--since", "01.01.0001", "--until", "31.12.9999")
    assert cli.json("audit", "show", "--person", person, *whole_calendar)["events"][-2:] == events
    assert "bad_date" in cli.says("audit", "show", "--since", "вчера", code=2)
    said = cli.says("audit", "show", "--action", "document:text:read")
    assert "чтение всего текста" in said
    assert "[документ " in said
    _the_machine(cli)
    always = ("--from", "01.01.0001", "--to-date", "31.12.9999")
    assert cli.json("audit", "export", "--to", tmp_path / "all.jsonl", *always)["first"] == 1
    exported = cli.json("audit", "export", "--to", tmp_path / "e.jsonl", "--from", 2)
    assert exported["first"] == 2
    assert "Журнал цел" in cli.says("audit", "verify", "--against", tmp_path / "e.jsonl")
    assert "cannot_write" in cli.says("audit", "export", "--to", tmp_path / "e.jsonl", code=2)

    database = sqlite3.connect(cli.home.folder / "archive.db")
    database.execute("DROP TRIGGER audit_event_no_update")
    database.execute("UPDATE audit_event SET actor = 'никто' WHERE seq = 2")
    database.commit()
    database.close()
    assert "№ 2: изменено после записи" in cli.says("audit", "verify", code=1)
    assert cli.json("audit", "verify", code=1)["findings"][0]["kind"] == "changed"


def _the_machine(cli: Cli) -> None:
    """Who acts where nobody asked is told in words, which are understood as well; programs get the login."""
    with cli.home.opened() as archive, UnitOfWork(archive.sessions) as uow:
        AuditTrail(uow, actor="system", now=archive.clock).record("document:file:take_in", ObjectRef("document", "9"))
        uow.commit()
    itself = "архив, без участия человека"
    for asked in ("system", itself.upper()):
        assert f"  {itself}  " in cli.says("audit", "show", "--user", asked)
    assert {one["actor"] for one in cli.json("audit", "show", "--user", itself)["events"]} == {"system"}


def test_others_may_not(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        account(archive, "без-журнала", "archivist")
    as_other = {"ARCHIVE_USER": "без-журнала"}
    for command in (("verify",), ("show",), ("head",), ("export", "--to", tmp_path / "e.jsonl")):
        assert "not_allowed" in cli.says("audit", *command, code=2, **as_other)
    assert not (tmp_path / "e.jsonl").exists()
