"""Several values of a filter, parts behind a cursor, kept searches, lists taken out, strips of scans."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from openpyxl import load_workbook
from PIL import Image

from archive_app.auth.errors import NotAllowed
from archive_app.db.queries.audit import EventFilter
from archive_app.demo.draw import PageKind
from archive_app.errors import NotFound
from archive_app.services.rights.errors import NameTaken
from archive_app.services.saved_searches import NoName
from archive_app.services.search_cursor import BadCursor
from archive_app.services.search_filters import Filters
from indexer.search import Sort
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

EVIL = '=HYPERLINK("http://evil";"щелчок")'
TITLES = [EVIL, "+7 800", "@сумма", *(f"Протокол № {n}" for n in range(3, 9))]


@pytest.fixture(scope="module")
def boss(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Actor:
    folder = tmp_path_factory.mktemp("notes")
    for at, title in enumerate(TITLES):
        kind = "order" if at % 2 else "protocol"
        day = date(2025, 1, 1 + at) if at < 8 else None
        file_one(archive, note(folder, f"выгрузка {at}", f"{at}.txt"), title=title, kind=kind, item="01-02", date=day)
    work(archive)
    return actor_of(archive)


def test_values_of_one_filter_add_up_and_their_counts_stay(archive: Archive, boss: Actor) -> None:
    one = archive.searching.search("выгрузка", boss, Filters(kind=("order",)))
    both = archive.searching.search("выгрузка", boss, Filters(kind=("order", "protocol")))
    assert (one.total, both.total) == (4, 9)
    counts = {value.value: (value.count, value.chosen) for value in one.facets["kind"]}
    assert counts == {"order": (4, True), "protocol": (5, False)}  # what would be added by ticking it too
    nothing = archive.searching.search("выгрузка", boss, Filters(kind=("charter",)))
    assert [(v.value, v.count) for v in nothing.facets["kind"] if v.chosen] == [("charter", 0)]


@pytest.mark.parametrize("sort", list(Sort))
def test_parts_follow_each_other_though_documents_come_between(
    archive: Archive, boss: Actor, sort: Sort, tmp_path: Path
) -> None:
    whole = [hit.document_id for hit in archive.searching.search("выгрузка", boss, sort=sort).hits]
    first = archive.searching.search("выгрузка", boss, limit=4, sort=sort)
    assert first.after is not None
    file_one(archive, note(tmp_path, "выгрузка выгрузка", f"{sort}.txt"), title="Выгрузка", date=date(2025, 1, 4))
    work(archive)
    met = [hit.document_id for hit in first.hits]
    after: str | None = first.after
    while after:
        part = archive.searching.search("выгрузка", boss, limit=4, sort=sort, after=after)
        met += [hit.document_id for hit in part.hits]
        after = part.after
    assert len(met) == len(set(met))
    assert set(whole) <= set(met)
    with pytest.raises(BadCursor):
        archive.searching.search("выгрузка", boss, after="1;DROP")


def test_a_kept_search_is_its_owners_alone(archive: Archive, boss: Actor) -> None:
    saved, other = archive.saved_searches, account(archive, "чужой", "archivist")
    filters = Filters(year=(2025,), kind=("order", "protocol"))
    number = saved.keep("  Приказы года ", "приказ", filters, boss, sort=Sort.DATE)
    kept = saved.one(number, boss)
    assert (kept.name, kept.question, kept.sort) == ("Приказы года", "приказ", "date")
    assert Filters.parse(kept.filters) == filters
    with pytest.raises(NameTaken):
        saved.keep("Приказы года", "", Filters(), boss)
    with pytest.raises(NoName):
        saved.rename(number, " ", boss)
    for road in (saved.one, saved.remove, saved.restore):
        with pytest.raises(NotFound):
            road(number, other)
    saved.rename(number, "Другое", boss)
    saved.remove(number, boss)
    assert saved.listed(boss) == ()
    saved.restore(number, boss)
    assert [each.name for each in saved.listed(boss)] == ["Другое"]
    assert saved.listed(other) == ()
    saved.remove(number, boss)
    saved.forget(archive.clock())
    with pytest.raises(NotFound):
        saved.restore(number, boss)


def test_a_list_taken_out_runs_no_formula_and_is_in_the_journal(archive: Archive, boss: Actor, tmp_path: Path) -> None:
    asked = ("выгрузка", boss, Filters(item=("01-02",)), Sort.OLDEST)
    text = "".join(archive.search_export.csv(*asked))
    assert text.startswith("\ufeff№;")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    titles = [row[2] for row in rows[1:]]
    assert sorted(titles) == sorted([f"'{EVIL}", "'+7 800", "'@сумма", *TITLES[3:]])
    assert {row[2]: row[5] for row in rows}.items() >= {f"'{EVIL}": "01.01.2025", TITLES[-1]: ""}.items()
    target = tmp_path / "список.xlsx"
    assert archive.search_export.xlsx(target, *asked) == len(TITLES) == len(titles)
    sheet = load_workbook(target).active
    assert sheet is not None
    paper = sheet.page_setup
    assert (paper.orientation, paper.fitToHeight, sheet.print_title_rows) == ("landscape", 0, "$1:$1")
    assert sheet["B1"].alignment.wrap_text, "a heading wider than its column is cut off"
    cells = list(sheet.iter_rows(min_row=2))
    assert [row[2].value for row in cells] == [title.removeprefix("'") for title in titles]
    assert {row[2].data_type for row in cells} == {"s"}  # text, not a formula
    first = next(row for row in cells if row[2].value == EVIL)
    assert (str(first[5].value), first[5].number_format) == ("2025-01-01 00:00:00", "dd.mm.yyyy")
    event = archive.journal.log.show(boss, EventFilter(action="search:list:export"), before=None, limit=1)[0]
    assert sorted(event.details["documents"]) == sorted(int(row[1]) for row in rows[1:])
    looker = account(archive, "только-смотрит", "teacher")
    with pytest.raises(NotAllowed):
        archive.search_export.csv("выгрузка", looker, Filters(), Sort.DATE)


def test_a_strip_marks_the_words_on_the_scan(archive: Archive, boss: Actor, scan: Callable[..., Path]) -> None:
    number = file_one(archive, scan(PageKind.ORDER, "полоса.jpg", seed=7), title="Полоса")
    work(archive)
    strips = archive.hit_strips
    signed = strips.signature(number, 1, "приказ", boss)
    looks = EventFilter(document_id=number, action="document:page:read")
    before = len(archive.journal.log.show(boss, looks, before=None, limit=50))
    marked = strips.strip(number, 1, "приказ", boss, signed)
    assert len(archive.journal.log.show(boss, looks, before=None, limit=50)) == before  # part of a recorded answer
    plain = strips.strip(number, 1, "небывальщина", boss, signed)  # a signature of another question is none
    assert len(archive.journal.log.show(boss, looks, before=None, limit=50)) == before + 1
    assert _yellow(marked) > 200 > _yellow(plain)
    with pytest.raises(NotFound):
        strips.strip(number, 1, "приказ", account(archive, "никто-не-видит", "teacher"), signed)


def _yellow(jpeg: bytes) -> int:
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.size == (720, 152)
        red, _, blue = np.moveaxis(np.asarray(image.convert("RGB"), dtype=int), 2, 0)
        return int(((red > 200) & (blue < 160)).sum())
