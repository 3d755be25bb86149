"""Copies of a real archive, attacked by somebody with all rights in the database: `archive audit verify` names the row.

The archive is made through its services: filed, recognised, renamed, searched, its head published on the way.
"""
# ruff: noqa: S608 - the statements are the intruder's own; the numbers in them are the test's

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from archive_app.audit import AuditChainBrokenError, AuditChainMissingError, AuditHeadsDamagedError
from archive_app.audit.chain import GENESIS, event_hash
from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.migrations.audit_triggers import drop_audit_triggers
from archive_app.db.models import AuditEvent, AuditHead
from archive_app.entrypoints.cli import audit_command
from archive_app.services.renaming import rename_person
from tests.fixtures.archives import YEAR, Home, account, actor_of, file_one, note, work
from tests.fixtures.databases import DATABASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.fixtures.postgres import PostgresServer

PERSON = "Авдеева Дарья Ильинична"
FIELDS = ("prev_hash", "at", "actor", "action", "object_type", "object_id", "details")
SHIFT = 1_000_000


@dataclass(frozen=True)
class Copy:
    """An archive to be attacked. `end`: the last event; `published`: the last event when the head was published."""

    home: Home
    end: int
    published: int
    database: str = ""
    """Its name on the PostgreSQL server."""

    def attack(self, act: Callable[[Session], None]) -> None:
        engine = make_engine(self.home.settings().database_url)
        with engine.begin() as connection:
            drop_audit_triggers(connection)
        with make_session_factory(engine).begin() as session:
            act(session)
        engine.dispose()

    def sql(self, *statements: str) -> None:
        def run(session: Session) -> None:
            for statement in statements:
                session.execute(text(statement))

        self.attack(run)

    def command(self, *arguments: object) -> tuple[int, dict[str, Any]]:
        """The exit code and the answer of `archive audit ...`; raises what the command raises."""
        done = CliRunner().invoke(
            audit_command.command,
            [*map(str, arguments), "--json"],
            obj=self.home.settings(),
            standalone_mode=False,
            catch_exceptions=False,
        )
        return done.return_value or 0, json.loads(done.stdout)

    def found(self, *arguments: object) -> list[tuple[str, int, int]]:
        code, answer = self.command("verify", *arguments)
        assert code == (1 if answer["findings"] else 0)
        assert answer["ok"] is not bool(answer["findings"])
        assert all("№" in found["message"] for found in answer["findings"])
        return [(found["kind"], found["seq"], found["last_seq"]) for found in answer["findings"]]


