"""A stack of scanned papers as the separator sheets in it propose to cut it; a person decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.errors import ArchiveError
from archive_app.services.case_files import find_item
from archive_app.services.document_rows import kind_is_known
from indexer.separators import Separator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        for group in groups:
            _look_up(session, group)
    return tuple(groups)


def _begun(groups: list[Group], loose: list[tuple[StackPage, Where]], head: StackPage) -> Group:
    sheets = [place for place, (page, _) in enumerate(loose) if page.separator is not None]
    mine = 0 if not groups else sheets[0] if sheets else len(loose)
    if groups:
        groups[-1].pages += loose[:mine]
    said = loose[sheets[-1]][0].separator if sheets else None
    return Group(head.number, [*loose[mine:], (head, Where.BEGINS)], said or Separator())


def _look_up(session: Session, group: Group) -> None:
    said = group.said
    group.kind_known = said.kind is None or kind_is_known(session, said.kind)
    if said.item is None or said.year is None:
        return
    try:
        group.item_title = find_item(session, said.item, said.year).title
    except ArchiveError as error:
        group.problem = error
