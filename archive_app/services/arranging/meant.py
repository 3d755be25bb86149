"""The items of the file plan that are said of the documents of a stack: asked before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Page
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.services.case_files import ItemYearMissing, find_items
from indexer.separators import Separator, read_payload

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
    """Let the parts pass whose items the plans of their years have: four statements, whatever their number.

    What a sheet among the pages says passes too: it was true when it was printed, and a scan cannot be corrected. Its
    item is told of where the document is filed.

    Raises:
        MeantItemsRefused: every such part is told.
    """
    said: dict[Meant, list[Part]] = {}
    for part in parts:
        if part.item is not None:
            said.setdefault((part.item, part.year), []).append(part)
    refused = _refused(session, said.keys()) if said else {}
    passing = _on_sheets(session, document_id) if refused else frozenset()
    problems = {
        part.pages[0]: words for meant, words in refused.items() if meant not in passing for part in said[meant]
    }
    if problems:
        raise MeantItemsRefused(dict(sorted(problems.items())))


def _refused(session: Session, said: Collection[Meant]) -> dict[Meant, str]:
    """What is wrong with each of these items, in words; those that are in order are left out."""
    found = find_items(session, {(item, year) for item, year in said if year is not None})
    errors: dict[Meant, ArchiveError] = {meant: it for meant, it in found.items() if isinstance(it, ArchiveError)}
    errors |= {meant: ItemYearMissing(meant[0], item=meant[0]) for meant in said if meant[1] is None}
    return {meant: describe(error).message for meant, error in errors.items()}


def _on_sheets(session: Session, document_id: int) -> frozenset[Meant]:
    query = select(Page.separator).where(Page.document_id == document_id, Page.separator.is_not(None))
    sheets = (read_payload(payload or "") for payload in session.scalars(query))
    return frozenset((one.item, one.year) for one in sheets if isinstance(one, Separator) and one.item is not None)
