"""The parent's side of one child: start it, give it tasks, kill it when it takes too long, say how it died."""

from __future__ import annotations

import json
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from indexer.errors import Crashed, OutOfMemory, TimedOut, error_from_code
from indexer.sandbox.child import ANSWER_BYTES, ANSWER_ERROR
from indexer.sandbox.programs import death, kill_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.errors import IndexerError
    from indexer.sandbox.limits import Limits

LARGEST_ANSWER = 512 * 1024**2
BOOT = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from indexer.sandbox.child import main
main(int(sys.argv[1]))
"""


class Worker:
    """One child process. Serves one task at a time, from one thread; `interrupt` may come from any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child; closed in `kill`
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", BOOT, str(theirs.fileno()), json.dumps(sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self._connection.send_bytes(pickle.dumps(limits))
        self.tasks_done = 0

    @property
    def alive(self) -> bool:
        """Whether it can take a task."""
        return not self._connection.closed and self._process.poll() is None

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run `function(*arguments)` in the child; both must be picklable, the result JSON or bytes.

        Raises:
            TimedOut, OutOfMemory, OutputTooLarge, Crashed: the child is gone (`alive` is False).
            IndexerError: what the function itself raised.
        """
        late = threading.Event()
        timer = threading.Timer(self._limits.wall_s, self._kill_late, [late])
        timer.daemon = True
        timer.start()
        try:
            self._connection.send_bytes(pickle.dumps((function, arguments)))
            answer = self._connection.recv_bytes(LARGEST_ANSWER)
        except (EOFError, OSError):
            raise self._obituary(late=late.is_set()) from None
        except BaseException:  # interrupted: the answer would come to whoever asks next
            self.kill()
            raise
        finally:
            timer.cancel()
        self.tasks_done += 1
        return self._read(answer)

    def interrupt(self) -> None:
        """End the child from another thread: a `call` that is under way raises, and tidies up itself."""
        kill_group(self._process)

    def kill(self) -> None:
        """End the child and everything it started, and let go of what belonged to it."""
        kill_group(self._process)
        self._connection.close()
        self._complaints.close()

    def _kill_late(self, late: threading.Event) -> None:
        late.set()
        kill_group(self._process)

    def _read(self, answer: bytes) -> Any:
        kind, body = answer[:1], answer[1:]
        if kind == ANSWER_BYTES:
            return body
        value = json.loads(body)
        if kind != ANSWER_ERROR:
            return value
        error = error_from_code(*value)
        if isinstance(error, OutOfMemory):  # its heap is fragmented beyond use
            self.kill()
        raise error

    def _obituary(self, *, late: bool) -> IndexerError:
        kill_group(self._process)
        words = self._last_words()
        self.kill()
        status = self._process.returncode
        if late:
            return TimedOut(words, seconds=self._limits.wall_s)
        return death(-status, words) if status < 0 else Crashed(words, status=status)

    def _last_words(self) -> str:
        if self._complaints.closed:
            return ""
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - 1_000))
        return self._complaints.read().decode("utf-8", "replace")
