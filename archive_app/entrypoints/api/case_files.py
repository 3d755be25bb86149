"""`/case-files` and `/volumes`: those of an item, one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.case_files import (
    CaseFileLineShape,
    CaseFileList,
    CaseFilesAsked,
    CaseFileShape,
    VolumeCardShape,
)
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/case-files")
@needs(Act.SEE)
@operation(mark("Case files of an item and year"), asks=CaseFilesAsked, answers=CaseFileList)
def case_files() -> Response:
    """By number, in pages."""
    wanted = asked(CaseFilesAsked)
    part = archive().case_files.of_item(wanted.item, wanted.year, actor(), after=wanted.after, limit=wanted.limit)
    kept = wanted.model_dump(mode="json", exclude_unset=True)
    following = None if part.after is None else url_for("api.case_files", **(kept | {"after": part.after}))
    lines = [CaseFileLineShape.model_validate(row) for row in part.rows]
    listed = CaseFileList(item=part.item, item_title=part.item_title, year=part.year, case_files=lines, next=following)
    return answer(listed)


@blueprint.get(f"/case-files/<int(max={LARGEST}):case_file_id>")
@needs(Act.SEE)
@operation(mark("A case file with its volumes and its life so far"), answers=CaseFileShape)
def case_file(case_file_id: int) -> Response:
    """One case file."""
    return answer(CaseFileShape.model_validate(archive().case_files.card(case_file_id, actor())))


@blueprint.get(f"/volumes/<int(max={LARGEST}):volume_id>")
@needs(Act.SEE)
@operation(mark("A volume with its case file"), answers=VolumeCardShape)
def volume(volume_id: int) -> Response:
    """One volume."""
    return answer(VolumeCardShape.model_validate(archive().case_files.volume(volume_id, actor())))
