"""Items that are said of the documents of a stack are asked of the plan before anything is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from archive_app.db.engine import reading
from archive_app.db.models import Document, Page
from archive_app.demo.draw import PageKind
from archive_app.services.arranging.meant import MeantItemsRefused, require_items
from archive_app.services.arranging.parts import Part
from archive_app.services.arranging.stacks import grouped, proposed_cut
from archive_app.services.arranging.tables import StackPage, laid_out
from archive_app.services.case_files import ItemYearMissing, UnknownItem, YearWithoutPlan
from indexer.separators import Separator, write_payload
from tests.fixtures.archives import ITEM, YEAR, actor_of, take_in
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive

VANISHED = "99-99"


@pytest.fixture
def stack(fresh_archive: Archive, scan: Callable[..., Path]) -> int:
    """Three pages that wait; the first is a sheet that names an item which the plan has no more."""
    archive = fresh_archive
    number = take_in(archive, scan(PageKind.ORDER, "стопка.tif", pages=3))
    archive.worker().run(until_idle=True)
    said = write_payload(Separator(VANISHED, YEAR))
    with archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == number, Page.number == 1).values(separator=said))
    return number


def _documents(archive: Archive) -> int:
    with reading(archive.sessions) as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


def test_an_item_that_is_not_there_is_told_before_the_stack_is_split(fresh_archive: Archive, stack: int) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    seen, before = laid_out(archive.journal.reads, stack, actor).arrangement, _documents(archive)
    wrong = [Part((2,), "Первый", item="88-88", year=YEAR), Part((3,), "Второй", item=ITEM)]
    with pytest.raises(MeantItemsRefused) as refused:
        archive.arranging.split(stack, seen, [Part((1,), "Годный", item=ITEM, year=YEAR), *wrong], actor)
    assert sorted(refused.value.problems) == [2, 3]
    assert "88-88" in refused.value.problems[2]
    assert ITEM in refused.value.problems[3]
    assert "88-88" in str(refused.value.params["problems"])
    assert _documents(archive) == before
    assert laid_out(archive.journal.reads, stack, actor).arrangement == seen


def test_what_a_sheet_says_stops_nothing_and_is_kept(fresh_archive: Archive, stack: int) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    seen = laid_out(archive.journal.reads, stack, actor).arrangement
    done = archive.arranging.split(stack, seen, [Part((2, 3), "Бумага", item=VANISHED, year=YEAR)], actor)
    with reading(archive.sessions) as session:
        made = session.get_one(Document, done.made[0])
        assert (made.meant_item, made.meant_year) == (VANISHED, YEAR)


def test_a_sheet_is_not_printed_for_an_item_that_is_not_there(fresh_archive: Archive) -> None:
    sheets, actor = fresh_archive.separator_sheets, actor_of(fresh_archive)
    with pytest.raises(UnknownItem):
        sheets.printed(Separator(VANISHED, YEAR), 1, actor)
    with pytest.raises(ItemYearMissing):  # its code would name a place that nobody can find
        sheets.printed(Separator(ITEM), 1, actor)


def test_what_the_plans_know_of_a_stack_is_asked_at_once(fresh_archive: Archive) -> None:
    sheets = [Separator(ITEM, YEAR, "order"), Separator(VANISHED, YEAR, "novel"), Separator(ITEM, 1999)]
    more = [Separator(f"77-{n}", YEAR) for n in range(20)]
    assert _asked(fresh_archive, sheets) == _asked(fresh_archive, sheets + more) <= 5
    said = [Part((n,), "", item=f"66-{n}", year=YEAR) for n in range(1, 20)]
    said.append(Part((20,), "", item=ITEM, year=1999))
    with (
        reading(fresh_archive.sessions) as session,
        statements_of(fresh_archive.database) as seen,
        pytest.raises(MeantItemsRefused) as refused,
    ):
        require_items(session, 1, said)
    assert len(refused.value.problems) == len(said)
    assert len(seen) <= 5


def _asked(archive: Archive, sheets: list[Separator]) -> int:
    """How many statements it takes to know what these sheets say, each followed by a page."""
    pages = [StackPage(n, n, blank=False, separator=None, fault=None, stamp="") for n in range(2 * len(sheets))]
    pages = [replace(page, separator=None if n % 2 else sheets[n // 2]) for n, page in enumerate(pages)]
    with statements_of(archive.database) as seen:
        groups = grouped(archive.sessions, pages, proposed_cut(pages))
    assert [group.item_title is not None for group in groups[:3]] == [True, False, False]
    assert [type(group.problem) for group in groups[:3]] == [type(None), UnknownItem, YearWithoutPlan]
    assert [group.kind_known for group in groups[:3]] == [True, False, True]
    return len(seen)
