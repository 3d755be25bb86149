"""What a person does to get in: an invitation, a password, a code; and what is told when it does not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from passlib.totp import TOTP
from playwright.sync_api import expect

from archive_app.db.models import Duty, Role
from archive_app.services.accounts.directory import add_account
from archive_app.services.accounts.invitations import invite
from archive_app.services.accounts.sessions import end_sessions
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.signing_in import PASSWORD, new_account
from tests.fixtures.visitors import next_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.browser.conftest import Served, Visit

WIDE = 1440


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def connect(page: Page) -> TOTP:
    """Set an authenticator up, from its page to the recovery codes or the first page."""
    page.get_by_role("button", name="Подключить приложение").click()
    key = (page.locator("code.key").text_content() or "").replace("-", "")
    totp = TOTP(key=key, format="base32")
    page.get_by_label("Шесть цифр").fill(str(totp.generate().token))
    page.get_by_role("button", name="Подключить", exact=True).click()
    return totp


def test_from_an_invitation_to_the_archive(visit: Visit, served: Served) -> None:
    archive, page = served.archive, visit.page
    number = add_account(archive.accounts, "зайцев", "Зайцев Пётр", by="test")
    visit.go(invite(archive.accounts, number, by="test").path)
    heading(page, "Придумайте пароль")
    assert troubles(visit, WIDE) == []
    for new, again, told in (
        ("сиреневый трактор 7", "сиреневый трактор 8", "набран два раза по-разному"),
        ("пароль12345", "пароль12345", "легко угадать"),
    ):
        page.get_by_label("Новый пароль").fill(new)
        page.get_by_label("То же ещё раз").fill(again)
        page.get_by_role("button", name="Сохранить и войти").click()
        expect(page.get_by_role("alert")).to_contain_text(told)
    page.get_by_label("Новый пароль").fill(PASSWORD)
    page.get_by_label("То же ещё раз").fill(PASSWORD)
    page.get_by_role("button", name="Сохранить и войти").click()
    page.get_by_role("link", name="Зайцев Пётр").click()
    heading(page, "Мой вход")


def test_wrong_tries_are_told_and_end_in_a_lock(visit: Visit, served: Served) -> None:
    new_account(served.archive, "лисицын", "Лисицын")
    for number in range(10):
        visit.enter("лисицын", f"догадка {number}")
        expect(visit.page.get_by_role("alert")).to_contain_text("Логин или пароль неверный")
    visit.enter("лисицын")
    expect(visit.page.get_by_role("alert")).to_contain_text("Слишком много неверных попыток")
    assert troubles(visit, WIDE) == []


def test_a_code_from_the_phone_and_a_recovery_code(visit: Visit, served: Served) -> None:
    new_account(served.archive, "волкова", "Волкова Ольга")
    page = visit.page
    visit.enter("волкова")
    visit.go("/account/second-factor")
    totp = connect(page)
    heading(page, "Коды восстановления")
    page.get_by_role("button", name="Создать коды восстановления").click()
    code = page.locator(".codes code").first.text_content() or ""
    page.get_by_role("button", name="Выйти").click()

    visit.enter("волкова")
    heading(page, "Код из приложения")
    assert troubles(visit, WIDE) == []
    page.get_by_label("Шесть цифр").fill("000000")
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("alert")).to_contain_text("Код неверный")
    page.get_by_label("Шесть цифр").fill(next_code(totp))
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("link", name="Волкова Ольга")).to_be_visible()
    page.get_by_role("button", name="Выйти").click()

    visit.enter("волкова")
    page.get_by_role("link", name="Телефона нет под рукой").click()
    page.get_by_label("Один из сохранённых кодов").fill(code)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("link", name="Волкова Ольга")).to_be_visible()
    assert visit.complaints == []  # no breach of the content policy, the QR code included


@pytest.fixture
def auditors_need_a_second_factor(served: Served) -> Iterator[None]:
    number = new_account(served.archive, "барсукова", "Барсукова Нина")
    with served.archive.sessions.begin() as session:
        session.get_one(Role, "auditor").second_factor_required = True
        session.add(Duty(user_id=number, role_code="auditor", given_by="test", given_at=served.archive.clock()))
    yield
    with served.archive.sessions.begin() as session:
        session.get_one(Role, "auditor").second_factor_required = False


@pytest.mark.usefixtures("auditors_need_a_second_factor")
def test_whose_duties_ask_for_a_second_factor_is_led_to_it(visit: Visit, served: Served) -> None:
    page = visit.page
    visit.enter("барсукова")
    expect(page.locator("main")).to_contain_text("Ваши обязанности требуют второго фактора")
    assert troubles(visit, WIDE) == []
    visit.go("/account")
    heading(page, "Вход")
    visit.enter("барсукова")
    connect(page)
    expect(page.get_by_role("link", name="Барсукова Нина")).to_be_visible()


def test_a_session_ended_elsewhere_is_out_with_the_next_click(browser: Browser, served: Served) -> None:
    number = new_account(served.archive, "рысева", "Рысева Анна")
    with browser.new_context(locale="ru-RU") as here, browser.new_context(locale="ru-RU") as there:
        first, second = visit_in(here, served), visit_in(there, served)
        first.enter("рысева")
        second.enter("рысева")
        first.go("/account")
        first.page.get_by_role("button", name="Завершить", exact=True).click()
        expect(first.page.get_by_role("status")).to_contain_text("Сеанс завершён.")
        second.go("/account")
        heading(second.page, "Вход")
        end_sessions(served.archive.accounts, number, by="admin")
        first.go("/account")
        heading(first.page, "Вход")
