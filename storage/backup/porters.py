"""Bringing blobs by several processes: of threads only one at a time does what is neither a hash nor a cipher.

For blobs of a local disk: there half of a restore is Python's own work, and threads waiting for each other. What waits
for a server goes well with threads, see `Reading.into_store`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Self, cast

from storage.backup.errors import PorterDied
from storage.backup.presence import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from storage.backup.porter import Road
    from storage.backup.reading import Brought
    from storage.keys import BlobKey

    Batch = list[tuple[BlobKey, int, bool]]

WORTH_IT = 500
"""Blobs, from which on the start of processes costs less than they save."""
MOST = 8
"""Processes: each takes the memory of an interpreter, and a disk is busy with fewer."""
BATCH = 64
BATCH_BYTES = 8 << 20
"""A batch is of so many blobs, or of so many bytes and one blob more, at most: word of it comes when it is done."""
BOOT = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from storage.backup.porter import main
main(int(sys.argv[1]))
"""


class Porters:
    """`number` processes, started at once: they read their modules while the caller does what comes before."""

    def __init__(self, number: int | None = None) -> None:
        number = number or min(os.cpu_count() or 1, MOST)
        self._all: dict[Connection, subprocess.Popen[bytes]] = dict(_started() for _ in range(number))

    def carry(self, road: Road, wanted: Iterable[tuple[str, int]], elsewhere: dict[str, str]) -> Iterator[Brought]:
        """Bring blobs (keys with sizes, sorted by key) along `road`, in no order. To be called once.

        All are durable once the last is given. `elsewhere` is told what came from another place than the first.
        Raises PorterDied, and what `Reading.into_store` does.
        """
        with road.store() as store:
            for porter in self._all:
                self._tell(porter, road)
            yield from self._answers(_batches(marked(store, wanted)), elsewhere)

    def _answers(self, batches: Iterator[Batch], elsewhere: dict[str, str]) -> Iterator[Brought]:
        """Each has a batch to work at and, where there is one, the next; an empty one is its last."""
        told_all: set[Connection] = set()

        def give(porter: Connection) -> None:
            if porter in told_all:
                return
            batch = next(batches, [])
            self._tell(porter, batch)
            if not batch:
                told_all.add(porter)

        for porter in (*self._all, *self._all):
            give(porter)
        busy: list[Connection] = list(self._all)
        while busy:
            for porter in cast("list[Connection]", wait(busy)):
                answer = self._answer(porter)
                if isinstance(answer, dict):
                    elsewhere.update(answer)
                    busy.remove(porter)
                else:
                    give(porter)
                    yield from answer

    def _tell(self, porter: Connection, what: Road | Batch) -> None:
        with self._alive(porter):
            porter.send(what)

    def _answer(self, porter: Connection) -> list[Brought] | dict[str, str]:
        with self._alive(porter):
            answer: list[Brought] | dict[str, str] | Exception = porter.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @contextmanager
    def _alive(self, porter: Connection) -> Iterator[None]:
        """Raise PorterDied where nobody is at the other end."""
        try:
            yield
        except (EOFError, ConnectionError) as error:
            raise PorterDied(status=self._all[porter].wait()) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End them: after `carry` they have nothing to do, and what they were at is worth nothing to anybody."""
        for porter, process in self._all.items():
            porter.close()
            process.kill()
            process.wait()


def _started() -> tuple[Connection, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    with theirs:
        boot = [sys.executable, "-c", BOOT, str(theirs.fileno()), json.dumps(sys.path)]
        process = subprocess.Popen(boot, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    return Connection(ours.detach()), process


def _batches(blobs: Iterable[tuple[BlobKey, int, bool]]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for one in blobs:
        batch.append(one)
        size += one[1]
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
