"""Memory of every process while a 2 GB video and a 3,000-page PDF are filed and recognised: peak against 500 MB.

python -m tests.bench.memory --json OUT
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pikepdf

from archive_app.auth.actor import load_actor
from archive_app.bootstrap import initialise, open_archive
from archive_app.db.engine import reading
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.settings import Settings
from tests.bench.report import Figure, write

YEAR = 2025
LIMIT_MB = 500.0
MEGABYTE = 1024 * 1024
VIDEO_BYTES = 2 * 1024 * MEGABYTE
PAGES = 3_000


def main() -> None:
    """File one after the other with `archive file --wait` and watch the whole family of processes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.memory")
    parser.add_argument("--json", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-memory-", dir=Path.cwd() / "var") as folder:
        write(given.json, "memory", measure(Path(folder)))


def measure(folder: Path) -> list[Figure]:
    """Peak resident MB of the largest process for each of the two."""
    settings = Settings(home=folder / "home")
    initialise(settings)
    with open_archive(settings) as archive, reading(archive.sessions) as session:
        actor = load_actor(session, "")
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, actor)
    video, book = _video(folder / "защита.mp4"), _book(folder / "книга.pdf")
    return [
        Figure("largest process, video of 2 GB", _peak(settings.home, video), "MB", "limit", LIMIT_MB, goal=1.0),
        Figure("largest process, PDF of 3,000 pages", _peak(settings.home, book), "MB", "limit", LIMIT_MB, goal=1.0),
    ]


def _peak(home: Path, path: Path) -> float:
    command = [sys.executable, "-m", "archive_app.entrypoints.cli.main", "file", str(path)]
    command += ["--item", "02-03", "--year", str(YEAR), "--wait", "--json"]
    process = subprocess.Popen(command, env=os.environ | {"ARCHIVE_HOME": str(home)}, stdout=subprocess.DEVNULL)
    peaks: dict[str, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, done))
    watcher.start()
    code = process.wait()
    done.set()
    watcher.join()
    if code:
        raise RuntimeError(f"filing of {path.name} ended with {code}")
    print({name: round(peak) for name, peak in sorted(peaks.items())})  # noqa: T201 - which process it was
    return max(peaks.values())


def _watch(root: int, peaks: dict[str, float], done: threading.Event) -> None:
    while not done.is_set():
        for pid in _family(root):
            name, peak = _resident_peak(pid)
            peaks[name] = max(peaks.get(name, 0.0), peak)
        time.sleep(0.2)


def _family(root: int) -> list[int]:
    """The process and all its descendants."""
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                queue += [int(child) for child in task.read_text().split()]
            except OSError:  # it ended while we looked
                continue
    return found


def _resident_peak(pid: int) -> tuple[str, float]:
    """Name and VmHWM in MB: the kernel keeps the peak, so nothing is missed between two looks."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return f"{pid} gone", 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    command = Path(f"/proc/{pid}/comm").read_text().strip() if Path(f"/proc/{pid}").exists() else "gone"
    return f"{pid} {command}", int(line.split()[1]) / 1024


def _video(path: Path) -> Path:
    """The frame of an MP4 around random bytes."""
    block = os.urandom(MEGABYTE)
    with path.open("wb") as stream:
        stream.write(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + (VIDEO_BYTES).to_bytes(4, "big") + b"mdat")
        for number in range(VIDEO_BYTES // MEGABYTE):
            stream.write(number.to_bytes(4, "big") + block[4:])
    return path


def _book(path: Path) -> Path:
    """Born-digital pages: a text of its own on each."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for number in range(1, PAGES + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = " ".join(f"(Sheet {number}, entry {line} of the class register) Tj 0 -18 Td" for line in range(40))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 60 780 Td {lines} ET".encode())
    pdf.save(path)
    return path


if __name__ == "__main__":
    main()
