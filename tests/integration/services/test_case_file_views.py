"""Case files as people see them: what is counted is what is seen, at a cost that does not grow."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from archive_app.db.engine import reading
from archive_app.db.models import Document, RegisterBook, Volume
from archive_app.errors import NotFound
from archive_app.services.case_file_views import CaseFiles
from archive_app.services.fileplans import shown_plan
from archive_app.services.registers.blanks import Lot
from archive_app.wiring.answering import registers_over
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note, take_in, work
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

IVANOVA = "Иванова Анна Петровна"


def case_file_of(archive: Archive, document: int) -> int:
    with reading(archive.sessions) as session:
        volume = session.get_one(Volume, session.get_one(Document, document).volume_id)
        return volume.case_file_id


def test_counts_are_of_what_one_sees(archive: Archive, tmp_path: Path) -> None:
    """A clerk sees the order, not the journal beside it: of each item as many case files as hold something seen."""
    order = file_one(archive, note(tmp_path, f"Приказ {tmp_path}"), item="01-02", kind="order", sheets=3)
    journal = file_one(archive, note(tmp_path, f"Журнал {tmp_path}", "ж.txt"), item="02-06", kind="class_journal")
    clerk, views = account(archive, "делопроизводитель", "clerk"), archive.case_files

    card = views.card(case_file_of(archive, order), clerk)

    assert (card.item, card.volumes[0].documents, card.volumes[0].sheets) == ("01-02", 1, 3)
    with pytest.raises(NotFound):
        views.card(case_file_of(archive, journal), clerk)
    with pytest.raises(NotFound):
        views.volume(views.card(case_file_of(archive, journal), actor_of(archive)).volumes[0].volume_id, clerk)
    assert views.of_item("02-06", YEAR, clerk).rows == ()
    assert [row.documents for row in views.of_item("02-06", YEAR, actor_of(archive)).rows] == [1]
    counts = {
        item.index: item.case_files for _, items in shown_plan(archive.sessions, YEAR, clerk).sections for item in items
    }
    assert (counts["01-02"], counts["02-06"]) == (1, 0)


def test_a_case_file_costs_the_same_with_many_documents(archive: Archive, tmp_path: Path) -> None:
    acting, views = actor_of(archive), archive.case_files
    first = file_one(archive, note(tmp_path, f"первый {tmp_path}"), IVANOVA, item="02-15")
    number = case_file_of(archive, first)

    def cost() -> int:
        with statements_of(archive.database) as statements:
            views.card(number, acting)
            views.of_item("02-15", YEAR, acting)
        return len([each for each in statements if each.lstrip().startswith(("SELECT", "WITH"))])

    few = cost()
    for n in range(8):
        file_one(
            archive, note(tmp_path, f"{n} {tmp_path}", f"{n}.txt"), IVANOVA, f"Орлов Пётр {'И' * (n + 1)}", item="02-15"
        )
    assert cost() <= few
    assert views.card(number, acting).persons[0][1:] == (IVANOVA, 9)


def test_the_life_tells_the_day_or_why_there_is_none(archive: Archive, tmp_path: Path) -> None:
    document = file_one(
        archive, note(tmp_path, f"работа {tmp_path}"), item="01-03", date=datetime.date(2025, 5, 26), kind="order"
    )
    number, acting = case_file_of(archive, document), actor_of(archive)
    views = CaseFiles(archive.journal.reads, datetime.date(2026, 11, 22))

    open_yet = {point.code: point for point in views.card(number, acting).life}
    assert (open_yet["no_date"].day, open_yet["closed"].future) == (None, True)
    archive.life.closing.close(number, acting, knowingly=True)

    closed = {point.code: point for point in views.card(number, acting).life}
    assert (closed["eligible"].day, closed["eligible"].future) == (datetime.date(2031, 1, 1), True)
    assert "5 лет" in closed["eligible"].why


def test_suggestions_come_from_the_text_and_from_what_is_filed(archive: Archive, tmp_path: Path) -> None:
    text = "ПРИКАЗ\n1{n}.05.2025 № {n}-у\nО летнем отдыхе обучающихся\nОрганизовать лагерь дневного пребывания"
    for n in range(4):
        file_one(archive, note(tmp_path, text.format(n=n), f"{n}.txt"), item="03-03", kind="order")
    waiting = take_in(archive, note(tmp_path, text.format(n=7), "7.txt"))
    work(archive)

    found = archive.suggesting.suggest(waiting, actor_of(archive))

    assert {field: found[field][0].value for field in ("kind", "item", "number", "date", "year", "title")} == {
        "kind": "order",
        "item": "03-03",
        "number": "7-у",
        "date": "17.05.2025",
        "year": "2025",
        "title": "Приказ о летнем отдыхе обучающихся",
    }
    assert found["item"][0].reason.startswith("так зарегистрирован")
    stranger = account(archive, "завуч", "deputy")
    with pytest.raises(NotFound):
        archive.suggesting.suggest(waiting, stranger)


def test_the_number_of_an_attestat_is_that_of_its_blank_and_never_that_of_the_book(
    archive: Archive, tmp_path: Path
) -> None:
    text = "АТТЕСТАТ\nо среднем общем образовании\n{blank}\nРегистрационный № 34\n25 июня 2025 года"
    boss = actor_of(archive)
    lot = Lot(RegisterBook.ATTESTAT, "", "02325000041883", 2, "накладная № 1")
    blanks = registers_over(archive.requests).blanks
    blanks.receive(lot, boss)
    offered = {}
    for name, blank in {"known": "023 25 000041884", "spoiled": "02325000041883", "other": "02325000099999"}.items():
        waiting = take_in(archive, note(tmp_path, text.format(blank=blank), f"{name}.txt"))
        work(archive)
        if name == "spoiled":
            (first, _) = blanks.listed(RegisterBook.ATTESTAT, boss)
            blanks.spoil(first.blank_id, "акт № 2", boss)
        found = archive.suggesting.suggest(waiting, boss)
        assert found["kind"][0].value == "diploma"
        offered[name] = [each.value for each in found["number"]]
    assert offered == {"known": ["02325000041884"], "spoiled": [], "other": []}
