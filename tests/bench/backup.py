"""Backups against restic (Debian) over the same files, encrypted both: first, nothing changed, 1 % new, verify, restore.

And how the second snapshot grows with the archive: python -m tests.bench.backup --json OUT [--files 5000] [--bytes 400000]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import mmap
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyrage
from sqlalchemy import insert

from archive_app.bootstrap import initialise, open_archive
from archive_app.db.models import Blob, BlobState
from archive_app.settings import load_settings
from storage.keys import BlobKey
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Sequence

ARCHIVE = (sys.executable, "-m", "archive_app.entrypoints.cli.main")
PEER = "restic"
GOAL = round(1 / 1.3, 3)
"""Of the peer's time at most."""
SIZES = (1_000, 10_000, 100_000)
NEW = 100
SMALL = 1_000
TIMES = 3
"""How often what can be done again is done, by both in turn: the middle one counts, for a shared machine has its moods."""
LOOK = 0.02
"""Seconds between two looks at the memory of a command."""


@dataclass(frozen=True)
class Took:
    """Wall clock (s), time of processors (s; of a busy machine it says more), largest resident sets (MB) of its processes."""

    seconds: float
    processors: float
    megabytes: float = 0.0


@dataclass(frozen=True)
class Bench:
    """Both contenders over the blobs of one archive in `folder`."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def prepared(cls, folder: Path) -> Bench:
        """An empty archive with a place for backups, and an empty repository of the peer's."""
        folder.mkdir()
        identity = pyrage.x25519.Identity.generate()
        (folder / "identity.txt").write_text(f"{identity}\n")
        mine = {
            "ARCHIVE_HOME": str(folder / "home"),
            "ARCHIVE_BACKUP_URL": str(folder / "backups"),
            "ARCHIVE_BACKUP_RECIPIENTS": str(identity.to_public()),
            "ARCHIVE_LOG_LEVEL": "error",
        }
        initialise(load_settings(mine), admin="Соколова Мария", organisation="Школа")
        unlike = ("ARCHIVE_", "PYTHONDONTWRITEBYTECODE", "RESTIC_")
        """An installed product finds its own bytecode, as the peer is compiled: nobody compiles it at each start."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(unlike)}
        peer = {"RESTIC_PASSWORD": "bench", "RESTIC_CACHE_DIR": str(folder / "cache")}
        return cls(folder, kept | mine | peer)

    def ours(self, *arguments: str) -> Took:
        return self._run([*ARCHIVE, *arguments])

    def restored(self, folder: Path) -> tuple[Took, float]:
        """The whole command, and the seconds in it until all rows and bytes are back; after them come index and doctor."""
        command = (
            "restore",
            "latest",
            "--home",
            str(folder),
            "--identity",
            str(self.folder / "identity.txt"),
            "--json",
        )
        answer = self.folder / "restored.json"
        with answer.open("wb") as told:
            took = self._run([*ARCHIVE, *command], told)
        return took, float(json.loads(answer.read_bytes())["restored"]["seconds"])

    def by_the_worker(self, place: Path | None = None) -> Took:
        """A snapshot as the clock has it taken: by a process that runs already."""
        mine = {key: value for key, value in self.environment.items() if key.startswith("ARCHIVE_")}
        if place is not None:
            mine["ARCHIVE_BACKUP_URL"] = str(place)
        with open_archive(load_settings(mine)) as archive:
            began, used = time.monotonic(), time.process_time()
            if not all(one.ok for one in archive.backups.taking.run("bench")):
                raise RuntimeError("a snapshot is not whole")
            return Took(time.monotonic() - began, time.process_time() - used)

    def peer(self, *arguments: str) -> Took:
        return self._run(["restic", "--quiet", "--repo", str(self.folder / "restic"), *arguments])

    def file(self, number: int, size: int) -> None:
        """Put blobs that nothing makes smaller into the store, and their rows into the database."""
        rows = []
        mine = {key: value for key, value in self.environment.items() if key.startswith("ARCHIVE_")}
        with open_archive(load_settings(mine)) as archive:
            now = archive.clock()
            for _ in range(number):
                data = os.urandom(random.randint(size // 2, size * 3 // 2))
                key = BlobKey(hashlib.sha256(data).hexdigest())
                path = self.folder / "home/blobs/blobs" / key.sharded
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                rows.append(
                    {
                        "sha256": str(key),
                        "size": len(data),
                        "media_type": "application/pdf",
                        "state": BlobState.PRESENT,
                        "created_at": now,
                    }
                )
            if rows:
                with archive.sessions.begin() as session:
                    session.execute(insert(Blob), rows)

    def _run(self, command: list[str], answer: IO[bytes] | int = subprocess.DEVNULL) -> Took:
        """Time a command until what it has written is on the disk: ours syncs before it answers, the peer does not."""
        os.sync()
        began, used = time.monotonic(), _used_by_children()
        process = subprocess.Popen(command, env=self.environment, stdout=answer)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _peak_of(process.pid))
            time.sleep(LOOK)
        os.sync()
        seconds = time.monotonic() - began
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        told = f"{command[0].rpartition('/')[2]} {' '.join(command[-2:])}: {seconds:.2f} s\n"
        sys.stderr.write(told)  # an hour's figures are not lost with the last of them
        return Took(seconds, _used_by_children() - used, peak)


def _used_by_children() -> float:
    """Seconds of processors that the commands so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_of(pid: int) -> float:
    """Largest resident sets so far (MB) of the program and its children: what wait4 tells begins with the parent's."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has just ended
        return 0.0
    own = max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), default=0.0)
    return own + sum(_peak_of(int(child)) for child in children)


def touch_memory() -> None:
    """Let a virtual machine have its memory: the first touch of a page costs more than anything measured here.

    Otherwise whoever comes first would pay for both.
    """
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    with mmap.mmap(-1, int(told["MemAvailable"].split()[0]) * 1024 * 8 // 10) as memory:
        for at in range(0, len(memory), mmap.PAGESIZE):
            memory[at] = 1


def against_the_peer(folder: Path, files: int, size: int) -> list[Figure]:
    """Each thing by both, one after the other, over the same files."""
    bench = Bench.prepared(folder)
    bench.peer("init")
    bench.file(files, size)
    blobs = str(folder / "home/blobs")
    snapshot = ("backup", "run")
    pairs = {"first snapshot": (bench.peer("backup", blobs), bench.ours(*snapshot))}
    worker = {"first snapshot": bench.by_the_worker(folder / "elsewhere")}
    more = max(1, files // 100)
    for name, new in (("second snapshot, nothing changed", 0), ("third snapshot, 1 % new", more)):
        peers, commands, workers = [], [], []
        for _ in range(TIMES):
            bench.file(new, size)
            peers.append(bench.peer("backup", blobs))
            commands.append(bench.ours(*snapshot))
            bench.file(new, size)
            workers.append(bench.by_the_worker())
            bench.peer("backup", blobs)  # both hold the same again
        pairs[name], worker[name] = (_middle(peers), _middle(commands)), _middle(workers)
    checks = [(bench.peer("check", "--read-data"), bench.ours("backup", "verify")) for _ in range(TIMES)]
    pairs["verify everything"] = _middle([peer for peer, _ in checks]), _middle([ours for _, ours in checks])
    peers, wholes = [], []
    for turn in range(TIMES):  # each into a folder of its own: removing so many files would slow the next one down
        wholes.append(bench.restored(folder / f"new{turn}"))
        peers.append(bench.peer("restore", "latest", "--target", str(folder / f"out{turn}")))
    back = sorted(seconds for _, seconds in wholes)[TIMES // 2]
    pairs["restore everything"] = _middle(peers), _middle([whole for whole, _ in wholes])
    peer_back = pairs["restore everything"][0].seconds
    return [
        *(
            Figure(f"{name} (command)", ours.seconds, "s", PEER, peer.seconds, GOAL)
            for name, (peer, ours) in pairs.items()
        ),
        *(
            Figure(f"{name} (by the worker)", took.seconds, "s", PEER, pairs[name][0].seconds, GOAL)
            for name, took in worker.items()
        ),
        Figure("restore everything, until rows and bytes are durable", back, "s", PEER, peer_back, GOAL),
        *(
            Figure(f"{name}: processors", ours.processors, "s", PEER, peer.processors)
            for name, (peer, ours) in pairs.items()
        ),
        *(
            Figure(f"{name}: memory", ours.megabytes, "MB", PEER, peer.megabytes)
            for name, (peer, ours) in pairs.items()
        ),
    ]


def _middle(rounds: Sequence[Took]) -> Took:
    return sorted(rounds, key=lambda took: took.seconds)[len(rounds) // 2]


def growing(folder: Path, sizes: Sequence[int]) -> list[Figure]:
    """A snapshot with NEW new blobs by both, in archives of several sizes, and how it grows from the smallest."""
    ours, peers = {}, {}
    for number in sizes:
        bench = Bench.prepared(folder / f"n{number}")
        blobs = str(bench.folder / "home/blobs")
        bench.file(number, SMALL)
        bench.peer("init")
        bench.peer("backup", blobs)
        bench.by_the_worker()
        rounds = []
        for _ in range(TIMES):
            bench.file(NEW, SMALL)
            rounds.append((bench.by_the_worker(), bench.peer("backup", blobs)))
        ours[number], peers[number] = (_middle(each) for each in zip(*rounds, strict=True))
    first = sizes[0]
    what = f"a snapshot by the worker, {NEW} new blobs among"
    return [
        *(
            Figure(f"{what} {number:,}", ours[number].seconds, "s", PEER, peers[number].seconds, GOAL)
            for number in sizes
        ),
        *(
            Figure(f"{what} {number:,}: processors", ours[number].processors, "s", PEER, peers[number].processors)
            for number in sizes
        ),
        *(
            Figure(
                f"the same, {number:,} against {first:,}",
                ours[number].seconds / ours[first].seconds,
                "times",
                PEER,
                peers[number].seconds / peers[first].seconds,
            )
            for number in sizes[1:]
        ),
    ]


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--bytes", type=int, default=400_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="archives in which a snapshot grows")
    asked = parser.parse_args()
    figures = []
    if asked.files:
        touch_memory()
        with tempfile.TemporaryDirectory(prefix="figures-") as folder:
            figures += against_the_peer(Path(folder) / "peer", asked.files, asked.bytes)
    if asked.sizes:
        with tempfile.TemporaryDirectory(prefix="figures-") as folder:
            figures += growing(Path(folder), asked.sizes)
    write(asked.json, "backup", figures)


if __name__ == "__main__":
    main()
