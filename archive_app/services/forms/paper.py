"""A form as a page of paper: HTML made of escaped parts, in the letters and lines of the archive rules."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from archive_app.i18n import translate
from archive_app.services.forms.form import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive_app.services.forms.form import Column, Form, Sign, Table

STYLE = Markup("""
@page { size: A4; margin: 20mm 10mm 20mm 25mm;
  @bottom-center { content: counter(page); font: 9pt "PT Serif", "DejaVu Serif", serif } }
@page wide { size: A4 landscape; margin: 25mm 10mm 15mm 15mm }
@page cover { @bottom-center { content: none } }
body { font: 11pt/1.3 "PT Serif", "DejaVu Serif", serif; margin: 0 }
body.wide { page: wide } body.cover { page: cover }
h1 { font-size: 14pt; text-align: center; margin: 6mm 0 2mm; white-space: pre-line }
.under { text-align: center; margin: 0 0 2mm }
.head { display: flex; justify-content: space-between; gap: 20mm; margin-bottom: 4mm }
.head p { margin: 0 0 1mm } .head div { flex: 1 }
.facts { margin: 4mm 0; display: grid; grid-template-columns: 7cm 1fr; gap: 2mm 4mm }
.facts dt, .facts dd { margin: 0 } .facts dd { border-bottom: 0.4pt solid #000; padding-bottom: 0.5mm }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 10pt; margin: 4mm 0 0 }
th, td { border: 0.4pt solid #000; padding: 1mm 1.5mm; vertical-align: top; text-align: left;
  overflow-wrap: break-word }
th { font-weight: 400; font-size: 9pt; text-align: center; vertical-align: middle; padding: 1mm 0.5mm; hyphens: auto }
tr { break-inside: avoid } .n { text-align: right }
.of { text-align: center; font-weight: 700; break-after: avoid }
.closing { margin: 3mm 0 0 } .signs { break-inside: avoid; margin-top: 8mm }
.sign { display: grid; grid-template-columns: 1fr 4cm 5cm; gap: 4mm; align-items: end; margin: 0 0 5mm }
.sign p { margin: 0 } .sign .line { border-bottom: 0.4pt solid #000 }
.code { float: right; width: 26mm; height: 26mm }
.cover h1 { font-size: 24pt; margin: 50mm 0 8mm } .cover .under { font-size: 16pt; margin-bottom: 4mm }
.cover .head { font-size: 13pt; text-align: center }
.cover .facts { font-size: 13pt; margin-top: 45mm; grid-template-columns: 5cm 1fr }
""")
_EMPTY = "\u00a0"


def part(tag: str, text: object, kind: str = "") -> Markup:
    """`<tag class="kind">text</tag>`; the text is escaped unless it is Markup."""
    opened = Markup('<{} class="{}">').format(tag, kind) if kind else Markup("<{}>").format(tag)
    return opened + escape(text) + Markup("</{}>").format(tag)


def page(form: Form, body: Markup, first: int = 1) -> str:
    """A whole document whose pages are counted from `first`."""
    counted = Markup("@page :first {{ counter-reset: page {} }}").format(first)
    look = "wide" if form.landscape else form.look
    document = Markup(
        '<html lang="ru"><head><title>{}</title><style>{}{}</style></head><body class="{}">{}</body></html>'
    )
    return document.format(form.title, STYLE, counted, look, body)


def beginning(form: Form) -> Markup:
    """Everything above the table."""
    code = Markup('<img class="code" alt="" src="{}">').format(_code(form.code)) if form.code else Markup("")
    head = part("div", _column(form.left) + _column(form.right), "head") if form.left or form.right else Markup("")
    under = _all(part("p", line, "under") for line in form.under)
    facts = part("dl", _all(part("dt", words) + part("dd", said or _EMPTY) for words, said in form.facts), "facts")
    return code + head + part("h1", form.title) + under + (facts if form.facts else Markup(""))


def ending(form: Form) -> Markup:
    """Everything below the table."""
    totals = table(form.totals, form.totals.rows) if form.totals else Markup("")
    closing = _all(part("p", line, "closing") for line in form.closing)
    signs = part("div", _all(map(_sign, form.signs)), "signs") if form.signs else Markup("")
    return closing + totals + signs


def table(shown: Table, rows: Iterable[Sequence[object] | Heading]) -> Markup:
    """Some rows under the heading, which the printer repeats on each page. Row `n` of them has the anchor `r{n}`."""
    columns = shown.columns
    whole = sum(column.width for column in columns)
    widths = _all(Markup('<col style="width: {:.1f}%">').format(100 * column.width / whole) for column in columns)
    heads = _all(part("th", column.words) for column in columns)
    body = _all(_row(number, columns, row) for number, row in enumerate(rows))
    return Markup("<table><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        widths, heads, body
    )


def _row(number: int, columns: Sequence[Column], row: Sequence[object] | Heading) -> Markup:
    if isinstance(row, Heading):
        cells = Markup('<td class="of" colspan="{}">{}</td>').format(len(columns), row.words)
    else:
        cells = _all(part("td", cell, "n" if column.number else "") for column, cell in zip(columns, row, strict=True))
    return Markup('<tr id="r{}">{}</tr>').format(number, cells)


def _column(lines: Sequence[str]) -> Markup:
    return part("div", _all(part("p", line) for line in lines))


def _sign(sign: Sign) -> Markup:
    name = ", ".join(filter(None, (sign.name, sign.day))) or translate("(name in full, date)")
    return part("div", part("p", sign.post) + part("p", _EMPTY, "line") + part("p", name), "sign")


def _code(payload: str) -> str:
    import qrcode  # for the few forms that bear a code

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6, border=2)
    code.add_data(payload)
    code.make(fit=True)
    stream = io.BytesIO()
    code.make_image().save(stream, "PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"


def _all(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
