"""The list of an order is looked through line by line, then entered; what is due and the forecast are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from archive_app.services.persons import FullName, find_or_add_persons
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit

ORDER = "ФИО;Дата\nВыпускникова Нина Павловна;30.06.2025\nНеизвестный Иван Иванович;30.06.2025"


def test_a_list_becomes_events_and_the_lists_of_the_archive_are_read(
    browser: Browser, served: Served, visit: Visit
) -> None:
    archive, page = served.archive, visit.page
    with archive.sessions.begin() as session:
        find_or_add_persons(session, [FullName.parse("Выпускникова Нина Павловна")], archive.clock())
    archive.life.prospects.run()
    visit.enter()
    visit.go("/archive/events")
    page.get_by_label("Основание").fill("приказ от 30.06.2025 № 41-у")
    page.get_by_label("Таблица (CSV, XLSX)").set_input_files(
        {"name": "приказ.csv", "mimeType": "text/csv", "buffer": ORDER.encode("cp1251")}
    )
    page.get_by_role("button", name="Посмотреть список").click()
    expect(page.locator(".notice")).to_contain_text("будет внесено 1 событие, пропущена 1 строка")
    expect(page.get_by_role("table")).to_contain_text("такого человека в архиве нет")
    assert troubles(visit, 1440) == []
    page.get_by_role("button", name="Внести события").click()
    expect(page.locator(".notice")).to_contain_text("внесено 1 событие")
    visit.go("/archive/due/close")
    expect(page.get_by_role("table")).to_be_visible()
    assert troubles(visit, 1440) == []
    visit.go("/archive/forecast")
    assert troubles(visit, 1440) == []
    assert visit.complaints == []
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        small = visit_in(context, served)
        small.enter()
        for path in ("/archive/events", "/archive/due/close", "/archive/forecast"):
            small.go(path)
            assert troubles(small, 390) == [], path
