"""A session that ends while a page stands open takes nothing that was typed: the page says so and goes on after the sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from archive_app.services.accounts.sessions import end_sessions
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.work_shown import CONTINGENT
from tests.fixtures.archives import account, file_whatever_waits
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.e2e.browser.conftest import Served, Visit

TOLD = "Ваш сеанс закончился. Набранное не потеряно"
WORDING = "Справка дана {фио} в том, что набрано до конца сеанса."


@pytest.fixture
def archivist(served: Served) -> Iterator[str]:
    account(served.archive, "поздняя", "archivist")
    give_password(served.archive, "поздняя")
    yield "поздняя"
    file_whatever_waits(served.archive)


def end(served: Served, login: str) -> None:
    number = served.archive.actor(login).user_id
    assert number is not None
    end_sessions(served.archive.accounts, number, by=served.login)


def sign_in_elsewhere(visit: Visit, login: str) -> None:
    """In another window of the same browser; then whoever typed comes back."""
    other = visit_in(visit.page.context, visit.served)
    other.enter(login)
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Сегодня")
    other.page.close()
    visit.page.evaluate("dispatchEvent(new Event('focus'))")


def notice(page: Page) -> None:
    expect(page.locator(".session-ended")).to_contain_text(TOLD)


def test_what_a_part_of_a_page_was_asked_for_stays_typed(visit: Visit, served: Served, archivist: str) -> None:
    page = visit.page
    visit.enter(archivist)
    visit.go("/requests/wording")
    end(served, archivist)
    page.get_by_label("Форма: ").fill(WORDING)
    notice(page)
    expect(page.get_by_role("link", name="Войти в новом окне")).to_be_visible()

    visit.page.evaluate("dispatchEvent(new Event('focus'))")  # back without having signed in
    notice(page)
    sign_in_elsewhere(visit, archivist)
    expect(page.locator(".session-ended")).to_have_count(0)
    expect(page.get_by_label("Форма: ")).to_have_value(WORDING)
    page.get_by_label("Форма: ").press_sequentially(" ")
    expect(page.locator("#example")).to_contain_text("набрано до конца сеанса")
    page.get_by_role("button", name="Составить эту редакцию").click()
    expect(page.locator("main .lines")).to_contain_text("набрано до конца сеанса")


def test_whoever_has_signed_in_already_is_asked_to_repeat(visit: Visit, served: Served, archivist: str) -> None:
    page = visit.page
    visit.enter(archivist)
    visit.go("/requests/wording")
    end(served, archivist)
    other = visit_in(page.context, served)
    other.enter(archivist)
    page.get_by_label("Форма: ").fill(WORDING)
    expect(page.locator(".message")).to_contain_text("вы вошли заново. Набранное не потеряно")
    expect(page.locator(".session-ended")).to_have_count(0)
    page.get_by_label("Форма: ").press_sequentially(" ")
    expect(page.locator("#example")).to_contain_text("набрано до конца сеанса")


def test_the_page_is_not_handed_to_another_person(visit: Visit, served: Served, archivist: str) -> None:
    visit.enter(archivist)
    visit.go("/requests/wording")
    end(served, archivist)
    visit.page.get_by_label("Форма: ").fill(WORDING)
    notice(visit.page)
    sign_in_elsewhere(visit, served.login)
    visit.page.wait_for_timeout(500)
    notice(visit.page)


def test_chosen_files_stay_chosen(visit: Visit, served: Served, archivist: str) -> None:
    page = visit.page
    visit.enter(archivist)
    visit.go("/persons/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "список.csv", "mimeType": "text/csv", "buffer": CONTINGENT.encode()}
    )
    send = page.locator("main form button[type=submit]").first
    end(served, archivist)
    send.click()
    notice(page)
    sign_in_elsewhere(visit, archivist)
    expect(page.locator(".session-ended")).to_have_count(0)
    send.click()
    expect(page.locator("main table")).to_be_visible()


def test_an_upload_waits_for_the_sign_in(visit: Visit, served: Served, archivist: str, tmp_path: Path) -> None:
    page = visit.page
    visit.enter(archivist)
    visit.go("/intake")
    end(served, archivist)
    file = tmp_path / "после сеанса.txt"
    file.write_text("Протокол, принесённый после конца сеанса")
    page.locator("#pick-files").set_input_files(file)
    notice(page)
    expect(page.locator("#rows .file-words")).to_have_text("нет связи; продолжится само")
    sign_in_elsewhere(visit, archivist)
    expect(page.locator("#total-words")).to_have_text("Загружено всё: 1 из 1")
