"""A page of paper: HTML made of escaped parts, printed to PDF/A by WeasyPrint; headings of long tables repeat."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STYLE = Markup("""
@page { size: A4; margin: 20mm 10mm 20mm 25mm;
  @bottom-center { content: counter(page); font: 9pt "PT Serif", "DejaVu Serif", serif } }
body { font: 11pt/1.3 "PT Serif", "DejaVu Serif", serif; margin: 0 }
h1 { font-size: 14pt; text-align: center; margin: 6mm 0 2mm }
.under { text-align: center; margin: 0 0 5mm }
.head { display: flex; justify-content: space-between; gap: 20mm }
.head p { margin: 0 0 1mm } .head div { flex: 1 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 10pt }
th, td { border: 0.4pt solid #000; padding: 1mm 1.5mm; vertical-align: top; text-align: left; overflow-wrap: anywhere }
th { font-weight: 400; text-align: center; vertical-align: middle }
tr { break-inside: avoid } .n { text-align: right }
.closing { margin: 5mm 0 } .signs { break-inside: avoid; margin-top: 6mm }
.signs p { margin: 0 0 5mm }
""")


def part(tag: str, text: object, kind: str = "") -> Markup:
    """`<tag class="kind">text</tag>`; the text is escaped unless it is Markup."""
    opened = Markup('<{} class="{}">').format(tag, kind) if kind else Markup("<{}>").format(tag)
    return opened + escape(text) + Markup("</{}>").format(tag)


def table(columns: Sequence[tuple[str, int, bool]], rows: Iterable[Sequence[object]]) -> Markup:
    """A table with its heading on each page; a column: its words, its share of the width, whether it holds numbers."""
    whole = sum(width for _, width, _ in columns)
    widths = _all(Markup('<col style="width: {:.1f}%">').format(100 * width / whole) for _, width, _ in columns)
    heads = _all(part("th", words) for words, _, _ in columns)
    kinds = ["n" if number else "" for _, _, number in columns]
    body = _all(part("tr", _all(map(part, _CELLS, row, kinds))) for row in rows)
    return Markup("<table><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        widths, heads, body
    )


_CELLS = repeat("td")


def _all(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def pdf(title: str, body: Markup) -> bytes:
    """The PDF/A of a form."""
    from weasyprint import HTML  # half a second, for printing only

    document = Markup('<html lang="ru"><head><title>{}</title><style>{}</style></head><body>{}</body></html>')
    written: bytes = HTML(string=document.format(title, STYLE, body)).write_pdf(pdf_variant="pdf/a-2b")
    return written
