"""Children die in every way there is; the pool says how, and goes on. Tasks are functions of the standard library."""

import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import Crashed, IndexerError, OutOfMemory, TaskFailed, TimedOut
from indexer.sandbox import Limits, PoolClosed, WorkerPool

MIB = 1024**2
LIMITS = Limits(memory_bytes=512 * MIB, cpu_s=1, wall_s=3, output_bytes=MIB)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, LIMITS) as pool:
        yield pool


def test_a_child_lives_on_between_tasks(pool: WorkerPool) -> None:
    assert pool.run(os.getpid) == pool.run(os.getpid) != os.getpid()


def test_results_are_json_or_bytes(pool: WorkerPool) -> None:
    assert pool.run(operator.mul, "ё", 3) == "ёёё"
    assert pool.run(bytes, 3) == b"\0\0\0"


def test_a_result_that_is_neither_is_the_tasks_failure(pool: WorkerPool) -> None:
    with pytest.raises(TaskFailed, match="not JSON serializable"):
        pool.run(complex, 1, 2)


@pytest.mark.parametrize(
    ("function", "arguments", "error"),
    [
        (time.sleep, (60,), TimedOut),
        (sum, (range(10**12),), TimedOut),
        (bytearray, (1024 * MIB,), OutOfMemory),
        (os.abort, (), Crashed),
        (os._exit, (3,), Crashed),
        (operator.truediv, (1, 0), TaskFailed),
    ],
    ids=["wall", "cpu", "memory", "abort", "exit", "exception"],
)
def test_a_death_costs_one_task(
    pool: WorkerPool, function: Callable[..., Any], arguments: tuple[Any, ...], error: type[IndexerError]
) -> None:
    with pytest.raises(error):
        pool.run(function, *arguments)
    assert pool.run(operator.add, 2, 2) == 4


def test_a_crash_names_its_signal(pool: WorkerPool) -> None:
    with pytest.raises(Crashed) as caught:
        pool.run(os.abort)
    assert caught.value.params == {"signal": "SIGABRT"}


def test_two_children_work_at_the_same_time() -> None:
    with WorkerPool(2, LIMITS) as pool:
        pool.run(os.getpid)
        started = [pool.submit(time.sleep, 0.5) for _ in range(2)]
        others = [pool.submit(os.getpid) for _ in range(8)]
        for future in started:
            future.result()
        assert 1 <= len({future.result() for future in others}) <= 2


def test_closing_ends_a_running_task() -> None:
    pool = WorkerPool(1, LIMITS)
    pool.run(os.getpid)
    running = pool.submit(time.sleep, 60)
    time.sleep(0.2)
    pool.close()
    assert isinstance(running.exception(timeout=5), PoolClosed)


def test_a_program_started_by_a_task_dies_with_it(pool: WorkerPool) -> None:
    with pytest.raises(TimedOut):
        pool.run(subprocess.call, ["sleep", "61.5"])
    assert not _running("61.5")


def test_children_do_not_outlive_a_killed_parent() -> None:
    script = (
        "import subprocess, sys, time; from indexer.sandbox import Limits, WorkerPool;"
        "pool = WorkerPool(1, Limits()); pool.submit(subprocess.call, ['sleep', '62.5']);"
        "time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    _until(lambda: _running("62.5"))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _until(lambda: not _running("62.5"))


def _running(argument: str) -> list[str]:
    command_lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command_lines.append(entry.read_bytes())
        except OSError:
            continue
    return [line.decode() for line in command_lines if line.split(b"\0")[:2] == [b"sleep", argument.encode()]]


def _until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
