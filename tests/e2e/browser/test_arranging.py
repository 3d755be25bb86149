"""Page tools by keyboard and by mouse: turned, moved, taken out, put back, split, put in; every step undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_whatever_waits, take_in, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.browser.conftest import Served

SIZE = (620, 877)


@pytest.fixture
def papers(served: Served, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Two documents that wait: three pages and a blank one, a single page."""
    sheets = [Image.new("L", SIZE, 255) for _ in range(5)]
    for place in (0, 1, 3, 4):
        ImageDraw.Draw(sheets[place]).multiline_text(
            (60, 60), f"ORDER {place + 10}\nof the school\n" * 2, 0, font_size=40
        )
    stack, single = tmp_path / "листы.tif", tmp_path / "ещё лист.tif"
    sheets[0].save(stack, save_all=True, append_images=sheets[1:4])
    sheets[4].save(single)
    numbers = take_in(served.archive, stack), take_in(served.archive, single)
    work(served.archive)
    yield numbers
    file_whatever_waits(served.archive)


def test_pages_are_arranged_by_keys_and_by_mouse(browser: Browser, served: Served, papers: tuple[int, int]) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go(f"/documents/{papers[0]}/arrange")
        first, second, blank, last = pages = _leaves(page)
        assert troubles(visit, 1440) == []

        page.locator(f"#{second}").focus()
        page.keyboard.press("r")
        expect(page.locator(f"li:has(#{second}) img")).to_have_attribute("src", _turned(90))
        expect(page.locator(f"#{second}")).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        _expect(page, first, blank, second, last)
        page.keyboard.press("Control+z")
        _expect(page, *pages)
        page.keyboard.press("Control+y")
        _expect(page, first, blank, second, last)
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        expect(page.locator(f"li:has(#{second}) img")).to_have_attribute("src", _turned(0))

        page.locator(f"#{second}").uncheck()
        page.locator(f"li:has(#{last})").drag_to(page.locator(f"li:has(#{first})"), target_position={"x": 8, "y": 80})
        _expect(page, last, first, second, blank)
        page.get_by_role("button", name="Убрать пустые").click()
        _expect(page, last, first, second)
        page.get_by_label("страница 3 скана").check()
        page.get_by_role("button", name="Вернуть на место").click()
        _expect(page, last, first, second, blank)

        page.get_by_role("button", name="Вставить").click()
        expect(page.locator("#leaves li")).to_have_count(5)
        page.locator(f"#{last}").uncheck()  # keys act on the ticked pages, else on the one in focus
        page.locator(f"#{second}").focus()
        page.keyboard.press("s")
        expect(page.locator("#leaves li")).to_have_count(2)
        expect(page.get_by_role("heading", name="Получилось последним изменением")).to_be_visible()
        for left in (5, 4):
            page.get_by_role("button", name="Отменить").first.click()
            expect(page.locator("#leaves li")).to_have_count(left)
        assert visit.complaints == []


def _leaves(page: Page) -> list[str]:
    """The ids of the pages in their order; a page keeps its own wherever it stands."""
    return [box.get_attribute("id") or "" for box in page.locator("#leaves input").all()]


def _expect(page: Page, *leaves: str) -> None:
    expect(page.locator("#leaves li")).to_have_count(len(leaves))
    for place, leaf in enumerate(leaves):
        expect(page.locator("#leaves input").nth(place)).to_have_id(leaf)


def _turned(degrees: int) -> re.Pattern[str]:
    return re.compile(rf"r{degrees}\w\w$")


def test_pages_on_a_phone(browser: Browser, served: Served, papers: tuple[int, int]) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU", color_scheme="dark") as context:
        visit = visit_in(context, served)
        visit.enter()
        visit.go(f"/documents/{papers[0]}/arrange")
        assert troubles(visit, 390) == []
        visit.page.locator("#leaves input").nth(1).check()
        visit.page.get_by_role("button", name="Раньше").click()
        expect(visit.page.locator("#leaves input").first).to_be_checked()
        visit.page.get_by_role("button", name="Убрать", exact=True).click()
        expect(visit.page.locator("#leaves li")).to_have_count(3)
        assert troubles(visit, 390) == []
        assert visit.complaints == []
