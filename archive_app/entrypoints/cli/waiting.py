"""`--wait`: work in this process, beside any worker that runs, until the documents can be found."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

from archive_app.entrypoints.run import working
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from archive_app.bootstrap import Archive
    from archive_app.entrypoints.cli.output import Output

PAUSE = 0.2


def wait_until_findable(archive: Archive, documents: list[int], output: Output) -> dict[int, str]:
    """Work until each of `documents` is recognised (or has failed) and search knows it; their states.

    Leases keep this worker and others from doing the same job; a job that another worker holds is waited for.
    """
    with working(archive, Event()) as worker:
        for _ in output.progress(_steps(archive, documents, worker), len(documents), translate("Recognising")):
            pass
    return archive.progress.states(documents)


def _steps(archive: Archive, documents: list[int], worker: Future[object]) -> Iterator[int]:
    """Yield once for each document that is finished, until all are, or nothing more will happen."""
    finished = 0
    while True:
        now = archive.progress.finished(documents)
        yield from range(now - finished)
        finished = now
        if finished >= len(documents) or worker.done() or archive.progress.stuck(documents):
            return
        time.sleep(PAUSE)
