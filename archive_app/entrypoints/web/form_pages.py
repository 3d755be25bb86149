"""Print forms: the list of all, and each of them as PDF/A or XLSX."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.forms.registry import FORMATS, KINDS, PRINTERS

blueprint = Blueprint("forms", __name__, url_prefix="/forms")


@blueprint.get("")
@needs(*PRINTERS)
def listed() -> str:
    """All of them, each with a field for the number of what it is of."""
    kinds = [(name, translate(kind.words), translate(kind.of)) for name, kind in KINDS.items()]
    return render_template("forms/list.html", kinds=kinds, formats=FORMATS)


@blueprint.get("/open")
@needs(*PRINTERS)
def choose() -> Response:
    """What the form of the list asks for."""
    name, number = request.args.get("name", ""), read_number(request.args.get("number", ""))
    chosen = request.args.get("format", "pdf")
    if name not in KINDS or number is None or chosen not in FORMATS:
        return redirect(url_for("forms.listed"))  # type: ignore[return-value]
    return redirect(url_for("forms.written", name=name, number=number, form=chosen))  # type: ignore[return-value]


@blueprint.get(f"/<name>/<int(max={LARGEST}):number>.<form>")
@needs(*PRINTERS)
def written(name: str, number: int, form: str) -> Response:
    """To be opened, printed, kept."""
    volume = read_number(request.args.get("volume", ""))
    made = archive().forms.written(name, number, actor(), form, volume=volume)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, mimetype=made.media_type, headers=headers)
