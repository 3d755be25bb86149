"""The items of the file plan that are said of the documents of a stack: asked before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import FilePlan, FilePlanItem, FilePlanStatus, Page
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.services.case_files import find_said_item
from indexer.separators import Separator, read_payload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.arranging.parts import Part

Meant = tuple[str, int | None]


class MeantItemsRefused(ArchiveError):
    """Items were said that the plans do not have. `problems`: a sentence by the first page of the part.

    Params: `problems`.
    """

    code = "meant_items_refused"
    http_status = 422

    def __init__(self, problems: Mapping[int, str]) -> None:
        told = (translate("Page {number}: {problem}", number=page, problem=words) for page, words in problems.items())
        super().__init__(problems=" ".join(told))
        self.problems = dict(problems)


def require_items(session: Session, document_id: int, parts: Sequence[Part]) -> None:
    """Let the parts pass whose items the plans of their years have: two statements.

    What a sheet among the pages says passes too: it was true when it was printed, and a scan cannot be corrected. Its
    item is told of where the document is filed.

    Raises:
        MeantItemsRefused: every such part is told.
    """
    said: dict[Meant, list[Part]] = {}
    for part in parts:
        if part.item is not None:
            said.setdefault((part.item, part.year), []).append(part)
    refused = said.keys() - _planned(session, said) if said else set()
    if refused:
        refused -= _on_sheets(session, document_id)
    problems = {part.pages[0]: words for meant in refused for words in (_told(session, meant),) for part in said[meant]}
    if problems:
        raise MeantItemsRefused(dict(sorted(problems.items())))


def _planned(session: Session, said: Mapping[Meant, object]) -> set[Meant]:
    query = (
        select(FilePlanItem.index, FilePlan.year)
        .join(FilePlanItem.plan)
        .where(
            FilePlan.status == FilePlanStatus.IN_FORCE,
            FilePlan.year.in_({year for _, year in said if year is not None}),
            FilePlanItem.index.in_({item for item, _ in said}),
        )
    )
    return {(index, year) for index, year in session.execute(query)}


def _on_sheets(session: Session, document_id: int) -> set[Meant]:
    query = select(Page.separator).where(Page.document_id == document_id, Page.separator.is_not(None))
    sheets = (read_payload(payload or "") for payload in session.scalars(query))
    return {(sheet.item, sheet.year) for sheet in sheets if isinstance(sheet, Separator) and sheet.item is not None}


def _told(session: Session, meant: Meant) -> str:
    try:
        find_said_item(session, *meant)
    except ArchiveError as error:
        return describe(error).message
    return ""
