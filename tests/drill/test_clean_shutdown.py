"""`archive serve` told to stop in the middle of a document: it ends soon, and the rest is done by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive_app.demo.draw import PageKind
from archive_app.services.documents import card
from tests.fixtures.archives import CLI, actor_of, file_one, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fixtures.archives import Home

PAGES = 6
PATIENCE = 90
"""Seconds: then systemd kills, where nobody tells it otherwise. That not all pages are read tells that it ended soon."""
PROJECT = Path(__file__).parents[2]


@pytest.mark.drill
@pytest.mark.parametrize("to_all", [False, True], ids=["the server alone", "all its processes, as systemd does"])
def test_sigterm_while_recognising(embedded_home: Home, scan: Callable[..., Path], to_all: bool) -> None:
    embedded_home.variables.update(ARCHIVE_HTTP_PORT="0", ARCHIVE_RECOGNITION_PROCESSES="1")
    with embedded_home.opened() as archive:
        number = file_one(archive, scan(PageKind.CERTIFICATE, "листы.pdf", pages=PAGES))
        server = subprocess.Popen([*CLI, "serve"], env=embedded_home.environment, cwd=PROJECT)
        try:
            _wait_for_a_page(archive, number)
            children = _descendants(server.pid) if to_all else []
            for pid in [server.pid, *children]:
                os.kill(pid, signal.SIGTERM)
            assert server.wait(timeout=PATIENCE) == 0
        finally:
            server.kill()
        shown = card(archive.journal.reads, number, actor_of(archive))
        assert 0 < len(shown.pages) < PAGES
        assert {page.state for page in shown.pages} != {"failed"}
        jobs = archive.doctor.diagnose().jobs
        assert (jobs["running"], jobs["dead"]) == (0, 0)
        work(archive)
        pages = card(archive.journal.reads, number, actor_of(archive)).pages
        assert [page.number for page in pages] == list(range(1, PAGES + 1))
        assert "failed" not in {page.state for page in pages}
        assert archive.doctor.diagnose().ok


def _wait_for_a_page(archive: object, number: int) -> None:
    end = time.monotonic() + 120
    while not card(archive.journal.reads, number, actor_of(archive)).pages:  # type: ignore[attr-defined,arg-type]
        assert time.monotonic() < end
        time.sleep(0.1)


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task").glob("*/children")
    direct = [int(child) for line in children for child in line.read_text().split()]
    return [*direct, *(below for child in direct for below in _descendants(child))]
