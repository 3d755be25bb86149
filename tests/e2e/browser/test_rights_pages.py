"""Rights in the browser: who sees a document and why, opening it for a time, duties, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.fixtures.signing_in import new_account

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


def test_a_document_is_opened_for_a_time_seen_and_closed_again(visit: Visit, browser: Browser, served: Served) -> None:
    new_account(served.archive, "проверяющая", "Белова Нина Павловна")
    number = served.documents["exam_sheet"]
    visit.enter()
    visit.go(f"/documents/{number}")
    page = visit.page
    page.get_by_role("link", name="Кто видит этот документ").click()
    page.get_by_label("Логин сотрудника").fill("проверяющая")
    page.get_by_label("Последний день").fill("2199-12-31")
    page.get_by_label("Основание").fill("Запрос прокуратуры № 5")
    page.get_by_role("button", name="Открыть на время").click()
    expect(page.get_by_role("status")).to_contain_text("открыт")
    expect(page.get_by_role("region", name="Кто видит этот документ")).to_contain_text("Запрос прокуратуры № 5")
    with browser.new_context(locale="ru-RU") as context:
        guest = visit_in(context, served)
        guest.enter("проверяющая")
        guest.go(f"/documents/{number}")
        expect(guest.page.get_by_role("heading", level=1)).not_to_have_text("Такого здесь нет")
        expect(guest.page.get_by_role("link", name="Скачать оригинал")).to_have_count(0)
        expect(guest.page.get_by_role("link", name="Журнал")).to_have_count(0)
        assert guest.page.goto(f"{served.address}/documents/{number}/original").status == 403  # type: ignore[union-attr]
        region = page.get_by_role("region", name="Открыт на время")
        region.get_by_role("row").filter(has_text="Белова").get_by_role("button", name="Закончить").click()
        expect(page.get_by_role("status")).to_contain_text("закончено")
        assert guest.page.goto(f"{served.address}/documents/{number}").status in {403, 404}  # type: ignore[union-attr]
    assert visit.complaints == []


def test_a_duty_is_given_and_taken_away(visit: Visit, served: Served) -> None:
    new_account(served.archive, "новенькая", "Жукова Ольга Петровна")
    visit.enter()
    visit.go("/admin/users?sought=жукова")
    page = visit.page
    page.get_by_role("link", name="Жукова Ольга Петровна").click()
    expect(page.get_by_text("Обязанностей нет")).to_be_visible()
    page.get_by_text("Назначить обязанность", exact=True).click()
    page.get_by_label("Роль").select_option(label="Преподаватель")
    page.get_by_role("button", name="Назначить").click()
    expect(page.get_by_role("alert")).to_contain_text("нужно указать")
    page.get_by_label("Роль").select_option(label="Заместитель директора по учебной работе")
    page.get_by_role("button", name="Назначить").click()
    expect(page.get_by_role("status")).to_contain_text("назначена")
    page.get_by_role("link", name="Что видит этот человек сегодня").click()
    expect(page.get_by_role("region", name="Права сегодня")).to_contain_text("видеть, скачивать")
    page.get_by_role("link", name="Учётная запись и обязанности").click()
    page.get_by_role("region", name="Обязанности").get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("снята")
    expect(page.get_by_role("region", name="Обязанности").get_by_role("button")).to_have_count(0)


def test_the_journal_tells_who_looked(visit: Visit, served: Served) -> None:
    number = served.documents["long"]
    visit.enter()
    visit.go(f"/documents/{number}")
    visit.page.get_by_role("link", name="Кто смотрел и что менялось").click()
    region = visit.page.get_by_role("region", name="Журнал")
    expect(region).to_contain_text(served.login)
    expect(region).to_contain_text("регистрация документа")
