"""Pages as programs see and arrange them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import ONE_LINE, Answered, Asked, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import YEARS
from archive_app.services.card_values import LONGEST_CARD_TITLE

if TYPE_CHECKING:
    from archive_app.services.arranging.stacks import Group
    from archive_app.services.arranging.tables import Table

Title = Annotated[str, Field(max_length=LONGEST_CARD_TITLE, pattern=ONE_LINE)]
Places = Annotated[list[Annotated[int, Field(ge=1, le=100_000)]], Field(max_length=20_000)]


class PageActAsked(Asked):
    """One act on pages; places count from 1."""

    act: Literal["turn", "move", "remove", "put_back", "merge", "split_off", "undo", "redo"]
    arrangement: Number
    pages: Places = Field(default_factory=list)
    degrees: Literal[90, 180, 270] = 90
    before: Annotated[int, Field(ge=1, le=100_000)] | None = None
    documents: Annotated[list[Number], Field(max_length=100)] = Field(default_factory=list)


class PartAsked(Asked):
    """A document to be."""

    pages: Annotated[Places, Field(min_length=1)]
    title: Title
    kind: Line | None = None
    item: Line | None = None
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])] | None = None


class SplitAsked(Asked):
    """All parts of a stack; pages in no part are put aside."""

    arrangement: Number
    parts: Annotated[list[PartAsked], Field(min_length=1, max_length=1000)]


class ArrangedShape(Answered):
    """The arrangement in force, and the documents that were made or taken in."""

    document_id: int
    arrangement: int
    made: list[int]


class ArrangedPageShape(Answered):
    """A page where it stands now. `fault`: why a code on it is not followed."""

    number: int
    blank: bool
    separator: bool
    fault: str | None


class ProposedShape(Answered):
    """A document that the sheets propose: the places of its pages, and what its sheet says."""

    pages: list[int]
    item: str | None
    item_title: str | None
    year: int | None
    kind: str | None

    @classmethod
    def of(cls, group: Group) -> ProposedShape:
        """As a program is told of it."""
        said = group.said
        known = said.kind if group.kind_known else None
        return cls(pages=list(group.taken), item=said.item, item_title=group.item_title, year=said.year, kind=known)


class ArrangementShape(Answered):
    """The pages of a document as they are arranged; `aside`: rows that `put_back` takes as `pages`."""

    document_id: int
    arrangement: int
    reading: bool
    can_undo: bool
    can_redo: bool
    pages: list[ArrangedPageShape]
    aside: list[int]
    proposed: list[ProposedShape]

    @classmethod
    def of(cls, table: Table, proposed: list[ProposedShape]) -> ArrangementShape:
        """As a program is told of it."""
        return cls(
            document_id=table.document_id,
            arrangement=table.arrangement,
            reading=table.reading,
            can_undo=table.can_undo,
            can_redo=table.can_redo,
            pages=[
                ArrangedPageShape(
                    number=page.number, blank=page.blank, separator=page.separator is not None, fault=page.fault
                )
                for page in table.pages
            ],
            aside=[page.page_id for page in table.aside],
            proposed=proposed,
        )


class SheetsAsked(Asked):
    """What separator sheets shall say; nothing: sheets that only cut."""

    item: Annotated[Line | None, Field(description=mark("The index of an item of the file plan."))] = None
    year: Annotated[int | None, Field(ge=YEARS[0], le=YEARS[-1], description=mark("The year of the file plan."))] = None
    kind: Annotated[Line | None, Field(description=mark("The code of a kind of documents."))] = None
    count: Annotated[int, Field(ge=1, le=100, description=mark("How many such sheets."))] = 1
