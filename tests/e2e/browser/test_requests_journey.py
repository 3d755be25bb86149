"""A graduate whose surname has changed gets the certificate in time; an officer learns who looked at her records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.browser.answers_shown import FORMERLY, GRADUATE, HEAD
from tests.fixtures.archives import account
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from tests.e2e.browser.conftest import Visit


def test_a_graduate_with_a_changed_surname_gets_the_certificate(visit: Visit, answers: dict[str, int]) -> None:
    page = visit.page
    visit.enter(HEAD)
    visit.go("/requests/wording")
    body = page.get_by_label("Форма: справка об обучении")
    body.fill(body.input_value() + "\nСправка дана по архивным документам.")
    page.get_by_role("button", name="Составить эту редакцию").click()
    page.get_by_role("button", name="Утвердить: справка об обучении, редакция 2").click()
    expect(page.get_by_text("справка об обучении, редакция 2, утверждена")).to_be_visible()
    page.context.clear_cookies()
    visit.enter()
    visit.go("/requests")
    page.get_by_role("link", name="Зарегистрировать запрос").click()
    page.get_by_label("Фамилия, нынешняя или прежняя").fill("треплева")
    page.get_by_role("button", name="Найти лицо").click()
    expect(page.get_by_text(f"прежде: {FORMERLY}")).to_be_visible()
    page.get_by_role("link", name=GRADUATE).click()
    page.get_by_label("Цель").fill("по месту работы")
    page.get_by_label("Основание").fill("заявление № 77")
    page.get_by_role("button", name="Зарегистрировать", exact=True).click()
    expect(page.get_by_text("273-ФЗ")).to_be_visible()
    expect(page.locator(".late")).to_have_count(0)
    page.get_by_role("button", name="Поручить").click()
    page.get_by_role("button", name="Составить ответ").click()
    text = page.get_by_label("Текст ответа").input_value()
    assert (FORMERLY in text, "по архивным документам" in text) == (True, True)
    page.get_by_label("Другой документ, по его номеру").fill(str(answers["marks"]))
    page.get_by_role("button", name="Сохранить ответ").click()
    expect(page.get_by_role("checkbox", name="Сводная ведомость 5-А")).to_be_checked()
    page.get_by_label("Кто подписывает").fill("директор Сорин П. Н.")
    page.get_by_role("button", name="Зарегистрировать подписанный ответ").click()
    page.get_by_label("Предъявленный документ").fill("паспорт 45 01 № 000077")
    page.get_by_label("Статья номенклатуры для копии").fill("02-12")
    page.get_by_role("button", name="Выдать ответ").click()
    expect(page.get_by_text("ответ выдан").first).to_be_visible()
    page.get_by_role("link", name="Журнал передачи персональных данных").click()
    row = page.get_by_role("row").filter(has_text="заявление № 77")
    for told in (GRADUATE, "паспорт 45 01 № 000077", "Соколова Мария Игоревна"):
        expect(row).to_contain_text(told)
    row.get_by_role("link", name="Документ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Справка об обучении №")
    assert visit.complaints == []


def test_an_officer_learns_who_looked(visit: Visit, answers: dict[str, int]) -> None:
    archive, page = visit.served.archive, visit.page
    account(archive, "ответственный", "auditor")
    give_password(archive, "ответственный")
    visit.enter("ответственный")
    page.get_by_role("link", name="Люди", exact=True).click()
    page.get_by_role("link", name="Кто смотрел дело лица").click()
    today = archive.today()
    page.get_by_label("О ком речь").fill(GRADUATE)
    page.get_by_label("С какого дня").fill(f"{today - timedelta(days=1):%d.%m.%Y}")
    page.get_by_label("До").fill(f"{today:%d.%m.%Y}")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("heading", name=GRADUATE)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="добавил человека")).to_contain_text("Соколова Мария Игоревна")
    page.get_by_label("С какого дня").fill("01.03.2019")
    page.get_by_label("До").fill("31.03.2019")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_text("В эти дни")).to_be_visible()
    page.get_by_label("До").fill("31.02.2019")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert visit.complaints == []
