"""A file plan is drafted, changed, agreed, approved by another and put in force; what is agreed no form changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.browser.conftest import YEARS, visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import account
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit

YEAR, DIRECTOR = YEARS[0], "директор-плана"


def test_a_plan_from_draft_to_force(browser: Browser, served: Served, visit: Visit) -> None:
    account(served.archive, DIRECTOR, "director")
    give_password(served.archive, DIRECTOR)
    page = visit.page
    visit.enter()
    visit.go("/file-plan/versions")
    page.get_by_label("На какой год").fill(str(YEAR))
    page.get_by_label("Скопировать статьи").select_option(str(YEAR))
    page.get_by_role("button", name="Начать проект").click()
    expect(page.get_by_role("link", name="Добавить статью")).to_be_visible()  # it asks for its session first
    version = page.url
    _changed(visit)
    stale = page.context.new_page()
    stale.goto(f"{version}/items/02-99")
    page.get_by_label("Протокол комиссии").fill("протокол ЭК от 01.12.2023 № 4")
    page.get_by_role("button", name="Комиссия согласовала").click()
    expect(page.locator(".state")).to_have_text("согласована комиссией")
    stale.get_by_label("Заголовок").fill("Изменено после согласования")
    stale.get_by_role("button", name="Сохранить").click()
    expect(stale.get_by_role("alert")).to_be_visible()
    expect(stale.locator("main")).not_to_contain_text("Изменено после согласования")
    stale.close()
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        other = visit_in(context, served)
        other.enter(DIRECTOR)
        expect(other.page.get_by_role("navigation").first).to_be_visible()
        other.page.goto(version)
        assert troubles(other, 390) == []
        other.page.get_by_role("button", name="Утвердить номенклатуру").click()
        expect(other.page.locator(".state")).to_have_text("утверждена")
    page.reload()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Выгрузить таблицей (XLSX)").click()
    assert taken.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("button", name="Ввести в действие").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Номенклатура дел на {YEAR} год")
    expect(page.get_by_role("cell", name="Журнал учёта пропусков")).to_be_visible()
    for path in ("/file-plan/checklists/02-02", f"/documents/{served.documents['exam_sheet']}/order-events"):
        visit.go(path)
        assert troubles(visit, 1440) == [], path
    assert visit.complaints == []


def _changed(visit: Visit) -> None:
    """An item added, another one changed: the page says both."""
    page = visit.page
    page.get_by_role("link", name="Добавить статью").click()
    for label, text in {
        "Индекс": "02-99",
        "Раздел": "02 Учебная работа",
        "Заголовок": "Журнал учёта пропусков",
        "Срок": "3 года",
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    assert troubles(visit, 1440) == []
    page.get_by_role("button", name="Сохранить").click()
    page.locator('a[href$="/items/02-13"]').click()
    page.get_by_label("Примечание").fill("хранить у завуча")
    page.get_by_role("button", name="Сохранить").click()
    changes = page.get_by_role("region", name="Чем отличается")
    expect(changes).to_contain_text("02-99 Журнал учёта пропусков")
    expect(changes).to_contain_text("хранить у завуча")
    assert troubles(visit, 1440) == []
