"""The form of a stack: borders that a person draws, documents that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from archive_app.entrypoints.web.stack_form import cut_from, parts_from
from archive_app.services.arranging.stacks import Where, grouped, proposed_cut
from archive_app.services.arranging.tables import StackPage
from indexer.separators import Separator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

WHERES = st.lists(st.sampled_from(list(Where)), max_size=12)


def _form(wheres: list[Where], **fields: str) -> MultiDict[str, str]:
    pages = {f"page-{number}": where.value for number, where in enumerate(wheres, start=1)}
    return MultiDict({"count": str(len(wheres)), **pages, **fields})


def _page(number: int, *, blank: bool = False, separator: Separator | None = None) -> StackPage:
    return StackPage(number, number, blank=blank, separator=separator, fault=None, stamp="")


@given(WHERES)
def test_each_page_that_is_taken_is_in_one_document_and_in_its_order(wheres: list[Where]) -> None:
    taken = [page for part in parts_from(_form(wheres)) for page in part.pages]
    assert taken == [number for number, where in enumerate(wheres, start=1) if where is not Where.OUT]


def test_what_is_said_of_a_document_stands_at_its_first_page() -> None:
    wheres = [Where.OUT, Where.BEGINS, Where.GOES_ON, Where.BEGINS]
    fields = {"title-2": " Журнал ", "item-2": "02-03 Журналы классов", "year-2": "2025", "kind-2": "class_journal"}
    first, second = parts_from(_form(wheres, **fields, **{"year-4": "2025"}))
    assert (first.pages, first.title, first.item, first.year) == ((2, 3), "Журнал", "02-03", 2025)
    assert first.kind == "class_journal"
    assert (second.pages, second.item, second.year) == ((4,), None, None)  # a year says nothing without an item


@pytest.mark.parametrize("count", ["", "-1", "9" * 30, "много"])
def test_a_count_that_is_none_makes_nothing(count: str) -> None:
    assert cut_from(MultiDict({"count": count, "page-1": "begins"})) == {}


def test_sheets_and_blank_pages_are_left_out() -> None:
    sheet = Separator()
    pages = [_page(1), _page(2, separator=sheet), _page(3, blank=True), _page(4), _page(5, blank=True), _page(6)]
    cut = proposed_cut(pages)
    assert [cut[number] for number in range(1, 7)] == ["begins", "out", "out", "begins", "out", "goes_on"]


def test_where_nothing_is_taken_no_document_is_made() -> None:
    nobody = cast("sessionmaker[Session]", None)  # nothing is looked up
    (group,) = grouped(nobody, [_page(1), _page(2)], {1: Where.OUT, 2: Where.OUT})
    assert (group.head, group.taken) == (None, ())
