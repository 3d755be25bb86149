"""LibreOffice turns office documents into PDF. It runs in the sandbox, with a profile of its own for each document."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import Damaged, ProgramFailed, ProgramMissing
from indexer.sandbox import Completed, run

if TYPE_CHECKING:
    from indexer.sandbox import Limits

SUFFIXES = {
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
}
RESTART = 81  # a fresh profile was made: the launcher, which we leave out, would now start it again
PDF_A_2B = '{"SelectPdfVersion":{"type":"long","value":"2"}}'
# Pictures that a document only links to are not fetched, and its macros do not run.
CAREFUL_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""


def program() -> str:
    """Path of `soffice.bin`; not its launcher, whose child would outlive us.

    Raises:
        ProgramMissing: LibreOffice is not installed.
    """
    launcher = shutil.which("soffice") or shutil.which("libreoffice")
    if launcher is None:
        raise ProgramMissing(program="soffice")
    binary = Path(launcher).resolve().with_name("soffice.bin")
    return str(binary) if binary.exists() else launcher


def installed() -> bool:
    """Whether documents can be converted."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def to_pdf(path: Path, media_type: str, workdir: Path, limits: Limits) -> Path:
    """Convert the document at `path` into a PDF (as near to PDF/A-2b as LibreOffice can) inside `workdir`.

    Raises:
        Damaged: LibreOffice cannot read it.
        SandboxError: LibreOffice is missing, crashed or was stopped.
    """
    # A copy under a name that tells its kind: LibreOffice goes by names, and leaves its lock beside the document.
    source = workdir / f"document{_suffix(media_type)}"
    shutil.copyfile(path, source)
    calc = "spreadsheet" in media_type or source.suffix in {".xls", ".csv"}
    export = f"pdf:{'calc' if calc else 'writer'}_pdf_Export:{PDF_A_2B}"
    where = ["--outdir", str(workdir.absolute()), str(source.absolute())]
    done = _soffice(["--convert-to", export, *where], workdir, limits)
    source.unlink()
    result = source.with_suffix(".pdf")
    if not result.exists():
        raise Damaged(f"LibreOffice: {done.stderr[-500:]}")
    return result


def version(workdir: Path, limits: Limits) -> str:
    """Version of LibreOffice.

    Raises:
        ProgramMissing: not installed.
        ProgramFailed: it does not say.
    """
    done = _soffice(["--version"], workdir, limits)
    words = done.stdout.decode("utf-8", "replace").split()
    if len(words) < 2:  # noqa: PLR2004 - "LibreOffice 7.4.7.2 ..."
        raise ProgramFailed(done.stderr, program="soffice", status=done.status)
    return words[1]


def _soffice(arguments: list[str], workdir: Path, limits: Limits) -> Completed:
    profile = workdir / "libreoffice"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(CAREFUL_PROFILE, encoding="utf-8")
    argv = [program(), f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless", "--norestore", *arguments]
    try:
        done = run(argv, limits=limits, cwd=profile)  # its caches go there as well
        return run(argv, limits=limits, cwd=profile) if done.status == RESTART else done
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def _suffix(media_type: str) -> str:
    if media_type in SUFFIXES:
        return SUFFIXES[media_type]
    kind = media_type.rpartition(".")[2].partition("-template")[0]
    return {"document": ".docx", "sheet": ".xlsx", "presentation": ".pptx"}.get(kind) or {
        "text": ".odt",
        "spreadsheet": ".ods",
    }.get(kind, ".odt")
