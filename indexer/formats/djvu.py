"""DjVu by DjVuLibre's programs, each run in the sandbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import Damaged, NoSuchPage, ProgramFailed
from indexer.sandbox import run

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.sandbox import Limits

PAGE_INFO = re.compile(rb"INFO \[\d+\]\s+DjVu (\d+)x(\d+), v\d+, (\d+) dpi")


@dataclass(frozen=True, slots=True)
class DjvuPage:
    """Size in pixels and resolution of one page."""

    width: int
    height: int
    dpi: int


def list_pages(path: Path, workdir: Path, limits: Limits) -> list[DjvuPage]:
    """The pages of a document, without decoding them.

    Raises:
        Damaged: DjVuLibre cannot read its structure.
        SandboxError: the program is missing, crashed or was stopped.
    """
    done = run(["djvudump", str(path.absolute())], limits=limits, cwd=workdir)
    pages = [DjvuPage(*map(int, found.groups())) for found in PAGE_INFO.finditer(done.stdout)]
    if done.status or not pages:
        raise Damaged(f"DjVu: {done.stderr[:500]}")
    return pages


def draw_page(path: Path, number: int, out: Path, limits: Limits) -> None:
    """Write page `number` (from 1) at full resolution as a PNM image to `out`.

    Raises:
        NoSuchPage, Damaged: as they say.
        SandboxError: the program is missing, crashed or was stopped.
    """
    argv = ["ddjvu", "-format=pnm", f"-page={number}", str(path.absolute()), str(out.absolute())]
    done = run(argv, limits=limits, cwd=out.parent)
    if "page number" in done.stderr.lower():
        raise NoSuchPage(page=number)
    if done.status or not out.exists():
        raise Damaged(f"DjVu page {number}: {done.stderr[:500]}")


def version(workdir: Path, limits: Limits) -> str:
    """Version of DjVuLibre, as `ddjvu` prints it.

    Raises:
        ProgramMissing: not installed.
        ProgramFailed: it says nothing of the kind.
    """
    done = run(["ddjvu", "--help"], limits=limits, cwd=workdir)
    found = re.search(r"DjVuLibre-([\d.]+)", done.stdout.decode("utf-8", "replace") + done.stderr)
    if not found:
        raise ProgramFailed(done.stderr, program="ddjvu", status=done.status)
    return found[1]
