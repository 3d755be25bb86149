"""«Листы-разделители»: a form, and the sheets to print."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.card_form import refused_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import ArchiveError, describe
from archive_app.numbers import HELD, YEARS, read_number
from archive_app.services.card_choices import choices, items_of
from indexer.separators import Separator

blueprint = Blueprint("separators", __name__)


@blueprint.get("/separators")
@needs(Act.FILE)
def sheets() -> str:
    """The form for separator sheets."""
    return _form()


@blueprint.get("/separators.pdf")
@needs(Act.FILE)
def printed() -> Response | tuple[str, int]:
    """The sheets to print."""
    said = {name: value.strip() for name, value in request.args.items()}
    index = said.get("item", "").split(maxsplit=1)
    year = read_number(said.get("year", ""), YEARS) if index else None
    separator = Separator(index[0] if index else None, year, said.get("kind") or None)
    try:
        pdf = archive().separator_sheets.printed(separator, read_number(said.get("count", "1"), HELD) or 0, actor())
    except ArchiveError as error:
        return _form(describe(error).message, refused_in(error)), describe(error).http_status
    name = "-".join(["separator", *(str(part) for part in (separator.item, separator.year) if part)])
    disposition = f'attachment; filename="{name if name.isascii() else "separator"}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": disposition})


def _form(refusal: str = "", field: str = "") -> str:
    known = choices(archive().sessions)
    year = read_number(request.args.get("year", ""), YEARS) or max(known.years, default=None)
    return render_template(
        "arranging/sheets.html",
        said=request.args,
        refusal=refusal,
        refused_in=field,
        choices=known,
        year=year,
        items=items_of(archive().sessions, year) if year else (),
    )
