"""What a person has said of the documents of a stack: asked at once, kept where it is wrong, not overwritten later."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import expect
from sqlalchemy import update

from archive_app.db.models import Document
from archive_app.db.models import Page as PageRow
from indexer.separators import Separator, write_payload
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_whatever_waits, take_in, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served

PAPER = "ПРИКАЗ\n1{n}.05.2025 № {n}\nО зачислении обучающихся\nЗачислить Орлова Петра в первый класс"

PAPERS = itertools.count(0, 3)


@pytest.fixture
def stack(served: Served, tmp_path: Path) -> Iterator[int]:
    """A sheet that only cuts, and two papers behind it."""
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 34)
    sheets = [Image.new("L", (1240, 1754), 255) for _ in range(3)]
    for number, sheet in enumerate(sheets, start=next(PAPERS)):  # the same bytes would be the same document
        ImageDraw.Draw(sheet).multiline_text((100, 100), PAPER.format(n=number), 0, font=font)
    path = tmp_path / "стопка приказов.tif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(150, 150))
    number = take_in(served.archive, path)
    work(served.archive)
    with served.archive.sessions.begin() as session:
        said = update(PageRow).where(PageRow.document_id == number, PageRow.number == 1)
        session.execute(said.values(separator=write_payload(Separator())))
    yield number
    file_whatever_waits(served.archive)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_wrong_item_is_told_beside_it_and_what_was_said_wins(
    browser: Browser, served: Served, stack: int, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go(f"/documents/{stack}/arrange")
        item = page.locator("#item-2")
        page.locator("#title-2").fill("Мой приказ")
        item.fill("99-99")
        page.locator("#year-2").select_option("2024")
        expect(item).to_have_attribute("list", "items-2024")
        expect(page.locator("#items-2024 option")).not_to_have_count(0)
        page.locator("#split").click()
        told = page.locator(".stack-part .refused")
        expect(told).to_have_count(1)
        expect(told).to_contain_text("99-99")
        expect(told).to_contain_text("2024")
        expect(item).to_be_focused()
        expect(item).to_have_value("99-99")
        expect(page.locator("#year-2")).to_have_value("2024")
        expect(page.locator("#title-2")).to_have_value("Мой приказ")
        assert troubles(visit, width) == []

        item.fill("02-03")
        page.locator("#year-2").select_option("2025")
        page.locator("#split").click()
        expect(page.locator(".made li")).to_have_count(1)
        work(served.archive)
        page.locator(".made").get_by_role("link", name=re.compile("^Зарегистрировать")).click()
        title, place = page.get_by_label("Заголовок", exact=True), page.locator("#item")
        expect(page.locator('.chip[data-field="title"]').first).to_be_visible()
        expect(title).to_be_focused()
        page.keyboard.press("Enter")
        expect(title).to_have_value("Мой приказ")
        expect(page.get_by_label("Вид документа", exact=True)).to_be_focused()
        expect(place).to_have_value("02-03 Журналы классов")
        place.focus()
        page.keyboard.press("Enter")
        expect(place).to_have_value("02-03 Журналы классов")
        assert [line for line in visit.complaints if "422" not in line] == []


def test_an_item_that_a_sheet_named_and_the_plan_has_no_more_is_told(
    browser: Browser, served: Served, stack: int
) -> None:
    with served.archive.sessions.begin() as session:
        session.execute(update(Document).where(Document.id == stack).values(meant_item="99-99", meant_year=2025))
    with browser.new_context(locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        visit.go(f"/filing/{stack}")
        expect(visit.page.locator(".notice-bad")).to_contain_text("99-99")
        expect(visit.page.locator("#item")).to_have_value("")
        assert troubles(visit, 1440) == []


def test_the_form_of_sheets_suggests_the_items_of_the_year_and_refuses_others(browser: Browser, served: Served) -> None:
    with browser.new_context(locale="ru-RU") as context:
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go("/separators")
        newest = page.get_by_label("Год").input_value()  # another test may have brought a plan of a later year
        expect(page.locator("#item")).to_have_attribute("list", f"items-{newest}")
        page.get_by_label("Год").select_option("2024")
        expect(page.locator("#item")).to_have_attribute("list", "items-2024")
        expect(page.locator("#items-2024 option").first).to_have_attribute("value", re.compile(r"^01-01 "))
        page.locator("#item").fill("99-99")
        page.get_by_role("button", name="Получить листы").click()
        expect(page.get_by_role("alert")).to_contain_text("99-99")
        expect(page.locator("#item")).to_be_focused()
        assert troubles(visit, 1440) == []
