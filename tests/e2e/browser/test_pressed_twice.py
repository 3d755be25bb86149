"""A double click on the button of a form sends it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.e2e.browser.conftest import Visit

NAME = "Дважды Нажатая Анна"


def test_a_double_click_makes_one_card(visit: Visit) -> None:
    page, sent = visit.page, []
    visit.enter()
    visit.go("/persons/new")
    page.get_by_label("Фамилия, имя, отчество").fill(NAME)
    page.on("request", lambda request: sent.extend([request.url] * (request.method == "POST")))
    page.evaluate("""async () => {
        const button = document.querySelector("main form button[type=submit]");
        button.click();
        await new Promise((slept) => setTimeout(slept, 20));  // the first is on its way, the page still stands
        button.click();
    }""")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    assert len(sent) == 1

    page.go_back()
    page.get_by_label("Фамилия, имя, отчество").fill(NAME)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    assert len(sent) == 2  # whoever comes back may send the same
    assert visit.complaints == []


def test_a_table_can_be_taken_again_once_it_has_come(visit: Visit) -> None:
    page = visit.page
    visit.enter()
    visit.go("/persons/import")
    page.get_by_label("Или список текстом").fill("Фамилия;Имя;Класс\nСойкина;Ада;5-А")
    page.get_by_role("button", name="Посмотреть список").click()
    report = page.get_by_role("button", name="Отчёт таблицей (CSV)")
    with page.expect_download():
        report.dblclick()
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    page.wait_for_timeout(1000)
    assert downloads == []  # the second click of the double one asked for nothing
    report.click()
    page.wait_for_timeout(1000)
    assert downloads == ["otchet.csv"]
