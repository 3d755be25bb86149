"""Outside programs end within their limits, and what they print comes back."""

from pathlib import Path

import pytest

from indexer.errors import Crashed, OutputTooLarge, ProgramMissing, TimedOut
from indexer.sandbox import Limits, run

LIMITS = Limits(memory_bytes=512 * 1024**2, cpu_s=1, wall_s=3, output_bytes=1024**2)


def test_output_status_and_complaints_come_back(tmp_path: Path) -> None:
    done = run(["sh", "-c", "echo out; echo err >&2; exit 3"], limits=LIMITS, cwd=tmp_path)
    assert (done.status, done.stdout, done.stderr) == (3, b"out\n", "err")


def test_home_and_temporary_folder_are_the_working_folder(tmp_path: Path) -> None:
    done = run(["sh", "-c", "echo $HOME $TMPDIR; pwd"], limits=LIMITS, cwd=tmp_path)
    assert done.stdout.decode().split() == [str(tmp_path)] * 3


def test_nothing_is_left_in_the_working_folder(tmp_path: Path) -> None:
    run(["true"], limits=LIMITS, cwd=tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_clock_ends_it(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        run(["sh", "-c", "sleep 63 & wait"], limits=LIMITS, cwd=tmp_path)


def test_processor_time_ends_it(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        run(["sh", "-c", "while :; do :; done"], limits=LIMITS, cwd=tmp_path)


def test_endless_output_ends_it(tmp_path: Path) -> None:
    with pytest.raises(OutputTooLarge):
        run(["cat", "/dev/zero"], limits=LIMITS, cwd=tmp_path)


def test_a_crash_names_its_signal(tmp_path: Path) -> None:
    with pytest.raises(Crashed) as caught:
        run(["sh", "-c", "kill -SEGV $$"], limits=LIMITS, cwd=tmp_path)
    assert caught.value.params == {"signal": "SIGSEGV"}


def test_memory_is_bounded(tmp_path: Path) -> None:
    assert run(["sh", "-c", "ulimit -v"], limits=LIMITS, cwd=tmp_path).stdout == b"524288\n"


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProgramMissing) as caught:
        run(["no-such-program"], limits=LIMITS, cwd=tmp_path)
    assert caught.value.params == {"program": "no-such-program"}
