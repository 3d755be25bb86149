"""Print forms: the list of all, each of them as PDF/A or XLSX, and what a job draws because it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.forms.errors import FormTooLong
from archive_app.services.forms.registry import FORMATS, KINDS, PRINTERS

if TYPE_CHECKING:
    from archive_app.services.forms.registry import Written

blueprint = Blueprint("forms", __name__, url_prefix="/forms")
DRAWN = f"/drawn/<int(max={LARGEST}):drawing_id>"


@blueprint.get("")
@needs(*PRINTERS)
def listed() -> str:
    """All of them, each with a field for the number of what it is of."""
    kinds = [(name, translate(kind.words), translate(kind.of)) for name, kind in KINDS.items()]
    return render_template("forms/list.html", kinds=kinds, formats=FORMATS, drawings=archive().drawings.listed(actor()))


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
    """To be opened, printed, kept; a long one is drawn by a job, and the page of its drawing comes instead."""
    volume = read_number(request.args.get("volume", ""))
    try:
        return _file(archive().forms.at_once(name, number, actor(), form, volume=volume))
    except FormTooLong:
        drawing = archive().drawings.ask(name, number, actor(), form, volume=volume)
    return redirect(url_for("forms.drawing", drawing_id=drawing))  # type: ignore[return-value]


@blueprint.get(DRAWN)
@needs(*PRINTERS)
def drawing(drawing_id: int) -> str:
    """How far the drawing is; the file when it is ready."""
    return render_template("forms/drawn.html", drawing=archive().drawings.one(drawing_id, actor()))


@blueprint.get(f"{DRAWN}/file")
@needs(*PRINTERS)
def drawn(drawing_id: int) -> Response:
    """The file of one's own drawing."""
    return _file(archive().drawings.file(drawing_id, actor()))


@blueprint.post(f"{DRAWN}/again")
@needs(*PRINTERS)
def again(drawing_id: int) -> Response:
    """Ask anew for what could not be drawn."""
    was = archive().drawings.one(drawing_id, actor())
    asked = archive().drawings.ask(was.form, was.number, actor(), was.format, volume=was.volume)
    return redirect(url_for("forms.drawing", drawing_id=asked))  # type: ignore[return-value]


def _file(made: Written) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, mimetype=made.media_type, headers=headers)
