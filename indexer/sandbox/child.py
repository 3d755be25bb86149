"""The child's side of a `WorkerPool`: take a task, do it, answer; no task can make it outlive its parent."""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from indexer.errors import IndexerError, OutOfMemory, TaskFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.sandbox.limits import Limits

Task = tuple["Callable[..., Any]", tuple[Any, ...]]

ANSWER_JSON, ANSWER_BYTES, ANSWER_ERROR = b"J", b"B", b"E"


def main(descriptor: int) -> None:
    """Serve tasks that come through the socket `descriptor` until the parent closes it or dies."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # meant for the parent, which knows when we should end
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    connection = Connection(descriptor)
    limits: Limits = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own parent
    limits.apply_to_this_process()
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    while True:
        task = inbox.get()
        limits.allow_cpu()
        connection.send_bytes(_answer(task))


def _listen(connection: Connection, inbox: queue.SimpleQueue[bytes]) -> None:
    """Read on while the main thread works: a closed socket means that nobody wants the result any more."""
    try:
        while True:
            inbox.put(connection.recv_bytes())
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)  # the whole group: also the programs that the task has started


def _answer(message: bytes) -> bytes:
    """Answers are JSON or plain bytes, never pickles: a child that a hostile file took over must not own its parent."""
    try:
        function, arguments = pickle.loads(message)  # noqa: S301 - from our own parent
        result = function(*arguments)
        if isinstance(result, bytes):
            return ANSWER_BYTES + result
        return ANSWER_JSON + json.dumps(result).encode()
    except MemoryError as error:
        return _complaint(OutOfMemory(str(error)))
    except IndexerError as error:
        return _complaint(error)
    except Exception as error:  # noqa: BLE001 - whatever a parser raises on hostile input belongs to this task alone
        return _complaint(TaskFailed(f"{type(error).__name__}: {error}"[:2_000]))


def _complaint(error: IndexerError) -> bytes:
    return ANSWER_ERROR + json.dumps([error.code, error.detail, error.params], default=str).encode()
