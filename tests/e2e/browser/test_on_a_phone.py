"""On a phone the sections are one row with the present one in sight, and tables are read without scrolling sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser.archive_shown import lay_out_archive
from tests.e2e.browser.conftest import serving, visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.control import college

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Visit

WIDTH = 390
PAGES = (
    "/admin/backups",
    "/admin/jobs?state=done",
    "/admin/users",
    "/archive/due/close",
    "/archive/forecast",
    "/inventories/{inventory}",
    "/accessions/{accession}",
    "/loans",
    "/presence/{check}",
    "/file-plan",
    "/file-plan/versions/1",
    "/file-plan/versions/totals/2025",
    "/admin/roles/clerk",
    "/rights/{login}",
    "/control?year=2025",
    "/control/year?year=2025",
    "/volumes/1",
    "/journal",
)
ROW = """() => {
  const nav = document.querySelector(".sections"), present = nav.querySelector("[aria-current]");
  const [outer, inner] = [nav, present].map((one) => one.getBoundingClientRect());
  return [Math.round(outer.height) < 60, inner.left >= outer.left && inner.right <= outer.right];
}"""


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[tuple[Visit, dict[str, object]]]:
    with (
        serving(tmp_path, copied=True) as served,
        browser.new_context(viewport={"width": WIDTH, "height": 844}) as context,
    ):
        college(served.archive, tmp_path)
        numbers = lay_out_archive(served.archive, tmp_path, lent=True)
        yield visit_in(context, served), numbers | {"login": served.login}


@pytest.mark.timeout(300)
def test_sections_are_one_row_and_tables_are_cards(phone: tuple[Visit, dict[str, object]]) -> None:
    visit, numbers = phone
    visit.enter()
    for path in PAGES:
        visit.go(path.format(**numbers))
        assert visit.page.evaluate(ROW) == [True, True], path
        assert visit.page.locator(".table-wrap").count(), path
        assert troubles(visit, WIDTH) == [], path
    visit.go("/admin/backups")
    assert "в порядке" in visit.page.locator("#now").inner_text()
    visit.go("/archive/forecast")
    assert "КБ" in visit.page.locator("main").inner_text() or "байт" in visit.page.locator("main").inner_text()
