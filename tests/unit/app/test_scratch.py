"""Scratch folders go away, also after a crash."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archive_app.services.scratch import scratch_folder, sweep_scratch

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_removed_at_the_end_and_on_an_error(tmp_path: Path) -> None:
    def work() -> None:
        with scratch_folder(tmp_path) as folder:
            (folder / "page.png").write_bytes(b"x")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_left_is_swept_and_what_lives_stays(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from archive_app.services.scratch import scratch_folder\n"
        "with scratch_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'page').write_text('x'); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with scratch_folder(tmp_path) as alive:
        assert sweep_scratch(tmp_path) == 1
        assert list(tmp_path.iterdir()) == [alive]
