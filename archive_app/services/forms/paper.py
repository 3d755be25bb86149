"""A form in the words of `paper.typ`, which lays it out: plain values, every text of them a text and never markup."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from archive_app.i18n import translate
from archive_app.services.forms.form import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive_app.services.forms.form import Form, Sign, Table

_LONG = re.compile(r"\S{16,}")
_BREAKS = re.compile(r"([_./\\\-:;,)@=&]|[0-9A-Za-z]{12})")
_HERE = "\\1\u200b"
"""A place where a line may break, which nobody sees."""


def sheet(
    form: Form, rows: Iterable[Sequence[object] | Heading], *, first: int = 1, begins: bool = True, ends: bool = True
) -> dict[str, Any]:
    """`form` with these rows of its table; of the parts of a long one each has its `first` page number, one the end."""
    return {
        "title": _text(form.title),
        "under": [_text(line) for line in form.under],
        "left": [_text(line) for line in form.left],
        "right": [_text(line) for line in form.right],
        "facts": [[_text(words), _text(said)] for words, said in form.facts],
        "opening": [_text(line) for line in form.opening if line],
        "table": form.table and _table(form.table, rows),
        "closing": [_text(line) for line in form.closing if line],
        "totals": form.totals and _table(form.totals, form.totals.rows),
        "signs": [_sign(sign) for sign in form.signs],
        "code": _code(form.code) if form.code else "",
        "look": form.look,
        "landscape": form.landscape,
        "first": first,
        "begins": begins,
        "ends": ends,
    }


def _table(table: Table, rows: Iterable[Sequence[object] | Heading]) -> dict[str, Any]:
    columns = [{"words": _text(one.words), "width": one.width, "number": one.number} for one in table.columns]
    lines = [_text(row.words) if isinstance(row, Heading) else [_text(cell) for cell in row] for row in rows]
    return {"columns": columns, "rows": lines}


def _sign(sign: Sign) -> list[str]:
    name = ", ".join(filter(None, (sign.name, sign.day))) or translate("(name in full, date)")
    return [_text(sign.post), _text(name)]


def _text(value: object) -> str:
    """Words without a space (hashes, names of files) may break, or they would run into the next cell."""
    return _LONG.sub(lambda word: _BREAKS.sub(_HERE, word[0]), str(value))


def _code(payload: str) -> str:
    import qrcode  # for the few forms that bear a code
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=10, border=2)
    code.add_data(payload)
    code.make(fit=True)
    stream = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(stream)
    return stream.getvalue().decode()
