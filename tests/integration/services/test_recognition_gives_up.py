"""When recognition gives a document up, and when it only lets go of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.jobs import JobInterruptedError
from archive_app.services.documents import card
from indexer import pipeline
from indexer.sandbox import PoolClosed
from storage.errors import BlobMissing, StorageUnavailable
from tests.fixtures.archives import actor_of, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


class Job:
    """As much of a job's context as recognition looks at; asked to leave at its `stop_at`-th check."""

    job_id = 1
    last_attempt = False

    def __init__(self, document_id: int, stop_at: int = 0) -> None:
        self.payload = {"document_id": document_id}
        self._stop_at = stop_at
        self.checks = 0

    def progress(self, *_: object) -> None: ...

    def check(self) -> None:
        self.checks += 1
        if self.checks == self._stop_at:
            raise JobInterruptedError


@pytest.fixture
def number(archive: Archive, tmp_path: Path, request: pytest.FixtureRequest) -> int:
    return file_one(archive, note(tmp_path, request.node.name))


@pytest.mark.parametrize(("error", "state"), [(BlobMissing, "failed"), (StorageUnavailable, "running")])
def test_what_will_not_pass_ends_at_the_first_attempt(
    archive: Archive, number: int, error: type[Exception], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise error("gone")

    monkeypatch.setattr(type(archive.store), "open", gone)
    with pytest.raises(error):
        archive.recognition(Job(number))  # type: ignore[arg-type]
    assert card(archive.journal.reads, number, actor_of(archive)).recognition == state


@pytest.mark.parametrize("stop_at", [1, 2, 3, 4])
def test_it_leaves_before_each_long_step(archive: Archive, number: int, stop_at: int) -> None:
    with pytest.raises(JobInterruptedError):
        archive.recognition(Job(number, stop_at))  # type: ignore[arg-type]
    assert card(archive.journal.reads, number, actor_of(archive)).recognition == "running"
    archive.recognition(Job(number))  # type: ignore[arg-type]
    assert card(archive.journal.reads, number, actor_of(archive)).recognition == "recognised"


def test_a_pool_that_closes_is_no_fault_of_the_document(
    archive: Archive, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise PoolClosed

    monkeypatch.setattr(pipeline, "prepare", closed)
    job = Job(number)
    job.last_attempt = True
    with pytest.raises(JobInterruptedError):
        archive.recognition(job)  # type: ignore[arg-type]
    assert card(archive.journal.reads, number, actor_of(archive)).recognition == "running"
