"""`/documents/N/pages/arrangement` and `/split`, `/separator-sheets`: pages arranged, stacks split, sheets printed."""

from __future__ import annotations

from flask import Response

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.documents import ONE
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.arranging import (
    ArrangedShape,
    ArrangementShape,
    PageActAsked,
    ProposedShape,
    SheetsAsked,
    SplitAsked,
)
from archive_app.entrypoints.arranging_asked import PageAct, perform
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.arranging.parts import Part
from archive_app.services.arranging.stacks import grouped, proposed_cut
from archive_app.services.arranging.tables import laid_out
from indexer.separators import Separator

PDF = "application/pdf"


@blueprint.get(f"{ONE}/arrangement")
@needs(Act.FILE, Act.CHANGE)
@operation(mark("The pages as they are arranged, and how separator sheets would split them"), answers=ArrangementShape)
def arrangement(document_id: int) -> Response:
    """`arrangement` is the number that every act on pages names; `proposed` is empty where no sheet was found."""
    table = laid_out(archive().journal.reads, document_id, actor())
    cut = proposed_cut(table.pages) if table.separated and table.there else {}
    groups = grouped(archive().sessions, table.pages, cut) if cut else ()
    parts = [ProposedShape.of(group) for group in groups if group.taken]
    return answer(ArrangementShape.of(table, parts))


@blueprint.post(f"{ONE}/arrangement")
@needs(Act.FILE, Act.CHANGE)
@operation(
    mark("Turn, move, take out, merge or split pages, or take that back"), takes=PageActAsked, answers=ArrangedShape
)
def arrange(document_id: int) -> Response:
    """The original stays as it is; 409 where somebody else has arranged the pages meanwhile."""
    said = taken(PageActAsked)
    act = PageAct(said.act, said.arrangement, tuple(said.pages), said.degrees, said.before, tuple(said.documents))
    return answer(ArrangedShape.model_validate(perform(archive().arranging, document_id, act, actor())))


@blueprint.post(f"{ONE}/split")
@needs(Act.FILE)
@operation(mark("Make documents of the pages of a stack"), takes=SplitAsked, answers=ArrangedShape)
def split(document_id: int) -> Response:
    """The parts wait to be filed."""
    said = taken(SplitAsked)
    parts = [Part(tuple(part.pages), part.title, part.kind, part.item, part.year) for part in said.parts]
    return answer(
        ArrangedShape.model_validate(archive().arranging.split(document_id, said.arrangement, parts, actor()))
    )


@blueprint.get("/separator-sheets")
@needs(Act.FILE)
@operation(mark("Separator sheets for the scanner as PDF/A"), asks=SheetsAsked, media=PDF)
def separator_sheets() -> Response:
    """To be printed and laid between papers."""
    said = asked(SheetsAsked)
    printed = archive().separator_sheets.printed(Separator(said.item, said.year, said.kind), said.count, actor())
    return Response(printed, mimetype=PDF, headers={"Content-Disposition": "attachment; filename=separators.pdf"})
