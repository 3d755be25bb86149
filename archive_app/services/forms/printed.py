"""Forms as PDF/A. A long table is laid out in parts that end where a page ends, so neither time nor memory runs away.

WeasyPrint holds every cell of a document as objects: 5,000 rows at once take a gigabyte. A part of some rows is laid
out, its last page, which is not full yet, is left to the next part, and the parts are joined.
"""

from __future__ import annotations

import io
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from markupsafe import Markup

from archive_app.services.forms.paper import beginning, ending, page, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration

    from archive_app.services.forms.form import Form

AT_ONCE = 150
"""Rows laid out at a time: about seven pages."""
VARIANT = "pdf/a-2b"


def as_pdf(forms: Iterable[Form]) -> bytes:
    """The forms one after the other, each beginning a page."""
    target = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="form-") as folder, pikepdf.new() as empty:
        parts = list(_parts(forms, Path(folder)))
        with pikepdf.open(parts[0]) if parts else empty as whole:
            sources = [pikepdf.open(path) for path in parts[1:]]
            for source in sources:
                whole.pages.extend(source.pages)
            whole.save(target)
            for source in sources:
                source.close()
    return target.getvalue()


def _parts(forms: Iterable[Form], folder: Path) -> Iterator[Path]:
    from weasyprint.text.fonts import FontConfiguration  # half a second, for printing only

    fonts, number = FontConfiguration(), 0
    for form in forms:
        for document in _laid_out(form, fonts):
            path = folder / f"{number}.pdf"
            document.write_pdf(str(path), pdf_variant=VARIANT)
            number += 1
            yield path


def _laid_out(form: Form, fonts: FontConfiguration) -> Iterator[Document]:
    """Documents whose pages follow each other."""
    rows = iter(form.table.rows if form.table else ())
    waiting: list[object] = []
    body, first, size = beginning(form), 1, AT_ONCE
    while True:
        waiting += islice(rows, size - len(waiting))
        over = len(waiting) < size
        middle = table(form.table, waiting) if form.table else Markup("")  # type: ignore[arg-type]
        document = _render(page(form, body + middle + (ending(form) if over else Markup("")), first), fonts)
        if over:
            yield document
            return
        full, kept = _full_pages(document)
        if not full:
            size += AT_ONCE
            continue
        yield document.copy(document.pages[:full])
        waiting, body, first, size = waiting[kept:], Markup(""), first + full, AT_ONCE


def _full_pages(document: Document) -> tuple[int, int]:
    """How many pages are full, and how many rows stand on them: all before the last page on which a row begins."""
    for number in range(len(document.pages) - 1, 0, -1):
        begun = [int(name[1:]) for name in document.pages[number].anchors if name.startswith("r")]
        if begun and min(begun) > 0:
            return number, min(begun)
    return 0, 0


def _render(html: str, fonts: FontConfiguration) -> Document:
    from weasyprint import HTML

    document: Document = HTML(string=html).render(font_config=fonts)
    return document
