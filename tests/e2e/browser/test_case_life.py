"""The archivist closes a case file, forbids its destruction, enters an event and opens it again, on one page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from sqlalchemy import select

from archive_app.db.models import Document, Volume
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


def test_the_life_of_a_case_file_from_closing_to_reopening(
    browser: Browser, served: Served, visit: Visit, tmp_path: Path
) -> None:
    document = file_one(
        served.archive,
        note(tmp_path, "Приказ об отпусках"),
        item="01-03",
        kind="order",
        title="Приказ об отпусках",
        date=date(2025, 5, 26),
    )
    page = visit.page
    visit.enter()
    with served.archive.sessions() as session:
        case_file = session.scalars(select(Volume.case_file_id).join(Document).where(Document.id == document)).one()
    visit.go(f"/case-files/{case_file}")
    page.get_by_role("link", name="Закрыть дело").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Жизнь дела")
    assert troubles(visit, 1440) == []

    page.get_by_role("button", name="Закрыть дело").click()
    expect(page.get_by_role("alert")).to_contain_text("не указано число листов")
    page.get_by_label("Закрыть всё равно").check()
    page.get_by_role("button", name="Закрыть дело").click()
    expect(page.get_by_text("Дело закрыто.")).to_be_visible()
    expect(page.get_by_role("list", name="Жизнь дела")).to_contain_text("01.01.(2025 + 1 + 5) = 01.01.2031")

    page.get_by_text("Наложить запрет").click()
    page.get_by_label("Чем вызван запрет").fill("запрос суда от 04.05.2026 № 2-118")
    page.locator("#hold-reason").fill("идёт спор")
    page.get_by_role("button", name="Запретить уничтожение").click()
    expect(page.get_by_role("list", name="Жизнь дела")).to_contain_text("запрос суда от 04.05.2026 № 2-118")
    holds = page.get_by_role("region", name="Запреты на уничтожение")
    expect(holds).to_contain_text("Соколова Мария Игоревна")
    expect(holds).not_to_contain_text(served.login)
    verdict = page.get_by_role("region", name="Что дальше")
    expect(verdict).to_contain_text("не раньше 01.01.2031")

    page.get_by_text("Внести событие").first.click()
    page.get_by_label("День", exact=True).fill("31.02.2026")
    page.locator("#event-ground").fill("акт № 3")
    page.get_by_role("button", name="Внести событие").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#event-ground")).to_have_value("акт № 3")  # nothing that was typed is lost
    page.get_by_label("День", exact=True).fill("28.02.2026")
    page.get_by_role("button", name="Внести событие").click()
    expect(page.get_by_text("Событие внесено.")).to_be_visible()

    page.locator("#reopen-reason").fill("найден лист")
    page.get_by_role("button", name="Открыть снова").click()
    expect(page.get_by_role("list", name="Жизнь дела")).to_contain_text("найден лист")
    assert [each for each in visit.complaints if "status of 4" not in each] == []  # the two refusals were meant

    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        small = visit_in(context, served)
        small.enter()
        small.go(f"/case-files/{case_file}/life")
        assert troubles(small, 390) == []
