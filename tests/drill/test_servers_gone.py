"""S3 or the database away in the middle: a clear word or a retry, and nothing half-filed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from archive_app.db import engine as database_engine
from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.models import Job
from archive_app.errors import EXIT_UNAVAILABLE, describe
from storage.errors import StorageUnavailable
from tests.fixtures.archives import Home, file_one, note, work
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, WeedServer, running_weed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive


@pytest.fixture
def own_weed(tmp_path: Path) -> Iterator[WeedServer]:
    folder = tmp_path / "weed"
    folder.mkdir()
    with running_weed(folder) as server:
        yield server


@pytest.mark.drill
def test_s3_dies_before_a_filing_and_before_recognition(own_weed: WeedServer, tmp_path: Path) -> None:
    variables = {
        "ARCHIVE_STORAGE_URL": own_weed.url(SHARED_BUCKET, timeout=2, retries=1),
        "ARCHIVE_STORAGE_ACCESS_KEY": ACCESS_KEY,
        "ARCHIVE_STORAGE_SECRET_KEY": SECRET_KEY,
    }
    home = Home(tmp_path / "home", variables).prepare(2025)
    with home.opened() as archive:
        number = file_one(archive, note(tmp_path, "ведомость"))
        own_weed.kill()
        with pytest.raises(StorageUnavailable) as caught:
            file_one(archive, note(tmp_path, "второй", "2.txt"))
        assert describe(caught.value).exit_code == EXIT_UNAVAILABLE
        work(archive)
        diagnosis = archive.doctor.diagnose()
        assert (diagnosis.documents["total"], diagnosis.jobs["waiting"], diagnosis.jobs["dead"]) == (1, 1, 0)
        assert [check.name for check in diagnosis.checks if not check.ok] == ["storage", "blobs"]
        own_weed.start()
        _no_more_pause(archive)
        _work_until(archive, number)
        assert file_one(archive, tmp_path / "2.txt") != number
        assert archive.doctor.diagnose().ok


def test_a_locked_database_is_told_and_nothing_is_filed(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_engine, "BUSY_TIMEOUT_MS", 300)
    path = note(tmp_path, "приказ")
    with embedded_home.opened() as archive:
        other = make_engine(archive.settings.database_url)
        with make_session_factory(other)() as holder:
            holder.execute(update(Job).values(priority=1))
            with pytest.raises(Exception) as caught:  # noqa: PT011 - any error, as long as it is told clearly
                file_one(archive, path)
        other.dispose()
        problem = describe(caught.value)
        assert (problem.code, problem.exit_code) == ("database_unavailable", EXIT_UNAVAILABLE)
        assert archive.doctor.diagnose().documents["total"] == 0
        number = file_one(archive, path)
        work(archive)
        assert archive.progress.finished([number]) == 1


def _no_more_pause(archive: Archive) -> None:
    with archive.sessions.begin() as session:
        session.execute(update(Job).values(run_after=archive.clock() - timedelta(seconds=1)))


def _work_until(archive: Archive, number: int) -> None:
    end = time.monotonic() + 60
    while not archive.progress.finished([number]):
        assert time.monotonic() < end
        _no_more_pause(archive)
        work(archive)
        time.sleep(0.5)
