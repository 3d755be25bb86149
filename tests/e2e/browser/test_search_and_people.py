"""An old certificate is found by a surname that has since changed; two cards of a person become one, and two again.

At a desk and on a phone, each page looked at by axe.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Error, Route, expect

from archive_app.demo.draw import PageKind, draw_sheet
from archive_app.demo.people import make_school
from archive_app.services.people.keeping import add_person
from archive_app.services.renaming import rename_person
from tests.fixtures.archives import actor_of, facts, work

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.e2e.browser.conftest import Served, Visit

OLD, NEW, DOUBLE = "Завьялова Нина Юрьевна", "Берестова Нина Юрьевна", "Берестова Нина Юрьевн"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def certificate(served: Served, tmp_path_factory: pytest.TempPathFactory) -> int:
    """A scan that names the person as she was called then."""
    archive, boss = served.archive, actor_of(served.archive)
    path = tmp_path_factory.mktemp("certificate") / "справка.png"
    draw_sheet(PageKind.ORDER, make_school(17), seed=5, dpi=150).image.save(path, dpi=(150, 150))
    said = facts(OLD, title="Справка об обучении", kind="certificate", item="02-13", year=2024)
    number = archive.intake.receive(path, path.name, said, boss).document_id
    rename_person(archive.sessions, archive.clock, OLD, NEW, boss)
    add_person(archive.people, DOUBLE, boss)
    work(archive)
    return number


def _clean(visit: Visit) -> None:
    found = Axe().run(visit.page)
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_an_old_certificate_is_found_by_a_former_surname(
    visit: Visit, certificate: int, size: dict[str, int], tmp_path: Path
) -> None:
    page = visit.page
    page.set_viewport_size(size)  # type: ignore[arg-type]
    visit.enter()
    visit.go("/search")
    page.locator("#q").press_sequentially(
        "приказ Завьяловой", delay=15
    )  # nothing is pressed: results come as one types
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#found-count")).to_have_text("1 документ")
    assert "q=" in page.url
    expect(page.locator(".strip img")).to_have_js_property("naturalWidth", 720)
    _clean(visit)

    visit.go("/search?q=Завьяловой ИЛИ Рябинина")
    if size is PHONE:
        page.get_by_role("button", name="Уточнить поиск").click()
    page.locator(".facet").filter(has_text="Год").get_by_role("link", name="2024").click()
    expect(page.locator(".narrowed a").filter(has_text="2024")).to_be_visible()
    page.go_back()
    expect(page.locator(".narrowed a")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".narrowed a").filter(has_text="2024")).to_be_visible()
    page.get_by_role("link", name="сначала старые").click()
    expect(page.locator(".sorts a[aria-current]")).to_have_text("сначала старые")

    page.get_by_text("Сохранить этот поиск").click()
    page.get_by_label("Название поиска").fill(f"Справки {size['width']}")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("#told")).to_contain_text("сохранён")
    page.get_by_text("Выгрузить список").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Таблица (XLSX)").click()
    taken.value.save_as(tmp_path / "список.xlsx")
    sheet = load_workbook(tmp_path / "список.xlsx").active
    assert sheet is not None
    assert "Справка об обучении" in [row[2] for row in sheet.iter_rows(values_only=True)]

    page.get_by_role("link", name="Справка об обучении").click()
    assert f"/documents/{certificate}" in page.url
    visit.go("/search")
    page.get_by_role("link", name=f"Справки {size['width']}").click()
    expect(page.locator(".narrowed a").filter(has_text="2024")).to_be_visible()


def test_no_click_is_lost_while_answers_are_on_their_way(visit: Visit, certificate: int) -> None:
    page, held = visit.page, list[Route]()
    visit.enter()

    def asked(number: int) -> None:
        while len(held) < number:
            page.wait_for_timeout(50)

    def answer() -> None:
        while held:
            with suppress(Error):  # what was given up wants no answer
                held.pop(0).continue_()

    def year(name: str) -> Locator:
        return page.locator(".facet").filter(has_text="Год").get_by_role("link", name=name)

    narrowed, sort = page.locator(".narrowed a"), page.locator(".sorts a[aria-current]")
    visit.go("/search?q=Завьяловой ИЛИ Рябинина")
    page.route("**/search?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright counts the arguments of functions only
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" ИЛИ приказ")
    asked(1)  # the letters have asked, and nothing has been answered
    year("2024").click()
    asked(2)
    answer()
    expect(narrowed).to_contain_text(["2024"])
    expect(page.locator("h1")).to_contain_text("приказ")
    page.get_by_role("link", name="сначала старые").click()
    year("2025").click()  # of two clicks none is answered yet: both count
    asked(2)
    answer()
    expect(narrowed).to_contain_text(["2024", "2025"])
    expect(sort).to_have_text("сначала старые")
    page.locator("#q").press_sequentially(" ИЛИ педсовет")
    asked(1)
    year("2024").hover()
    page.mouse.down()
    answer()
    page.wait_for_timeout(1000)  # results come under the pressed pointer
    page.mouse.up()
    asked(1)
    answer()
    expect(narrowed).to_contain_text(["2025"])
    expect(narrowed).to_have_count(1)


def test_who_goes_back_and_forth_faster_than_pages_load_arrives(visit: Visit, certificate: int) -> None:
    page, held = visit.page, list[Route]()
    visit.enter()
    visit.go("/search?q=Завьяловой ИЛИ Рябинина")
    asked = page.url
    page.locator(".facet").filter(has_text="Год").get_by_role("link", name="2024").click()
    expect(page.locator(".narrowed a").filter(has_text="2024")).to_be_visible()
    page.route("**/static/hold.js", lambda route: route.continue_() if held else held.append(route))
    page.evaluate("setTimeout(() => history.back())")
    while not held:  # the page is there, and not one of its scripts
        page.wait_for_timeout(50)
    assert page.url == asked
    page.evaluate("setTimeout(() => history.forward())")
    page.wait_for_url("**year=2024**", wait_until="commit")
    held[0].continue_()
    expect(page.locator(".narrowed a").filter(has_text="2024")).to_be_visible()


def test_the_hits_go_on_in_the_next_document_of_the_results(visit: Visit, certificate: int) -> None:
    page = visit.page
    visit.enter()
    visit.go("/search?q=Завьяловой ИЛИ Рябинина")
    first, second = (visit.served.address + str(page.locator(".hit h2 a").nth(n).get_attribute("href")) for n in (0, 1))
    page.locator(".hit h2 a").first.click()
    for key, there in (("n", second), ("Shift+N", first)):
        for _ in range(40):  # through the hits of the document, however many
            expect(page.locator("#found-in a").first).to_be_visible()
            if unquote(page.url).split("&page=")[0] == unquote(there):
                break
            page.keyboard.press(key)
            page.wait_for_timeout(150)
        else:
            raise AssertionError(f"{key} has not led to {there}, but to {page.url}")


def test_two_cards_become_one_and_are_parted_again(visit: Visit, certificate: int) -> None:
    page = visit.page
    visit.enter()
    visit.go("/persons")
    _clean(visit)
    page.get_by_label("Фамилия, имя, отчество").press_sequentially("Завьяловой", delay=15)
    expect(page.locator("#people-rows tr")).to_have_count(1)
    page.get_by_role("link", name=NEW).click()
    expect(page.locator(".names").first).to_contain_text(OLD)
    expect(page.locator(".named")).to_contain_text("Справка об обучении")
    _clean(visit)
    page.get_by_role("link", name="Нет ли второй карточки").click()
    expect(page.locator(".doubles")).to_contain_text("одной буквой")
    _clean(visit)
    page.get_by_role("link", name="Сравнить и объединить").first.click()
    _clean(visit)
    page.get_by_role("button", name="Объединить").click()
    expect(page.locator(".person-facts")).to_contain_text("Присоединённые карточки")
    expect(page.locator(".person-facts")).to_contain_text(", Соколова Мария")  # who joined them, by name
    page.locator("#told").get_by_role("button", name="Отменить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DOUBLE)
    visit.go("/persons/doubles")
    _clean(visit)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit.go("/persons?name=Берестовой")
    expect(page.locator("#people-rows tr")).to_have_count(2)
    _clean(visit)
    assert visit.complaints == []


def test_a_card_changed_by_two_people_is_no_lost_change(visit: Visit, served: Served) -> None:
    archive, boss = served.archive, actor_of(served.archive)
    number = add_person(archive.people, "Двоякина Инна", boss)
    page = visit.page
    visit.enter()
    visit.go(f"/persons/{number}")
    page.get_by_text("Изменить имя").click()
    rename_person(archive.sessions, archive.clock, str(number), "Другова Инна", boss)
    page.get_by_label("Новое имя").fill("Третьякова Инна")
    page.locator("details[open]").get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("изменил кто-то другой")
    expect(page.get_by_role("heading", level=1)).to_have_text("Другова Инна")
    expect(page.get_by_label("Новое имя")).to_have_value("Третьякова Инна")
    page.locator("details[open]").get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Третьякова Инна")
