"""The archivist files by keyboard alone, one document after another; two people edit one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_whatever_waits, note, take_in, work

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.browser.conftest import Served, Visit

TEXT = "ПРИКАЗ\n1{n}.05.2025 № {n}-ж{width}\nО зачислении обучающихся\nЗачислить Орлова Петра в первый класс {width}"


def file_by_keys(page: Page) -> None:
    """Enter takes each suggestion and goes on, Ctrl+Enter files."""
    expect(page.get_by_label("Заголовок", exact=True)).to_be_focused()
    for _ in ("title", "kind", "number", "date"):
        page.keyboard.press("Enter")
    item = page.get_by_role("combobox", name="Статья номенклатуры")
    expect(item).to_be_focused()
    page.keyboard.type("02 журналы класс")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(item).to_have_value("02-03 Журналы классов")
    page.keyboard.press("Control+Enter")


@pytest.mark.parametrize("width", [1440, 390])
def test_three_documents_are_filed_by_keyboard_alone(
    browser: Browser, served: Served, tmp_path: Path, width: int
) -> None:
    archive = served.archive
    numbers = [
        take_in(archive, note(tmp_path, TEXT.format(n=n, width=width), f"скан {n}.txt"), title=f"скан {n}")
        for n in (1, 2, 3)
    ]
    work(archive)
    with browser.new_context(viewport={"width": width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        visit.go("/filing")
        assert troubles(visit, width) == []
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("осталось 3")
        for _ in numbers:
            before = visit.page.url
            file_by_keys(visit.page)
            expect(visit.page).not_to_have_url(before)
        expect(visit.page.get_by_text("ничего не ждёт")).to_be_visible()
        visit.page.get_by_role("button", name="Отменить").last.click()
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("остался 1")
        file_by_keys(visit.page)
        expect(visit.page.get_by_text("ничего не ждёт")).to_be_visible()
        visit.go(f"/documents/{numbers[0]}/changes")
        expect(visit.page.get_by_role("table")).to_contain_text(f"1-ж{width}")
        assert visit.complaints == []


REFUSED = [
    ("date", "31.02.2025", "непонятна"),
    ("item", "грамоты", "Ближайшие"),
    ("item", "", "Выберите статью"),
    ("persons", "Рогов " + "ж" * 300, "не похоже на имя"),
    ("title", "ж" * 1001, "«Заголовок» — знаков 1001, а помещается 1000"),
]
"""A field, what is typed into it, what the refusal says."""


def test_a_refusal_leads_to_the_field_that_it_is_about(browser: Browser, served: Served, tmp_path: Path) -> None:
    number = take_in(served.archive, note(tmp_path, TEXT.format(n=7, width="отказ"), "отказ.txt"), title="отказ")
    work(served.archive)
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        page = visit.page
        for name, typed, told in REFUSED:
            visit.go(f"/filing/{number}")
            page.locator("#item").fill("02-03 Журналы классов")
            field = page.locator(f"#{name}")
            field.fill(typed)
            page.locator("#filing-form").evaluate("form => { form.noValidate = true; }")
            page.keyboard.press("Control+Enter")
            expect(page.get_by_role("alert")).to_contain_text(told)
            expect(page.get_by_role("alert")).to_be_in_viewport()
            expect(field).to_be_focused()
            expect(field).to_be_in_viewport()
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(field).to_have_value(typed)
        assert troubles(visit, 390) == []
    file_whatever_waits(served.archive)


def test_of_two_editors_the_later_chooses_and_can_take_it_back(browser: Browser, served: Served, visit: Visit) -> None:
    address = f"/documents/{served.documents['exam_sheet']}"
    with browser.new_context(locale="ru-RU") as context:
        second = visit_in(context, served)
        for one in (visit, second):
            one.enter()
            one.go(f"{address}/edit")
        visit.page.get_by_label("Номер", exact=True).fill("12")
        visit.page.get_by_role("button", name="Сохранить").click()
        expect(visit.page.get_by_text("Карточка сохранена")).to_be_visible()

        second.page.get_by_label("Номер", exact=True).fill("13")
        second.page.get_by_role("button", name="Сохранить").click()

        choice = second.page.get_by_role("radiogroup", name="Номер")
        expect(choice).to_contain_text("Сейчас в архиве: 12")
        expect(choice.get_by_label("У вас: 13")).to_be_checked()
        assert troubles(second, 1280) == []
        second.page.get_by_role("button", name="Сохранить").click()
        second.page.get_by_role("button", name="Отменить").last.click()
        expect(second.page.get_by_text("Изменение отменено")).to_be_visible()
        second.go(f"{address}/edit")
        expect(second.page.get_by_label("Номер", exact=True)).to_have_value("12")


def test_who_may_not_file_is_told_so(browser: Browser, served: Served) -> None:
    with browser.new_context(locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter("дежурный")
        answer = visit.page.goto(f"{served.address}/documents/{served.documents['exam_sheet']}/edit")
        assert answer is not None
        assert answer.status in {403, 404}
