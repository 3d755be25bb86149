"""`--wait`: work in this process, beside any worker that runs, until the documents can be found."""

from __future__ import annotations

import time
from threading import Event, Thread
from typing import TYPE_CHECKING

from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.entrypoints.cli.output import Output

PAUSE = 0.2


def wait_until_findable(archive: Archive, documents: list[int], output: Output) -> dict[int, str]:
    """Work until each of `documents` is recognised (or has failed) and search knows it; their states.

    Leases keep this worker and others from doing the same job; a job that another worker holds is waited for.
    """
    stop = Event()
    worker = Thread(target=archive.worker().run, kwargs={"stop": stop}, name="worker")
    worker.start()
    try:
        for _ in output.progress(_steps(archive, documents), len(documents), translate("Recognising")):
            pass
    finally:
        stop.set()
        worker.join()
    return archive.progress.states(documents)


def _steps(archive: Archive, documents: list[int]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Yield once for each document that is finished."""
    finished = 0
    while True:
        now = archive.progress.finished(documents)
        yield from range(now - finished)
        finished = now
        if finished >= len(documents) or archive.progress.stuck(documents):
            return
        time.sleep(PAUSE)
