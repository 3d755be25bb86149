"""`/forms`: print forms by name, as PDF/A or XLSX; `/drawn-forms`: long ones, which a job draws."""

from __future__ import annotations

from flask import Response

from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import forms as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.forms.registry import KINDS, PRINTERS
from archive_app.services.forms.workbook import MEDIA_TYPE

DRAWN = f"/drawn-forms/<int(max={LARGEST}):drawing_id>"
ONE = f"/forms/<name>/<int(max={LARGEST}):number>"


@blueprint.get("/forms")
@needs(*PRINTERS)
@operation(mark("Names of the print forms"), answers=shapes.FormList)
def forms() -> Response:
    """All of them."""
    listed = [
        shapes.FormShape(name=name, title=translate(kind.words), of=translate(kind.of)) for name, kind in KINDS.items()
    ]
    return answer(shapes.FormList(forms=listed))


@blueprint.get(f"{ONE}/pdf")
@needs(*PRINTERS)
@operation(mark("A print form as PDF/A"), asks=shapes.FormAsked, media="application/pdf")
def form_as_pdf(name: str, number: int) -> Response:
    """`number` is that of the thing that the form is of."""
    return _written(name, number, "pdf")


@blueprint.get(f"{ONE}/xlsx")
@needs(*PRINTERS)
@operation(mark("A print form as a workbook"), asks=shapes.FormAsked, media=MEDIA_TYPE)
def form_as_xlsx(name: str, number: int) -> Response:
    """The same lines in cells."""
    return _written(name, number, "xlsx")


def _written(name: str, number: int, form: str) -> Response:
    written = archive().forms.at_once(name, number, actor(), form, volume=asked(shapes.FormAsked).volume)
    return Response(written.content, mimetype=written.media_type)


@blueprint.post(f"{ONE}/drawings")
@needs(*PRINTERS)
@operation(mark("Have a long print form drawn"), takes=shapes.DrawingAsked, answers=shapes.DrawnShape, statuses=(202,))
def draw_form(name: str, number: int) -> Response:
    """Ask for it again until its state is `done`."""
    said = taken(shapes.DrawingAsked)
    drawing = archive().drawings.ask(name, number, actor(), said.format, volume=said.volume)
    return _drawing(drawing, 202)


@blueprint.get("/drawn-forms")
@needs(*PRINTERS)
@operation(mark("One's own long print forms of the last day"), answers=shapes.DrawnList)
def drawn_forms() -> Response:
    """The newest first."""
    found = archive().drawings.listed(actor())
    return answer(shapes.DrawnList(drawings=[shapes.DrawnShape.model_validate(each) for each in found]))


@blueprint.get(DRAWN)
@needs(*PRINTERS)
@operation(mark("How far the drawing of a print form is"), answers=shapes.DrawnShape)
def drawn_form(drawing_id: int) -> Response:
    """`taken` of `lines`."""
    return _drawing(drawing_id)


@blueprint.get(f"{DRAWN}/file")
@needs(*PRINTERS)
@operation(mark("The file of a drawn print form"), media=("application/pdf", MEDIA_TYPE))
def drawn_form_file(drawing_id: int) -> Response:
    """Within a day."""
    written = archive().drawings.file(drawing_id, actor())
    return Response(written.content, mimetype=written.media_type)


def _drawing(drawing_id: int, status: int = 200) -> Response:
    return answer(shapes.DrawnShape.model_validate(archive().drawings.one(drawing_id, actor())), status)
