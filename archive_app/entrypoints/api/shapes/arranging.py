"""Pages as programs see and arrange them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line, Number

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
    title: Line
    kind: Line | None = None
    item: Line | None = None
    year: Annotated[int, Field(ge=1900, le=2999)] | None = None


class SplitAsked(Asked):
    """All parts of a stack; pages in no part are put aside."""

    arrangement: Number
    parts: Annotated[list[PartAsked], Field(min_length=1, max_length=1000)]


class ArrangedShape(Answered):
    """The arrangement in force, and the documents that were made or taken in."""

    document_id: int
    arrangement: int
    made: list[int]


class SheetsAsked(Asked):
    """What separator sheets shall say; nothing: sheets that only cut."""

    item: Line | None = None
    year: Annotated[int, Field(ge=1900, le=2999)] | None = None
    kind: Line | None = None
    count: Annotated[int, Field(ge=1, le=100)] = 1
