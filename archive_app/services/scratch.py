"""Scratch folders for work on one document: removed at the end, and after a crash by the next worker that starts."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def scratch_folder(root: Path) -> Iterator[Path]:
    """A new private folder under `root`, named after this machine and process."""
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_machine()}.{os.getpid()}.", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch(root: Path) -> int:
    """Remove folders left by dead processes of this machine; returns how many."""
    swept = 0
    for folder in root.glob(f"{_machine()}.*.*"):
        pid = folder.name.removeprefix(f"{_machine()}.").split(".", 1)[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def _machine() -> str:
    return socket.gethostname().replace(".", "-") or "localhost"
