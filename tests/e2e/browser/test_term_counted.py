"""A printed term is counted from the file plan, with its steps; what is not understood says what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


def test_a_term_of_the_file_plan_is_counted(visit: Visit) -> None:
    page = visit.page
    visit.enter()
    visit.go("/file-plan")
    page.get_by_role("link", name="50/75 лет ЭПК").first.click()
    expect(page.get_by_label("Срок, как он напечатан в номенклатуре")).to_have_value("50/75 лет ЭПК")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Рассчитать").click()
    expect(page.get_by_role("alert")).to_contain_text("Напишите дату последнего документа")
    page.get_by_label("Срок, как он напечатан в номенклатуре").fill("5 лет ЭПК")
    page.get_by_label("Отсчёт срока").select_option("")
    page.get_by_label("Дата последнего документа").fill("04.05.2026")
    page.get_by_label("На какой день").fill("01.01.2031")
    page.get_by_role("button", name="Рассчитать").click()
    answer = page.locator(".term-answer")
    expect(answer).to_contain_text("не раньше 01.01.2032")
    expect(answer).to_contain_text("01.01.(2026 + 1 + 5) = 01.01.2032")
    expect(answer).to_contain_text("ЭПК")
    page.get_by_label("На какой день").fill("01.01.2032")
    page.get_by_role("button", name="Рассчитать").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Срок истёк")


def test_what_waits_or_is_not_understood_says_what_to_write(visit: Visit) -> None:
    page = visit.page
    visit.enter()
    visit.go("/archive/due")
    page.get_by_role("link", name="Рассчитать срок").click()
    page.get_by_role("link", name="До востребования").click()
    expect(page.locator(".term-answer")).to_contain_text("01.01.2071")
    visit.go("/archive/term?term=3 года после выбытия&finished=25.06.2020")
    expect(page.locator(".term-answer")).to_contain_text("Напишите ниже день события")
    visit.go("/archive/term?term=5 лун&finished=32.13.2020")
    expect(page.locator("#finished-refused")).to_contain_text("32.13.2020")
    visit.go("/archive/term?term=5 лун&finished=25.06.2020")
    expect(page.locator("#term-refused")).to_contain_text("«5 лет ЭПК», «Постоянно»")
    visit.go("/archive/term?term=3 года после выбытия&trigger=replaced&finished=25.06.2020")
    expect(page.locator("#trigger-refused")).to_contain_text("выбытие")
    visit.go("/archive/term?term=5 лет&finished=31.12.9999")
    expect(page.locator("#finished-refused")).to_contain_text("календар")


def test_a_phone_shows_it_whole(browser: Browser, served: Served) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU", color_scheme="dark") as context:
        small = visit_in(context, served)
        small.enter()
        for question in (
            "",
            "?term=5 лет ЭПК&finished=04.05.2026",
            "?term=5 лун&finished=",
            "?term=5 лун&finished=04.05.2026",
        ):
            small.go(f"/archive/term{question}")
            assert troubles(small, 390) == [], question
        small.go("/file-plan")
        assert troubles(small, 390) == []
