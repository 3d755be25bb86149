"""The viewer: pages without reloading, hits walked through, size, text copied, panels; on a desktop and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served

SURNAME = "Рябинина"
BELOW = """() => document.querySelector(".more-list").getBoundingClientRect().top
  >= document.querySelector("#more summary").getBoundingClientRect().bottom"""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_reader_finds_walks_and_copies(browser: Browser, served: Served, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}, locale="ru-RU") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go(f"/documents/{served.documents['personal_file']}")
        page.evaluate("window.kept = true")  # gone if the page were loaded anew
        page.keyboard.press("f")
        page.keyboard.type(SURNAME)
        page.keyboard.press("Enter")
        expect(page.locator("#viewer-told")).to_contain_text("страница 1")
        expect(page.locator("#found-in a")).to_have_count(4)
        page.keyboard.press("Enter")  # the same once more: the next hit, the field keeps the focus
        expect(page.locator("#viewer-told")).to_contain_text("страница 2")
        expect(page.locator("#find")).to_be_focused()
        page.locator("#stage").focus()
        page.keyboard.press("Shift+n")
        expect(page.locator("#page-shown")).to_have_attribute("data-page", "1")
        page.locator("#stage").focus()
        page.keyboard.press("n")
        expect(page.locator("#page-shown")).to_have_attribute("data-page", "2")
        expect(page.locator("rect.now")).to_have_count(1)
        page.keyboard.press("Shift+n")
        expect(page.locator("#page-shown")).to_have_attribute("data-page", "1")
        page.keyboard.press("End")
        expect(page.locator("#page-shown")).to_have_attribute("data-page", "4")
        page.keyboard.press("Home")
        expect(page.locator("#page-shown")).to_have_attribute("data-page", "1")
        before = page.locator(".sheet").bounding_box()
        page.keyboard.press("+")
        after = page.locator(".sheet").bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > before["width"]
        page.keyboard.press("0")

        page.locator(".text-layer text", has_text=SURNAME).first.evaluate(
            "word => getSelection().setBaseAndExtent(word, 0, word.nextElementSibling, 1)"
        )
        page.keyboard.press("Control+c")
        assert page.evaluate("navigator.clipboard.readText()").startswith(f"{SURNAME} Елена")
        page.locator("#more summary").click()
        assert page.evaluate(BELOW)  # it covers neither its button nor those beside it
        page.get_by_role("button", name="Скопировать текст страницы").click()
        expect(page.locator("#viewer-told")).to_contain_text("скопирован")
        assert SURNAME in page.evaluate("navigator.clipboard.readText()")
        page.locator("summary", has_text="Что изменялось").click()
        expect(page.locator(".events li").first).to_be_visible()
        assert troubles(visit, width) == []
        assert page.evaluate("window.kept")
        assert visit.complaints == []


def test_without_script_pages_have_addresses(browser: Browser, served: Served) -> None:
    with browser.new_context(java_script_enabled=False, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        number = served.documents["personal_file"]
        visit.go(f"/documents/{number}?page=2&q={SURNAME}")
        expect(visit.page.locator(".hits-on-page rect").first).to_be_attached()
        visit.page.locator("#to-following").click()
        expect(visit.page.locator("#page-shown")).to_have_attribute("data-page", "3")
        visit.page.get_by_role("link", name="Связанные документы").click()
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("Связанные документы")
