"""Run an outside program once, under limits. The only place of the indexer that starts one by itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from indexer.errors import Crashed, OutOfMemory, OutputTooLarge, ProgramMissing, SandboxError, TimedOut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.sandbox.limits import Limits

LAST_WORDS = 4_000
CAPTURED_BYTES = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended: exit `status`, what it printed, the end of what it complained."""

    status: int
    stdout: bytes
    stderr: str


def run(argv: Sequence[str], *, limits: Limits, cwd: Path) -> Completed:
    """Run `argv` in `cwd`, which is also its home and its place for temporary files; wait for it.

    It gets a small environment, no input, and a process group that is killed as a whole when time is up. It dies
    with the thread that called. A non-zero exit status is the caller's to judge.

    Raises:
        ProgramMissing: not installed.
        TimedOut, OutOfMemory, OutputTooLarge, Crashed: a limit was hit, or a signal ended it.
    """
    if shutil.which(argv[0]) is None:
        raise ProgramMissing(argv[0], program=argv[0])
    with tempfile.TemporaryFile(dir=cwd) as out, tempfile.TemporaryFile(dir=cwd) as err:
        process = _start(argv, limits, cwd, out, err)
        try:
            status = process.wait(limits.wall_s)
        except subprocess.TimeoutExpired:
            raise TimedOut(argv[0], seconds=limits.wall_s) from None
        finally:
            kill_group(process)
        words = _tail(err)
        if status < 0:
            raise death(-status, f"{argv[0]}: {words}")
        out.seek(0)
        return Completed(status, out.read(CAPTURED_BYTES), words)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End `process` and all it started, and collect it; nothing to do once it has been collected.

    A leader that died by itself still holds the group's number until it is collected, so its orphans are met.
    """
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def death(number: int, detail: str) -> SandboxError:
    """The error that says why signal `number` ended a child which nobody of us had killed."""
    if number == signal.SIGXCPU:
        return TimedOut(detail)
    if number == signal.SIGXFSZ:
        return OutputTooLarge(detail)
    if number == signal.SIGKILL:  # the kernel's out-of-memory killer is the only other one who sends it
        return OutOfMemory(detail)
    return Crashed(detail, signal=signal.Signals(number).name)


def _start(argv: Sequence[str], limits: Limits, cwd: Path, out: IO[bytes], err: IO[bytes]) -> subprocess.Popen[bytes]:
    # util-linux (essential in Debian) sets limits and the death signal: a preexec_fn could deadlock in a
    # process with threads, which the server is.
    guard = ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--", "prlimit", *limits.as_prlimit(), "--"]
    return subprocess.Popen(
        [*guard, *argv],
        cwd=cwd,
        env=_environment(cwd),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        start_new_session=True,
    )


def _environment(cwd: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(cwd),
        "TMPDIR": str(cwd),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }


def _tail(stream: IO[bytes]) -> str:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - LAST_WORDS))
    return stream.read().decode("utf-8", "replace").strip()