@pytest.fixture(scope="module", params=DATABASES)
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Nobody touches it: tests take copies."""
    folder, notes = tmp_path_factory.mktemp("original") / "home", tmp_path_factory.mktemp("notes")
    variables, database = {}, ""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        database = server.create_database()
        variables["ARCHIVE_DATABASE_URL"] = server.url(database)
    home = Home(folder, variables).prepare(YEAR)
    with home.opened() as archive:
        account(archive, actor_of(archive).login, "auditor")
        actor = actor_of(archive)
        for number in range(3):
            file_one(archive, note(notes, f"Журнал {number}", f"{number}.txt"), PERSON)
        work(archive)
        rename_person(archive.sessions, archive.clock, PERSON, "Белова Дарья Ильинична", actor)
        published = archive.journal.heads.publish_as(actor).head.seq
        file_one(archive, note(notes, "Приказ", "приказ.txt"), PERSON)
        work(archive)
        end = archive.journal.check.verify(actor).head.seq
    assert published + 1 < end
    yield Copy(home, end, published, database)
    if database:
        server.drop_database(database)


@pytest.fixture
def copy(original: Copy, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Copy]:
    shutil.copytree(original.home.folder, tmp_path / "home")  # nothing runs, so a plain copy is whole
    if not original.database:
        yield replace(original, home=Home(tmp_path / "home"))
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(template=original.database)
    yield replace(original, home=Home(tmp_path / "home", {"ARCHIVE_DATABASE_URL": server.url(name)}))
    server.drop_database(name)


def _rehash(session: Session, first: int, last: int, previous: str, actor: str | None = None) -> str:
    """Compute the chain anew from `first` on, as its owner would; the hash of the last event."""
    for seq in range(first, last + 1):
        row = session.get_one(AuditEvent, seq)
        row.actor, row.prev_hash = actor or row.actor, previous
        row.hash = previous = event_hash(**{name: getattr(row, name) for name in FIELDS})
    session.flush()
    return previous


def _rewind(session: Session, seq: int) -> None:
    """Cut everything after `seq`, and set the head back as if it had never been."""
    session.execute(text(f"DELETE FROM audit_event WHERE seq > {seq}"))
    head = session.get_one(AuditHead, 1)
    head.seq, head.hash = seq, session.get_one(AuditEvent, seq).hash


def test_an_untouched_copy_is_whole(copy: Copy) -> None:
    code, answer = copy.command("verify")
    assert (code, answer["ok"], answer["events"], answer["heads_compared"]) == (0, True, copy.end, 1)


def test_a_changed_event(copy: Copy) -> None:
    copy.sql("UPDATE audit_event SET actor = 'somebody.else' WHERE seq = 4")
    assert copy.found() == [("changed", 4, 4)]


def test_an_event_changed_with_its_hash(copy: Copy) -> None:
    def change(session: Session) -> None:
        row = session.get_one(AuditEvent, 4)
        row.object_id = "99"
        row.hash = event_hash(**{name: getattr(row, name) for name in FIELDS})

    copy.attack(change)
    assert copy.found() == [("changed", 4, 4)]


def test_removed_events(copy: Copy) -> None:
    copy.sql("DELETE FROM audit_event WHERE seq BETWEEN 3 AND 5")
    assert copy.found() == [("removed", 3, 5)]


def test_an_inserted_event(copy: Copy) -> None:
    def insert(session: Session) -> None:
        session.execute(text(f"UPDATE audit_event SET seq = seq + {SHIFT} WHERE seq >= 5"))
        session.execute(text(f"UPDATE audit_event SET seq = seq - {SHIFT - 1} WHERE seq > {SHIFT}"))
        before = session.get_one(AuditEvent, 4)
        content = {name: getattr(before, name) for name in FIELDS} | {"prev_hash": before.hash, "actor": "nobody"}
        session.add(AuditEvent(seq=5, **content, hash=event_hash(**content)))

    copy.attack(insert)
    found = copy.found()
    assert found[0] == ("inserted", 5, 5)
    assert {kind for kind, _, _ in found} <= {"inserted", "rewritten"}  # the published head has moved too


def test_exchanged_events(copy: Copy) -> None:
    copy.sql(
        f"UPDATE audit_event SET seq = {SHIFT} WHERE seq = 4",
        "UPDATE audit_event SET seq = 4 WHERE seq = 5",
        f"UPDATE audit_event SET seq = 5 WHERE seq = {SHIFT}",
    )
    assert copy.found() == [("reordered", 4, 4), ("reordered", 5, 5)]


def test_a_tail_cut_off(copy: Copy) -> None:
    copy.sql(f"DELETE FROM audit_event WHERE seq > {copy.end - 2}")
    assert copy.found() == [("removed", copy.end - 1, copy.end)]


def test_a_tail_cut_off_with_the_head_set_back(copy: Copy) -> None:
    copy.attack(lambda session: _rewind(session, copy.published - 2))
    assert copy.found() == [("removed", copy.published - 1, copy.published)]


def test_a_tail_cut_off_and_grown_again_by_honest_work(copy: Copy, tmp_path: Path) -> None:
    copy.attack(lambda session: _rewind(session, copy.published - 2))
    with copy.home.opened() as archive:
        for number in range(3):
            file_one(archive, note(tmp_path, f"Новый {number}", f"новый-{number}.txt"), PERSON)
    assert copy.found() == [("rewritten", copy.published, copy.published)]


def test_a_tail_cut_after_the_last_publication_is_seen_by_an_export(copy: Copy, tmp_path: Path) -> None:
    with copy.home.opened() as archive:
        exported = archive.journal.export.write(actor_of(archive), tmp_path / "kept elsewhere.jsonl")
    copy.attack(lambda session: _rewind(session, copy.end))
    assert copy.found() == []
    assert copy.found("--against", exported.path) == [("removed", copy.end + 1, exported.head.seq)]


def test_the_whole_chain_rewritten(copy: Copy) -> None:
    def rewrite(session: Session) -> None:
        session.get_one(AuditHead, 1).hash = _rehash(session, 1, copy.end, GENESIS, "nobody")

    copy.attack(rewrite)
    assert copy.found() == [("rewritten", copy.published, copy.published)]


def test_a_head_that_is_gone(copy: Copy) -> None:
    copy.sql("DELETE FROM audit_head")
    with pytest.raises(AuditChainMissingError):
        copy.command("verify")


def test_published_heads_that_somebody_wrote_into(copy: Copy) -> None:
    path = next((copy.home.folder / "audit-heads").glob("*.jsonl"))
    path.write_text(path.read_text(encoding="ascii").replace('"seq"', '"sequence"'), encoding="ascii")
    with pytest.raises(AuditHeadsDamagedError) as error:
        copy.command("verify")
    assert error.value.params == {"path": path, "line": 1}


def test_the_daily_publication_refuses_a_chain_that_was_cut(copy: Copy) -> None:
    copy.attack(lambda session: _rewind(session, copy.published - 2))
    with pytest.raises(AuditChainBrokenError) as error:
        copy.command("head")
    assert error.value.params == {"seq": copy.published}
    assert len((copy.home.folder / "audit-heads" / "heads.jsonl").read_text().splitlines()) == 1


def test_the_doctor_sees_it_at_the_end_of_the_chain(copy: Copy) -> None:
    with copy.home.opened() as archive:
        assert archive.journal.heads.examine()
    copy.sql(f"UPDATE audit_event SET details = '[]' WHERE seq = {copy.end}")
    with copy.home.opened() as archive:
        (check,) = [check for check in archive.doctor.diagnose().checks if check.name == "audit"]
    assert (check.ok, f"№ {copy.end}" in check.message) == (False, True)
