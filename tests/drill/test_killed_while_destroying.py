"""kill -9 at each stage of an act: the next worker finishes; never bytes without a row, nor a row without its bytes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.db.models import CaseFile, CaseFileState, HoldTarget
from storage.keys import BlobKey
from tests.drill.both_legs import on_both_legs
from tests.drill.mortal_process import DESTRUCTION
from tests.fixtures.archives import work
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from tests.fixtures.archives import Home

PROJECT = Path(__file__).parents[2]
QUICK = {"destroying: between bytes and row"}
"""Run by `make test` on the embedded leg; the others by `make drill`, on both."""


@on_both_legs(DESTRUCTION, quick=QUICK)
def test_a_second_worker_destroys_the_rest(home: Home, tmp_path: Path, stage: str) -> None:
    home.variables.update({"ARCHIVE_LEASE": "5", "ARCHIVE_RECOGNITION_PROCESSES": "1"})
    with home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        document, case_file = cabinet.closed("02-13", "ведомость по алгебре")
        act = cabinet.approved()
        cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
        sha256 = cabinet.sha256(document)
    assert _die(home, stage) == -signal.SIGKILL
    with home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        there = archive.store.exists(BlobKey(sha256))
        assert there or cabinet.stones(act)  # what is gone is known to be going
        if not there:  # too late for a hold: half of a case file is not spared
            archive.life.holding.add(HoldTarget.CASE_FILE, str(case_file), cabinet.keeper, reference="р", reason="п")
        _work_until_executed(cabinet, act)
        with archive.sessions() as session:
            assert session.get_one(CaseFile, case_file).state is CaseFileState.DESTROYED
        assert not archive.store.exists(BlobKey(sha256))
        assert not archive.engine.stamps([document])
        assert all(stone.destroyed_at for stone in cabinet.stones(act))
        diagnosis = archive.doctor.diagnose()
        assert diagnosis.ok, diagnosis.checks
        assert (diagnosis.blobs.missing, diagnosis.blobs.unknown, diagnosis.index["behind"]) == (0, 0, 0)


def _die(home: Home, stage: str) -> int:
    command = [sys.executable, "-m", "tests.drill.mortal_process", stage]
    done = subprocess.run(
        command, env=home.environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode < 0, done.stderr
    return done.returncode


def _work_until_executed(cabinet: Cabinet, act: int) -> None:
    """The dead worker's lease must end first."""
    end = time.monotonic() + 120
    while cabinet.disposal.acts.card(act, cabinet.keeper).state != "executed":
        assert time.monotonic() < end
        time.sleep(0.5)
        work(cabinet.archive)
