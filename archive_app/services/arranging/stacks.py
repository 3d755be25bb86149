"""A stack of scanned papers as the separator sheets in it propose to cut it; a person decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.errors import ArchiveError
from archive_app.services.case_files import find_items
from archive_app.services.document_rows import kinds_in_use
from indexer.separators import Separator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.arranging.tables import StackPage


class Where(StrEnum):
    """What a page of a stack is to the documents that are made of it."""

    BEGINS = "begins"
    GOES_ON = "goes_on"
    OUT = "out"


@dataclass(slots=True)
class Group:
    """A document that is proposed, with the pages left out around it.

    `head` is the page that it begins with, None where nothing is taken at all. `said` is what its sheet says,
    `item_title` the heading of the item named there, `problem` what is wrong with that item.
    """

    head: int | None = None
    pages: list[tuple[StackPage, Where]] = field(default_factory=list)
    said: Separator = field(default_factory=Separator)
    item_title: str | None = None
    problem: ArchiveError | None = None
    kind_known: bool = True

    @property
    def taken(self) -> tuple[int, ...]:
        """The numbers of the pages of the document."""
        return tuple(page.number for page, where in self.pages if where is not Where.OUT)


def proposed_cut(pages: Iterable[StackPage]) -> dict[int, Where]:
    """By number, what the sheets propose: sheets and blank pages belong to no document."""
    cut, begins = {}, True
    for page in pages:
        if page.separator is not None or page.blank:
            cut[page.number] = Where.OUT
            begins = begins or page.separator is not None
        else:
            cut[page.number] = Where.BEGINS if begins else Where.GOES_ON
            begins = False
    return cut


def grouped(sessions: sessionmaker[Session], pages: Iterable[StackPage], cut: Mapping[int, Where]) -> tuple[Group, ...]:
    """The documents that a cut makes; what stands before the first one goes with it, a sheet with what follows it."""
    groups: list[Group] = []
    loose: list[tuple[StackPage, Where]] = []
    for page in pages:
        where = cut.get(page.number, Where.OUT)
        if where is Where.OUT:
            loose.append((page, where))
        elif where is Where.BEGINS or not groups:
            groups.append(_begun(groups, loose, page))
            loose = []
        else:
            groups[-1].pages += [*loose, (page, where)]
            loose = []
    if not groups:
        return (Group(pages=loose),)
    groups[-1].pages += loose
    with reading(sessions) as session:
        _look_up(session, groups)
    return tuple(groups)


def _begun(groups: list[Group], loose: list[tuple[StackPage, Where]], head: StackPage) -> Group:
    sheets = [place for place, (page, _) in enumerate(loose) if page.separator is not None]
    mine = 0 if not groups else sheets[0] if sheets else len(loose)
    if groups:
        groups[-1].pages += loose[:mine]
    said = loose[sheets[-1]][0].separator if sheets else None
    return Group(head.number, [*loose[mine:], (head, Where.BEGINS)], said or Separator())


def _look_up(session: Session, groups: Sequence[Group]) -> None:
    """What the dictionary and the plans know of what the sheets say: four statements, whatever their number."""
    kinds = kinds_in_use(session, {group.said.kind for group in groups if group.said.kind is not None})
    said_places = ((group.said.item, group.said.year) for group in groups)
    found = find_items(session, {(item, year) for item, year in said_places if item is not None and year is not None})
    for group in groups:
        said = group.said
        group.kind_known = said.kind is None or said.kind in kinds
        if said.item is None or said.year is None:
            continue
        item = found[said.item, said.year]
        if isinstance(item, ArchiveError):
            group.problem = item
        else:
            group.item_title = item.title
