"""From an empty home to the desk, at both widths: by the link only, with a way back, refusals named, axe content."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from waitress.server import create_server

from archive_app.bootstrap import initialise
from archive_app.entrypoints.web.app import create_app
from archive_app.services.first_run.link import first_run_path
from tests.e2e.browser.conftest import Served, visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import Home
from tests.fixtures.signing_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ON = "Сохранить и продолжить"
BAD_TABLE = "index;section;title;retention_text;retention_years;permanent;epk;trigger;article;carrier;note\nпервая;;Приказы;лет пять;;0;0;file_close;;both;\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    home = Home(tmp_path / "home")
    initialise(home.settings())
    with home.opened() as archive:
        server = create_server(create_app(archive), host="127.0.0.1", port=0, threads=4)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.effective_port}", archive, "")  # type: ignore[union-attr]
        finally:
            server.close()
            thread.join(timeout=10)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_an_empty_home_to_the_desk(browser: Browser, empty: Served, width: int) -> None:
    link = first_run_path(empty.archive.accounts)
    assert link is not None
    with browser.new_context(viewport={"width": width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, empty)
        page = visit.page
        visit.go("/")
        expect(page.locator(".notice")).to_contain_text("Архив ещё не настроен")
        visit.go("/set-up/organisation")  # without the link
        expect(page.get_by_role("heading", level=1)).to_have_text("Ссылка больше не действует")

        visit.go(link)
        assert "key" not in page.url  # the secret does not stay in the address bar
        assert troubles(visit, width) == []
        page.get_by_label("Полное название организации").fill("Школа № 17")
        _on(page)
        page.get_by_label("Фамилия, имя, отчество").fill("Соколова Мария Игоревна")
        page.get_by_label("Логин").fill("соколова")
        _short_password(page)
        assert troubles(visit, width) == []
        page.get_by_role("link", name="Назад").click()
        expect(page.get_by_label("Полное название организации")).to_have_value("Школа № 17")
        _on(page)
        page.get_by_label("Фамилия, имя, отчество").fill("Соколова Мария Игоревна")
        page.get_by_label("Логин").fill("соколова")
        _passwords(page, PASSWORD)

        expect(page.get_by_label("То же ещё раз")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_visible()  # the next page is there before it is looked over
        assert troubles(visit, width) == []
        _on(page)
        page.get_by_label("Своя, из таблицы").check()
        page.locator("#table").set_input_files(
            {"name": "план.csv", "mimeType": "text/csv", "buffer": BAD_TABLE.encode()}
        )
        _on(page)
        expect(page.locator(".set-up-problems li").first).to_contain_text("Строка 2")
        assert troubles(visit, width) == []
        page.get_by_label("Школьная").check()
        _wrong_year(page)
        page.get_by_label("Школьная").check()
        _on(page)
        expect(page.locator(".set-up-answers")).to_contain_text("45 статей")
        page.get_by_text("Показать номенклатуру").click()
        assert troubles(visit, width) == []
        page.get_by_role("button", name="Начать работу").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Сегодня")
        expect(page.locator("main")).to_contain_text("Зарегистрируйте первый документ")
        assert troubles(visit, width) == []
        for gone in (link, "/set-up", "/set-up/check"):
            visit.go(gone)
            expect(page.get_by_role("heading", level=1)).to_have_text("Ссылка больше не действует")
        assert not [text for text in visit.complaints if "status of 4" not in text]
    assert first_run_path(empty.archive.accounts) is None


@pytest.mark.parametrize("width", [1440, 390])
def test_an_administrator_who_reads_nothing_is_led_on(browser: Browser, empty: Served, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, empty)
        visit.go(first_run_path(empty.archive.accounts) or "")
        page = visit.page
        page.get_by_label("Полное название организации").fill("Школа № 17")
        _on(page)
        page.get_by_label("Фамилия, имя, отчество").fill("Петров Иван")
        page.get_by_label("Логин").fill("петров")
        _passwords(page, PASSWORD)
        page.get_by_label("Другой человек").check()
        page.get_by_label("Фамилия, имя, отчество").fill("Орлова Анна Петровна")
        page.get_by_label("Логин").fill("орлова")
        _on(page)
        page.get_by_label("Пока без номенклатуры").check()
        _on(page)
        page.get_by_role("button", name="Начать работу").click()
        page.get_by_role("link", name="К рабочему столу").click()
        expect(page.locator("main")).to_contain_text("Пригласите остальных")
        assert troubles(visit, width) == []
        page.get_by_role("link", name="Пригласить сотрудника").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Пригласить")
        assert visit.complaints == []


def _on(page: Page) -> None:
    page.get_by_role("button", name=ON).click()


def _passwords(page: Page, password: str) -> None:
    page.get_by_label("Пароль").fill(password)
    page.get_by_label("То же ещё раз").fill(password)
    _on(page)


def _short_password(page: Page) -> None:
    """A refused password is told in its field; what else was typed stands there still."""
    _passwords(page, "123456")
    expect(page.get_by_role("alert")).to_contain_text("слишком короткий")
    expect(page.get_by_label("Логин")).to_have_value("соколова")
    expect(page.get_by_label("Пароль")).to_be_focused()


def _wrong_year(page: Page) -> None:
    """A slip in the year is told, and what was typed stands there still."""
    page.locator("#year").fill("1899")
    _on(page)
    expect(page.get_by_role("alert")).to_contain_text("1899 слишком далеко")
    expect(page.locator("#year")).to_have_value("1899")
    expect(page.locator("#year")).to_be_focused()
    expect(page.locator("#year")).to_have_accessible_description(re.compile("1899 слишком далеко"))
    page.locator("#year").fill(str(datetime.now(UTC).year))
