"""Separator sheets for the scanner's stack: large words for people, a code for the machine; PDF/A by WeasyPrint."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pikepdf
import qrcode
from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, DocumentKind
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.case_files import find_said_item
from archive_app.services.document_rows import kind_is_known
from archive_app.services.intake import UnknownKind
from indexer.separators import Separator, write_payload

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

MOST = 100
STYLE = """
@page { size: A4; margin: 18mm }
body { font-family: "PT Sans", "DejaVu Sans", sans-serif; margin: 0; text-align: center }
section { break-after: page }
section:last-child { break-after: auto }
h1 { font-size: 15pt; font-weight: 400; letter-spacing: 2pt; text-transform: uppercase; margin: 0 0 14mm }
.item { font-size: 72pt; font-weight: 700; margin: 0 }
.title { font-size: 24pt; margin: 4mm 0 }
.rest { font-size: 20pt; margin: 2mm 0 }
img { width: 75mm; height: 75mm; margin-top: 12mm; image-rendering: crisp-edges }
footer { font-size: 11pt; margin-top: 8mm }
"""


class TooManySheets(ArchiveError):
    """More sheets than are printed at once. Params: `limit`."""

    code = "too_many_sheets"


@dataclass(frozen=True, slots=True)
class SeparatorSheets:
    """Prints sheets."""

    sessions: sessionmaker[Session]

    def printed(self, said: Separator, count: int, actor: Actor) -> bytes:
        """PDF/A with `count` sheets that say this; with nothing said, sheets that only cut.

        Raises:
            NotAllowed, TooManySheets, UnknownKind; ItemYearMissing, YearWithoutPlan, UnknownItem: the plan of the
                year is asked.
        """
        require(actor, Act.FILE)
        if not 1 <= count <= MOST:
            raise TooManySheets(limit=MOST)
        with reading(self.sessions) as session:
            lines = _lines(session, said)
        return _pdf(_page(said, lines), count)


def _lines(session: Session, said: Separator) -> list[tuple[str, str]]:
    """What people read: the class of the line, its text."""
    lines: list[tuple[str, str]] = []
    if said.item is not None:
        heading = find_said_item(session, said.item, said.year)
        lines += [("item", heading.index), ("title", heading.title)]
        lines.append(("rest", translate("File plan of {year}", year=said.year)))
    if said.kind is not None:
        if not kind_is_known(session, said.kind):
            kinds = session.scalars(select(DocumentKind.code).where(DocumentKind.retired_at.is_(None)))
            raise UnknownKind(said.kind, kind=said.kind, kinds=", ".join(kinds))
        lines.append(("rest", session.get_one(DocumentKind, said.kind).title))
    return lines or [("title", translate("Next document"))]


def _page(said: Separator, lines: list[tuple[str, str]]) -> str:
    words = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in lines)
    head, alt = escape(translate("Separator sheet")), escape(translate("Code for the scanner"))
    foot = escape(translate("Lay it before the first page of the document. It is not kept."))
    code = f'<img alt="{alt}" src="{_code(said)}">'
    return f"<section><h1>{head}</h1>{words}{code}<footer>{foot}</footer></section>"


def _code(said: Separator) -> str:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=10, border=4)
    code.add_data(write_payload(said))
    code.make(fit=True)
    stream = io.BytesIO()
    code.make_image().save(stream, "PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"


def _pdf(page: str, count: int) -> bytes:
    from weasyprint import HTML  # half a second, for printing only

    title = escape(translate("Separator sheet"))
    document = f'<html lang="ru"><head><title>{title}</title><style>{STYLE}</style></head><body>{page}</body></html>'
    once: bytes = HTML(string=document).write_pdf(pdf_variant="pdf/a-2b")
    if count == 1:
        return once
    with pikepdf.open(io.BytesIO(once)) as pdf:
        for _ in range(count - 1):
            pdf.pages.append(pdf.pages[0])
        repeated = io.BytesIO()
        pdf.save(repeated)
    return repeated.getvalue()
