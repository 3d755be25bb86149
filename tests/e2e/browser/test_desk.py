"""The desk with things waiting, messages, the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from archive_app.db.models import Job, JobState
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desk_says_what_waits_and_begins_it_again(browser: Browser, served: Served, width: int) -> None:
    now = served.archive.clock()
    with served.archive.sessions.begin() as session:
        session.add(Job(kind="sweep", state=JobState.DEAD, run_after=now, created_at=now, finished_at=now))
    with browser.new_context(viewport={"width": width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        page = visit.page
        expect(page.locator("#q")).to_be_focused()
        expect(page.locator(".desk li").filter(has_text="не удал")).to_be_visible()
        expect(page.locator(".desk-documents").first.locator("li")).to_have_count(8)
        assert troubles(visit, width) == []
        page.get_by_role("button", name="Повторить").click()
        expect(page.get_by_role("status")).to_contain_text("в очередь")
        expect(page.locator(".desk li").filter(has_text="не удал")).to_have_count(0)
        page.get_by_role("button", name="Закрыть сообщение").click()
        expect(page.locator(".message")).to_have_count(0)
        page.locator(".desk-documents a").first.click()
        expect(page.locator(".card-facts").first).to_be_visible()
        assert visit.complaints == []


def test_an_old_address_of_the_search_still_leads_there(visit: Visit) -> None:
    visit.enter()
    visit.go("/?q=Рябинина&year=2025")
    assert "/search?" in visit.page.url
    expect(visit.page.locator("#q")).to_have_value("Рябинина")


def test_the_theme_is_chosen_and_kept(visit: Visit) -> None:
    visit.enter()
    visit.go("/account")
    light = _paper(visit)
    visit.page.get_by_role("button", name="тёмный").click()
    dark = _paper(visit)
    assert dark != light
    visit.go("/search")
    assert _paper(visit) == dark
    visit.page.get_by_role("button", name="Выйти").click()
    assert _paper(visit) == dark  # it is a choice for this computer
    visit.page.context.clear_cookies(name="theme")


def _paper(visit: Visit) -> str:
    visit.page.wait_for_load_state("networkidle")
    return str(visit.page.evaluate("getComputedStyle(document.body).backgroundColor"))
