"""Save a PDF as PDF/A-2b if that is the truth: what was written is read again and checked (`pikepdf.pdfa`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

if TYPE_CHECKING:
    from pathlib import Path

FLAVOUR = "2b"
# Nothing that is read depends on these; actions and scripts are what PDF/A forbids (ISO 19005-2, 6.5).
SHED = ("/OpenAction", "/AA", "/PieceInfo", "/Threads", "/Perms", "/Collection", "/Requirements")
SHED_FROM_PAGES = ("/AA", "/PieceInfo")


def save_as_pdfa(pdf: pikepdf.Pdf, out: Path, title: str) -> str | None:
    """Write `pdf` to `out` as PDF/A-2b. Returns None, or why it is none: then nothing is written.

    The reason is the checker's summary: `violation` breaks PDF/A, `unsupported` may be conforming but is not known.
    """
    from pikepdf import pdfa

    _shed(pdf)
    _entitle(pdf, title)
    try:
        pdfa.save(pdf, out, FLAVOUR)
    except pdfa.PdfaError as error:
        return error.report.summary(limit=3)
    return None


def _shed(pdf: pikepdf.Pdf) -> None:
    _drop(pdf.trailer, ("/DocChecksum",))  # LibreOffice's
    _drop(pdf.Root, SHED)
    for page in pdf.pages:
        _drop(page.obj, SHED_FROM_PAGES)


def _drop(holder: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _entitle(pdf: pikepdf.Pdf, title: str) -> None:
    if not title:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
    pdf.docinfo[Name.Title] = title
