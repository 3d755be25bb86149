"""Acts of destruction on both sides of a restore to an older point: a number stands for one act, no row for another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import (
    ActState,
    CaseFile,
    CaseFileState,
    CaseStep,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
)
from archive_app.restored import restore_into
from archive_app.services.backup.destructions import collect
from archive_app.services.backup.fates import Fates
from archive_app.services.backup.replay import Replay
from archive_app.settings import load_settings
from storage.keys import BlobKey
from tests.fixtures.archives import Home, work
from tests.fixtures.backups import Backed, backed
from tests.fixtures.disposal import Cabinet, reviewed, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive

NOWHERE = ("storage_url", "search_url", "uploads_url", "audit_heads")


def brought_back(made: Backed, snapshot: str, folder: Path, database: str = "", *, overwrite: bool = False) -> None:
    """Restore a snapshot: all of it, and the doctor finds nothing."""
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    settings = load_settings(environment, home=folder, database_url=database, **dict.fromkeys(NOWHERE, ""))
    outcome = restore_into(settings, snapshot, made.identity, by="test", overwrite=overwrite)
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)


@contextmanager
def opened(made: Backed, folder: Path, database: str = "") -> Iterator[Archive]:
    with Home(folder, made.home.variables).opened(database_url=database, **dict.fromkeys(NOWHERE, "")) as archive:
        yield archive


def taken(archive: Archive) -> str:
    work(archive)
    (one,) = archive.backups.taking.run("test")
    assert one.ok
    return one.snapshot


def ledger(archive: Archive) -> None:
    archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]


def executed(cabinet: Cabinet, act: int) -> None:
    cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
    work(cabinet.archive)


def test_numbers_of_later_acts_stay_taken(home: Home, new_database: str, tmp_path: Path) -> None:
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        cabinet.closed("02-13", "ведомость по алгебре")
        snapshot = taken(archive)
        assert cabinet.executed() == 1
        cabinet.closed("02-13", "ведомость, которой в снимке нет")
        assert cabinet.executed() == 2
        ledger(archive)
    brought_back(made, snapshot, tmp_path / "new", new_database)
    with opened(made, tmp_path / "new", new_database) as restored:
        cabinet = Cabinet(restored, tmp_path)
        cabinet.closed("02-13", "новая ведомость")
        assert cabinet.executed() == 3
        assert len(cabinet.disposal.acts.card(1, cabinet.keeper).entries) == 1


@pytest.mark.parametrize("stage", ["proposed", "reviewed", "approved"])
def test_an_act_that_the_snapshot_knows_goes_on_to_its_end(
    home: Home, new_database: str, tmp_path: Path, stage: str
) -> None:
    """Its lines learn the decision and the end; one that was left out is free for another act."""
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        documents = dict([cabinet.closed("02-13", f"ведомость {number}") for number in (1, 2)])
        work(archive)
        act = cabinet.disposal.proposing.propose(cabinet.keeper)
        snapshots = {"proposed": taken(archive)}
        reviewed(cabinet, act)
        snapshots["reviewed"] = taken(archive)
        settled(cabinet).approving.approve(act, cabinet.director)
        snapshots["approved"] = taken(archive)
        gone, held = documents.values()
        spared = cabinet.with_loans(held)
        for line in cabinet.disposal.acts.card(act, cabinet.keeper).entries:
            if line.case_file_id == held:
                cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
                assert not cabinet.begin(line.entry_id, spared)
        work(archive)
        ledger(archive)
    brought_back(made, snapshots[stage], tmp_path / "new", new_database)
    with opened(made, tmp_path / "new", new_database) as restored:
        with restored.sessions() as session:
            assert session.get_one(DisposalAct, act).state is ActState.EXECUTED
            assert session.get_one(CaseFile, gone).state is CaseFileState.DESTROYED
            assert session.get_one(CaseFile, held).state is CaseFileState.CLOSED
            lines = {line.case_file_id: line for line in session.query(DisposalEntry)}
            assert (lines[gone].state, lines[held].state) == (EntryState.DESTROYED, EntryState.LEFT)
            assert lines[gone].decision is not None
        cabinet = Cabinet(restored, tmp_path)
        assert cabinet.disposal.proposing.propose(cabinet.keeper, case_files=[held]) == act + 1


def test_the_same_number_on_both_sides_is_two_acts(home: Home, tmp_path: Path, new_database: str) -> None:
    """The list of the first side was away when the archive was restored: both sides go on with the same numbers."""
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        old_document, old = cabinet.closed("02-13", "ведомость по алгебре")
        first = taken(archive)
        away, _ = cabinet.closed("02-13", "ведомость, которой в снимке нет")
        assert cabinet.executed() == 1
        ledger(archive)
        old_bytes = BlobKey(cabinet.sha256(old_document))
    beside = made.folder.parent / "set-aside"
    (made.folder / "ledger").rename(beside)
    brought_back(made, first, tmp_path / "new", new_database)
    with opened(made, tmp_path / "new", new_database) as restored:
        cabinet = Cabinet(restored, tmp_path)
        living, other = cabinet.closed("02-13", "ведомость по геометрии")
        assert living == away, "another document under the number of one that was destroyed on the first side"
        work(restored)
        assert cabinet.disposal.proposing.propose(cabinet.keeper, case_files=[other]) == 1
        snapshots = {ActState.PROPOSED: taken(restored)}
        reviewed(cabinet, 1)
        settled(cabinet).approving.approve(1, cabinet.director)
        snapshots[ActState.APPROVED] = taken(restored)
        living_bytes = BlobKey(cabinet.sha256(living))
    beside.rename(made.folder / "ledger")
    for state, snapshot in snapshots.items():
        folder = tmp_path / state.value
        brought_back(made, snapshot, folder, new_database, overwrite=True)
        with opened(made, folder, new_database) as newer:
            with newer.sessions() as session:
                assert {act.id: act.state for act in session.query(DisposalAct)} == {1: state, 2: ActState.EXECUTED}
                lines = {line.case_file_id: line.act_id for line in session.query(DisposalEntry)}
                assert lines == {other: 1, old: 2}
                assert session.get_one(CaseFile, old).state is CaseFileState.DESTROYED
                assert session.get_one(CaseFile, other).state is CaseFileState.CLOSED
                assert session.get_one(Document, living).state is DocumentState.ACTIVE
                steps = session.scalars(select(CaseStep.reason).where(CaseStep.case_file_id == old)).all()
                assert any("№ 1" in str(step) and "№ 2" in str(step) for step in steps)
            assert (newer.store.exists(living_bytes), newer.store.exists(old_bytes)) == (True, False)
            assert newer.engine.stamps([living])
            assert not newer.engine.stamps([old_document])
            cabinet = Cabinet(newer, tmp_path)
            assert [cabinet.disposal.acts.card(number, cabinet.keeper).paper_number for number in (1, 2)] == [1, 1]
            printed = cabinet.disposal.printing.form(2, cabinet.keeper)
            assert "№ 1 " in printed.title
            assert any("№ 2" in line for line in printed.closing)


def test_a_document_that_came_later_into_the_case_file_stays_gone(embedded_home: Home, tmp_path: Path) -> None:
    """The snapshot knows the document, unfiled yet, and not the case file that it was destroyed with."""
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        document, case_file = cabinet.closed("02-13", "ведомость по алгебре")
        snapshot = taken(archive)
        sha256 = BlobKey(cabinet.sha256(document))
        cabinet.executed()
        ledger(archive)
    with made.home.opened() as archive, archive.sessions() as session:
        rows = collect(session)
    for name in ("disposal_entry", "tombstone"):
        for row in rows[name]:
            row["case_file_id"] = case_file + 1  # as if it had been opened after the snapshot
    replayed: list[int] = []
    whole = Replay.run

    def run(self: Replay, _lists: object) -> list[int]:
        replayed.extend(whole(self, [rows]))
        return replayed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Replay, "run", run)
        brought_back(made, snapshot, tmp_path / "new")
    assert replayed == [case_file + 1]
    with opened(made, tmp_path / "new") as restored, restored.sessions() as session:
        assert session.get_one(Document, document).state is DocumentState.DESTROYED
        assert not restored.store.exists(sha256)


def test_a_line_that_was_left_out_after_it_had_begun_stays_left_out() -> None:
    fates = Fates()
    act = {"id": 1, "proposed_at": "2026-01-01T00:00:00+00:00", "state": "executing"}
    for state in ("left", "destroying"):
        line = {"id": 1, "act_id": 1, "case_file_id": 7, "state": state}
        fates.add({"disposal_act": [act], "disposal_entry": [line]})
    assert fates.gone() == {}
