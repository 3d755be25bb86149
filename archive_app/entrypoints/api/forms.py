"""`/forms`: print forms by name, as PDF/A or XLSX."""

from __future__ import annotations

from flask import Response

from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import forms as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.forms.registry import KINDS, PRINTERS
from archive_app.services.forms.workbook import MEDIA_TYPE

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
    written = archive().forms.written(name, number, actor(), form, volume=asked(shapes.FormAsked).volume)
    return Response(written.content, mimetype=written.media_type)
