"""«Архив»: a case file is listed, handed over and taken over; another is proposed, decided on, approved and destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import WIDTHS, troubles
from tests.fixtures.archives import work
from tests.fixtures.disposal import Cabinet
from tests.fixtures.signing_in import give_password
from tests.integration.services.archiving import open_one

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit

MINUTES, CERTIFICATES = "01-04", "02-12"
"""For ever; five years."""
MEMBERS = (("Соколова М. И.", "директор"), ("Орлов П. А.", "завуч"), ("Белова Т. В.", "архивист"))


@pytest.mark.timeout(600)
def test_the_archive_from_closing_to_destruction(browser: Browser, served: Served, tmp_path: Path) -> None:
    archive, cabinet = served.archive, Cabinet(served.archive, tmp_path)
    for login in ("архивист", "директор"):
        give_password(archive, login)
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as first:
        keeper = visit_in(first, served)
        keeper.enter("архивист")
        with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as second:
            director = visit_in(second, served)
            director.enter("директор")
            minutes = open_one(archive, tmp_path, "протоколы", item=MINUTES, kind="protocol")
            work(archive)
            _into_the_archive(keeper, director, minutes)
            document, case_file = cabinet.closed(CERTIFICATES, "Справки об обучении за 2019 год")
            work(archive)
            _to_destruction(keeper, director, case_file)
            keeper.go(f"/documents/{document}")
            expect(keeper.page.get_by_text("Уничтожено по акту №")).to_be_visible()
            keeper.go("/search?q=обучении")
            expect(keeper.page.get_by_text("Справки об обучении за 2019 год")).to_have_count(0)
            assert keeper.complaints == director.complaints == []


def _into_the_archive(keeper: Visit, director: Visit, case_file: int) -> None:
    page, other = keeper.page, director.page
    keeper.go(f"/case-files/{case_file}/life")
    page.get_by_role("button", name="Закрыть дело").click()
    expect(page.get_by_text("Дело закрыто")).to_be_visible()
    keeper.go("/inventories")
    page.get_by_label("Год дел").fill("2025")
    page.get_by_role("button", name="Начать раздел").click()
    page.get_by_role("button", name="Внести выбранные").click()
    expect(page.get_by_label("Решение комиссии")).to_be_visible()
    _fit(keeper)
    page.get_by_label("Решение комиссии").fill("протокол от 14.03.2026 № 2")
    page.get_by_role("button", name="Отметить согласование").click()
    expect(page.get_by_text("утверждает другой человек")).to_be_visible()
    other.goto(page.url)
    other.get_by_role("button", name="Утвердить").click()
    expect(other.get_by_text("оп. 1, д. 1–1")).to_be_visible()
    _fit(director)

    keeper.go("/accessions")
    page.get_by_label("Номера закрытых дел").fill(str(case_file))
    page.get_by_label("Основание").fill("график передачи")
    page.get_by_role("button", name="Сдать в архив").click()
    work(keeper.served.archive)
    page.reload()
    expect(page.get_by_text("принимает другой человек")).to_be_visible()
    other.goto(page.url)
    other.get_by_label("Хранилище").fill("2")
    _fit(director)
    other.get_by_role("button", name="Принять в архив").click()
    expect(other.get_by_text("хранилище 2")).to_be_visible()


def _to_destruction(keeper: Visit, director: Visit, case_file: int) -> None:
    page, other = keeper.page, director.page
    keeper.go("/disposal/new")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") == str(case_file))
    page.get_by_role("button", name="Предложить отмеченные").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Акт о выделении к уничтожению №")
    page.get_by_role("button", name="Уничтожить все без решения").click()
    expect(page.locator(".act-table tbody td[data-label=Решение]")).to_have_text("уничтожить")
    _fit(keeper)
    page.get_by_label("Номер протокола").fill("7")
    for row, (name, post) in enumerate(
        (("Соколова М. И.", "директор"), ("Орлов П. А.", "завуч"), ("Белова Т. В.", "архивист")), 1
    ):
        page.get_by_label(f"Фамилия и инициалы {row}").fill(name)
        page.get_by_label(f"Должность {row}").fill(post)
    page.get_by_role("button", name="Записать протокол").click()
    expect(page.get_by_text("Этот акт предложили вы")).to_be_visible()
    other.goto(page.url)
    number = page.url.rpartition("/")[2]
    _fit(director)
    other.get_by_label("Введите номер акта").fill(number)
    other.get_by_role("button", name="Утвердить акт").click()
    expect(other.get_by_text("будут уничтожены навсегда: 1 дело")).to_be_visible()
    page.reload()
    _fit(keeper)
    page.get_by_label("Введите номер акта").fill(number)
    page.get_by_role("button", name="Уничтожить по акту").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(keeper.served.archive)
    expect(page.get_by_text("Уничтожено 1 дело")).to_be_visible()  # the page notices by itself
    _fit(keeper)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Печать акта: PDF").click()
    assert taken.value.suggested_filename == f"disposal-act-{number}.pdf"
    page.get_by_role("link", name="Контрольные суммы уничтоженного").click()
    expect(page.locator("code").first).to_be_visible()
    _fit(keeper)


def _fit(visit: Visit) -> None:
    """Nothing is wrong with the page as it stands, at both widths."""
    found = []
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 844})
        found += troubles(visit, width)
    visit.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert found == [], visit.page.url
