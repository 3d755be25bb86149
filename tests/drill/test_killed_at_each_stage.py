"""kill -9 at each stage of recognition, indexing and filing: the next process finishes, nothing is lost or doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.demo.draw import PageKind
from archive_app.services.documents import card
from tests.drill.both_legs import on_both_legs
from tests.drill.mortal_process import STAGES
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

PROJECT = Path(__file__).parents[2]
SHORT_LEASE = {"ARCHIVE_LEASE": "5", "ARCHIVE_RECOGNITION_PROCESSES": "1"}
FILING = [stage for stage in STAGES if "filing" in stage]
WORKING = [stage for stage in STAGES if "filing" not in stage]
CACHES = {"originals", "images"}
"""Of the work folder; scratch of dead workers is swept."""
QUICK = {"between pages", "between the index's commit and the mark"}
"""Run by `make test` on the embedded leg; the others by `make drill`, on both."""


@on_both_legs(WORKING, quick=QUICK)
def test_a_second_worker_finishes(home: Home, scan: Callable[..., Path], stage: str) -> None:
    home.variables.update(SHORT_LEASE)
    with home.opened() as archive:
        number = file_one(archive, scan(PageKind.CERTIFICATE, "два листа.pdf", pages=2), "Рябинина Елена Дмитриевна")
    assert _die(home, stage) == -signal.SIGKILL
    with home.opened() as archive:
        if stage == "between pages":
            assert len(card(archive.journal.reads, number, actor_of(archive)).pages) == 1
        _work_until(archive, [number])
        shown = card(archive.journal.reads, number, actor_of(archive))
        assert sorted(page.number for page in shown.pages) == [1, 2]
        whole = [rendition.kind for rendition in shown.renditions if rendition.page is None]
        assert sorted(whole) == ["original", "pdfa"]
        assert [hit.document_id for hit in archive.searching.search("Рябининой", actor_of(archive)).hits] == [number]
        diagnosis = archive.doctor.diagnose()
        assert diagnosis.ok, diagnosis.checks
        assert (diagnosis.blobs.missing, diagnosis.index["behind"], diagnosis.index["documents"]) == (0, 0, 1)
        assert {left.name for left in archive.settings.work_folder.iterdir()} <= CACHES


@on_both_legs(FILING, quick=FILING)
def test_a_filing_is_whole_or_not_there(home: Home, tmp_path: Path, stage: str) -> None:
    path = note(tmp_path, "приказ о зачислении")
    assert _die(home, stage, path) == -signal.SIGKILL
    with home.opened() as archive:
        diagnosis = archive.doctor.diagnose()
        assert (diagnosis.documents["total"], diagnosis.jobs["waiting"]) == (0, 0)
        assert (diagnosis.blobs.total, diagnosis.blobs.missing, diagnosis.blobs.unknown) == (0, 0, 1)
        assert diagnosis.ok
        number = file_one(archive, path)
        work(archive)
        assert archive.progress.finished([number]) == 1
        assert archive.doctor.diagnose().blobs.unknown == 0


def _die(home: Home, stage: str, *path: Path) -> int:
    command = [sys.executable, "-m", "tests.drill.mortal_process", stage, *map(str, path)]
    done = subprocess.run(
        command, env=home.environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode < 0, done.stderr
    return done.returncode


def _work_until(archive: Archive, documents: list[int]) -> None:
    """The dead worker's lease must end first."""
    end = time.monotonic() + 120
    while archive.progress.finished(documents) < len(documents):
        assert time.monotonic() < end, archive.doctor.diagnose()
        time.sleep(0.5)
        work(archive)
