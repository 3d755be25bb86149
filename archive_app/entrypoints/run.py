"""Long-running processes: web, worker, scheduler, alone or together, ended cleanly by SIGTERM or Ctrl+C."""

from __future__ import annotations

import signal
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from waitress.server import create_server

from archive_app.entrypoints.scheduler import make_scheduler
from archive_app.entrypoints.web.app import create_app
from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError
from archive_app.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive_app.bootstrap import Archive

WEB_THREADS = 8
FORM_AROUND = 16 * 1024**2
"""What a form may add to a file; beyond both, waitress itself refuses before the application can explain."""


class AddressInUse(ArchiveError):
    """The web server cannot listen there: another program does, or the address is not this machine's.

    Params: `host`, `port`.
    """

    code = "address_in_use"
    exit_code = EXIT_UNAVAILABLE


def run(
    archive: Archive,
    *,
    web: bool = False,
    worker: bool = False,
    scheduler: bool = False,
    started: Callable[[str], None] = lambda _: None,
) -> None:
    """Run the parts until a signal; `started` is told the address of the web server once it listens."""
    stop = _stop_on_signal()
    with ExitStack() as parts:
        if worker:
            parts.enter_context(working(archive, stop))
        if scheduler:
            parts.enter_context(_scheduling(archive))
        if web:
            started(parts.enter_context(_serving(archive)))
        stop.wait()
        log.info("stopping")


def _stop_on_signal() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _serving(archive: Archive) -> Iterator[str]:
    settings = archive.settings
    try:
        server = create_server(
            create_app(archive),
            host=settings.http_host,
            port=settings.http_port,
            threads=WEB_THREADS,
            max_request_body_size=settings.max_upload + FORM_AROUND,
        )
    except OSError as error:
        raise AddressInUse(str(error), host=settings.http_host, port=settings.http_port) from error
    thread = Thread(target=server.run, name="web", daemon=True)
    thread.start()
    port = server.effective_port if hasattr(server, "effective_port") else settings.http_port
    log.info("web server listens", host=settings.http_host, port=port)
    try:
        yield f"http://{settings.http_host}:{port}"
    finally:
        server.task_dispatcher.shutdown()  # answers at hand are finished before the sockets go
        server.close()
        thread.join(timeout=10)


@contextmanager
def working(archive: Archive, stop: Event) -> Iterator[Future[object]]:
    """A worker beside the caller until the end of the block; what ended it before its time is raised there."""
    with ThreadPoolExecutor(1, thread_name_prefix="worker") as beside:
        running: Future[object] = beside.submit(archive.worker().run, stop=stop)
        try:
            yield running
        finally:
            stop.set()
    running.result()


@contextmanager
def _scheduling(archive: Archive) -> Iterator[None]:
    clock = make_scheduler(archive)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=True)
