"""What a person does: signs in, searches a surname, looks at the scan, narrows, turns pages, leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from archive_app.db.engine import reading
from archive_app.db.models import Page as PageRow
from archive_app.db.words import unpack_words

if TYPE_CHECKING:
    from tests.e2e.browser.conftest import Served, Visit

SURNAME = "Рябинина"
"""Stands on the exam sheet, in the journal and in the personal file."""


def test_from_the_sign_in_to_a_marked_scan_and_out_again(visit: Visit) -> None:
    page = visit.page
    visit.enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Сегодня")
    expect(page.locator("input[name=q]:focus")).to_be_visible()  # the search box has the focus
    page.keyboard.type(SURNAME.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Найдено по запросу: рябинина")
    expect(page.locator("mark").first).to_have_text(SURNAME)

    page.locator(".facet").filter(has_text="Год").get_by_role("link", name="2024").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".narrowed a").filter(has_text="2024").click()
    expect(page.locator(".hit")).to_have_count(3)

    page.get_by_role("link", name="Личное дело обучающейся").click()
    expect(page.locator(".sheet rect").first).to_be_visible()
    page.locator(".thumbs a").first.click()
    expect(page.locator("#page")).to_contain_text("Страница 1 из 4")
    page.locator("a[rel=next]").click()
    expect(page.locator("#page")).to_contain_text("Страница 2 из 4")

    page.get_by_role("link", name="Дела", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Номенклатура дел на \d{4} год"))
    page.get_by_role("button", name="Выйти").click()
    expect(page.locator("main")).to_contain_text("Вход")
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.go_back()
    expect(page.locator("table")).to_have_count(0)  # what was seen is not kept for the next person
    assert [text for text in visit.complaints if "401" not in text] == []


def test_boxes_lie_on_the_words_of_the_image(visit: Visit, served: Served) -> None:
    document_id = served.documents["exam_sheet"]
    visit.enter()
    visit.go(f"/documents/{document_id}?q={SURNAME}")
    image = visit.page.locator(".sheet img").bounding_box()
    with reading(served.archive.sessions) as session:
        row = session.query(PageRow).filter_by(document_id=document_id, number=1).one()
        word = next(word for word in unpack_words(row.words) if word.text == SURNAME)
        upright = row.width_px / row.height_px
    shown = visit.page.locator(".sheet rect").first.bounding_box()
    assert image is not None
    assert shown is not None
    assert image["width"] / image["height"] == pytest.approx(upright, rel=0.005)
    assert shown["x"] - image["x"] == pytest.approx(word.x0 * image["width"], abs=2)
    assert shown["y"] - image["y"] == pytest.approx(word.y0 * image["height"], abs=2)
    assert shown["width"] == pytest.approx((word.x1 - word.x0) * image["width"], abs=3)
    in_sight = visit.page.locator(".sheet rect").first.evaluate("r => r.getBoundingClientRect().bottom < innerHeight")
    assert in_sight


def test_a_page_scanned_on_its_side_is_shown_upright(visit: Visit, served: Served) -> None:
    """The journal's second page lies on its side in the PDF; nobody turns the head."""
    visit.enter()
    visit.go(f"/documents/{served.documents['class_journal']}?page=2&q={SURNAME}")
    shape = visit.page.locator(".sheet img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert shape[0] > shape[1]
    expect(visit.page.locator(".sheet rect").first).to_be_visible()


def test_results_go_on_over_pages(visit: Visit) -> None:
    visit.enter()
    visit.go("/search?q=%22протокол+педсовета%22")
    expect(visit.page.locator(".hit")).to_have_count(20)
    visit.page.locator("a[rel=next]").click()
    expect(visit.page.locator(".hit")).to_have_count(21)
    titles = visit.page.locator(".hit h2").all_inner_texts()
    assert len(set(titles)) == len(titles)
    expect(visit.page.locator("a[rel=next]")).to_have_count(0)


def test_the_keyboard_finds_the_search_box_and_turns_pages(visit: Visit, served: Served) -> None:
    visit.enter()
    visit.go(f"/documents/{served.documents['personal_file']}")
    visit.page.keyboard.press("ArrowRight")
    expect(visit.page.locator("#page")).to_contain_text("Страница 2 из 4")
    visit.page.wait_for_load_state("networkidle")  # the keys are the new page's once its script has run
    visit.page.keyboard.press("ArrowLeft")
    expect(visit.page.locator("#page")).to_contain_text("Страница 1 из 4")
    visit.page.keyboard.press("/")
    expect(visit.page.locator("#q")).to_be_focused()
    visit.page.keyboard.type("год/2025")  # typed into the box, not taken for a command
    expect(visit.page.locator("#q")).to_have_value("год/2025")


def test_a_misspelt_surname_leads_to_the_right_one(visit: Visit) -> None:
    visit.enter()
    visit.go("/search?q=рябенина&year=1999")
    expect(visit.page.locator(".empty")).to_contain_text("Ничего не найдено")
    visit.page.locator(".meant a", has_text="рябинина").click()
    visit.page.locator(".narrowed a").filter(
        has_text="1999"
    ).click()  # a condition can be taken away where nothing is found
    expect(visit.page.locator(".hit")).to_have_count(3)


def test_a_malformed_question_is_read_as_words_and_says_so(visit: Visit) -> None:
    visit.enter()
    visit.go(f'/search?q="{SURNAME}')
    expect(visit.page.locator(".notice")).to_be_visible()
    expect(visit.page.locator(".hit")).to_have_count(3)


def test_a_film_is_kept_without_pages(visit: Visit, served: Served) -> None:
    visit.enter()
    visit.go(f"/documents/{served.documents['film']}")
    expect(visit.page.locator(".empty")).to_contain_text("film.mp4")
    expect(visit.page.locator(".sheet")).to_have_count(0)


def test_an_image_that_does_not_come_is_told_in_words(visit: Visit, served: Served) -> None:
    visit.enter()
    visit.page.route("**/pages/*.jpg*", lambda route: route.fulfill(status=503, body=""))
    visit.go(f"/documents/{served.documents['exam_sheet']}?q={SURNAME}")
    expect(visit.page.locator(".sheet .lost")).to_be_visible()
    expect(visit.page.locator(".sheet img")).to_be_hidden()
    expect(visit.page.locator(".sheet rect")).to_have_count(0)
