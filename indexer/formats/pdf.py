"""A PDF before its pages are looked at: can it be opened, how many pages, what does it say of itself. By pikepdf.

pikepdf (qpdf) survives what kills pdfium and repairs what it can, so it goes first. Call inside the sandbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from indexer.errors import Damaged, PasswordProtected, TooManyPages

if TYPE_CHECKING:
    from pathlib import Path

DESCRIBING = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
LONGEST_VALUE = 500


def inspect_pdf(path: Path, repaired: Path, most_pages: int) -> dict[str, Any]:
    """Check the PDF at `path`; where pdfium could stumble (damage, encryption), write a clean copy to `repaired`.

    Returns `{"pages": int, "metadata": {str: str}, "repaired": bool}`.

    Raises:
        PasswordProtected: the empty password does not open it.
        Damaged: no pages can be found in it.
        TooManyPages: more than `most_pages`.
    """
    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise Damaged("a PDF without pages")
            if pages > most_pages:
                raise TooManyPages(pages=pages, limit=most_pages)
            metadata = _metadata(pdf)
            unsafe = pdf.is_encrypted or bool(pdf.get_warnings())
            if unsafe:
                pdf.save(repaired)
            return {"pages": pages, "metadata": metadata, "repaired": unsafe}
    except pikepdf.PasswordError as error:
        raise PasswordProtected(str(error)) from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Damaged(f"PDF: {error}") from error


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    found = {name.lower(): str(pdf.docinfo.get(f"/{name}", ""))[:LONGEST_VALUE].strip() for name in DESCRIBING}
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)) & 1:
        found["signed"] = "true"
    return {name: value for name, value in found.items() if value}
