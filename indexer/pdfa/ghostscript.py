"""Ghostscript rewrites a PDF that cannot be PDF/A as it is. An outside program under AGPL: run, never linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import ProgramFailed
from indexer.sandbox import run

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.sandbox import Limits

OPTIONS = (
    "-dPDFA=2",
    "-dPDFACompatibilityPolicy=1",  # leave out what PDF/A forbids, and go on
    "-sColorConversionStrategy=RGB",
    "-sDEVICE=pdfwrite",
    "-dAutoRotatePages=/None",
    "-dSAFER",
    "-dBATCH",
    "-dNOPAUSE",
    "-q",
)


def rewrite(source: Path, out: Path, limits: Limits) -> None:
    """Write `source` to `out` with fonts embedded, colours as RGB and without what PDF/A-2 forbids.

    JPEG pictures keep their bytes. Whether the result conforms is for the checker to say.

    Raises:
        ProgramFailed: Ghostscript ended with an error.
        SandboxError: it is missing, crashed or was stopped.
    """
    argv = ["gs", *OPTIONS, f"-sOutputFile={out.absolute()}", str(source.absolute())]
    done = run(argv, limits=limits, cwd=out.parent)
    if done.status or not out.exists():
        raise ProgramFailed(done.stderr, program="gs", status=done.status)
