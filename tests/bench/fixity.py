"""A full check of the stored bytes against `sha256sum` with one process per core over the same files.

python -m tests.bench.fixity --json OUT [--files 5000] [--bytes 400000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.bootstrap import open_archive
from archive_app.settings import load_settings
from tests.bench.backup import Bench
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.bootstrap import Archive

GOAL = 0.8
"""Of the peer's megabytes a second at least."""
AT_ONCE = 50
"""Files that one process of the peer is given."""


def against_the_peer(folder: Path, files: int, size: int, rounds: int) -> list[Figure]:
    """Both in turn over files that were read once before; the medians. Rows and journal are written by ours besides."""
    bench = Bench.prepared(folder)
    bench.file(files, size)
    mine = {key: value for key, value in bench.environment.items() if key.startswith("ARCHIVE_")}
    blobs = folder / "home" / "blobs" / "blobs"
    with open_archive(load_settings(mine)) as archive:
        _summed(blobs)
        total = sum(path.stat().st_size for path in blobs.glob("*/*"))
        ours, peer = [], []
        for _ in range(rounds):
            ours.append(_rate(lambda: _checked(archive, files), total))
            peer.append(_rate(lambda: _summed(blobs), total))
    name = f"full check of {files:,} blobs of {size // 1000} KB, {os.cpu_count()} cores"
    peers = "sha256sum, one process per core"
    return [Figure(name, statistics.median(ours), "MB/s", peers, statistics.median(peer), GOAL, at_least=True)]


def _checked(archive: Archive, files: int) -> None:
    done = archive.fixity.check.run("bench", full=True, rate=0)
    if not done.ok or done.checked != files:
        raise RuntimeError(f"{done.checked} of {files}, {done.found} {done.message}")


def _summed(blobs: Path) -> None:
    found = subprocess.run(["find", str(blobs), "-type", "f", "-print0"], check=True, stdout=subprocess.PIPE).stdout
    command = ["xargs", "-0", "-P", str(os.cpu_count()), "-n", str(AT_ONCE), "sha256sum"]
    subprocess.run(command, input=found, check=True, stdout=subprocess.DEVNULL)


def _rate(work: Callable[[], None], size: int) -> float:
    """Megabytes a second."""
    began = time.perf_counter()
    work()
    return size / (time.perf_counter() - began) / 1e6


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--bytes", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="figures-") as folder:
        figures = against_the_peer(Path(folder) / "peer", asked.files, asked.bytes, asked.rounds)
    write(asked.json, "fixity", figures)


if __name__ == "__main__":
    main()
