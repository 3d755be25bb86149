"""Long-running processes: web, worker, scheduler, alone or together, ended cleanly by SIGTERM or Ctrl+C."""

from __future__ import annotations

import signal
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import structlog
from waitress.server import create_server

from archive_app.entrypoints.scheduler import make_scheduler
from archive_app.entrypoints.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive_app.bootstrap import Archive

WEB_THREADS = 8
log = structlog.get_logger()


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
            parts.enter_context(_working(archive, stop))
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
    server = create_server(create_app(archive), host=settings.http_host, port=settings.http_port, threads=WEB_THREADS)
    thread = Thread(target=server.run, name="web", daemon=True)
    thread.start()
    port = server.effective_port if hasattr(server, "effective_port") else settings.http_port
    log.info("web server listens", host=settings.http_host, port=port)
    try:
        yield f"http://{settings.http_host}:{port}"
    finally:
        server.close()
        thread.join(timeout=10)


@contextmanager
def _working(archive: Archive, stop: Event) -> Iterator[None]:
    thread = Thread(target=archive.worker().run, kwargs={"stop": stop}, name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _scheduling(archive: Archive) -> Iterator[None]:
    clock = make_scheduler(archive)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=True)
