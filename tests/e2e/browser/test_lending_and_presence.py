"""A case file is lent and comes back, then its shelf is gone through and the act is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from archive_app.services.accession.places import Place
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import account, actor_of, work
from tests.integration.services.archiving import closed_one

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


def _on_a_shelf(served: Served, folder: Path) -> int:
    archive = served.archive
    giver, taker = actor_of(archive), account(archive, "хранитель", "archivist")
    one = closed_one(archive, folder, "олимпиада", item="03-02")
    act = archive.archiving.accessions.drawing_up.create([one], giver, ground="график")
    work(archive)
    archive.archiving.accessions.taking_over.accept(act, taker, place=Place(room="17"))
    return one


def test_a_case_file_goes_out_and_comes_back_to_its_shelf(
    browser: Browser, served: Served, visit: Visit, tmp_path: Path
) -> None:
    one, page = _on_a_shelf(served, tmp_path), visit.page
    visit.enter()
    visit.go(f"/case-files/{one}/life")
    page.get_by_role("link", name="Выдать или принять").click()
    page.get_by_label("Кому выдаётся").fill("Петрова А. И., завуч")
    page.get_by_role("button", name="Выдать").click()
    expect(page.get_by_role("link", name="Карта-заместитель: PDF")).to_be_visible()
    assert troubles(visit, 1440) == []
    page.get_by_label("Номер дела").fill(f"{one}/1")
    page.get_by_label("Кому выдаётся").fill("Орлов")
    page.get_by_role("button", name="Выдать").click()
    expect(page.get_by_role("alert")).to_contain_text("Петрова")
    expect(page.get_by_label("Кому выдаётся")).to_have_value("Орлов")
    page.get_by_role("button", name="Принять обратно").click()
    expect(page.get_by_text("ничего не выдано")).to_be_visible()

    visit.go("/presence")
    page.get_by_label("Хранилище").fill("17")
    page.get_by_role("button", name="Начать").click()
    code = page.get_by_label("Код обложки или номер дела")
    expect(code).to_be_focused()
    page.keyboard.type("олимпиада\n")
    expect(page.get_by_role("alert")).to_contain_text("не номер дела")
    code.fill("")
    page.keyboard.type(f"{one}/1\n")
    expect(page.get_by_role("table")).to_contain_text("на месте")
    assert troubles(visit, 1440) == []
    page.get_by_label("Состояние документов").fill("удовлетворительное")
    page.get_by_role("button", name="Подписать акт").click()
    expect(code).to_have_count(0)
    checked = page.url.removeprefix(served.address)
    assert [each for each in visit.complaints if "409" not in each and "400" not in each] == []
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        small = visit_in(context, served)
        small.enter()
        for path in ("/loans?view=all", "/presence", checked, "/forms", f"/case-files/{one}/life"):
            small.go(path)
            assert troubles(small, 390) == [], path
