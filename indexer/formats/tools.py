"""Which outside programs are here: for the doctor, and for messages that say what to install."""

from __future__ import annotations

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SandboxError
from indexer.formats import djvu, libreoffice
from indexer.sandbox import Limits, run

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Limits(cpu_s=20, wall_s=30, memory_bytes=4 * 1024**3)


def probe() -> dict[str, str | None]:
    """Program -> version; None where it is missing or does not run. The keys: tesseract, ddjvu, soffice, gs."""
    probes: dict[str, Callable[[Path], str]] = {
        "tesseract": lambda folder: _first_number(["tesseract", "--version"], folder),
        "ddjvu": lambda folder: djvu.version(folder, LIMITS),
        "soffice": lambda folder: libreoffice.version(folder, LIMITS),
        "gs": lambda folder: _first_number(["gs", "--version"], folder),
    }
    with ThreadPoolExecutor(len(probes)) as pool:  # each is a program that starts: whoever waits, waits for one
        return dict(zip(probes, pool.map(_tried, probes.values()), strict=True))


def _tried(ask: Callable[[Path], str]) -> str | None:
    with tempfile.TemporaryDirectory(prefix="probe-") as folder:
        try:
            return ask(Path(folder))
        except SandboxError:
            return None


def _first_number(argv: list[str], folder: Path) -> str:
    done = run(argv, limits=LIMITS, cwd=folder)
    found = re.search(r"\d+(?:\.\d+)+", done.stdout.decode("utf-8", "replace") + done.stderr)
    return found[0] if found and not done.status else ""
