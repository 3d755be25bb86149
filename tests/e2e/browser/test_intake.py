"""Files reach the archive over a connection that breaks, also when the page was closed; duplicates are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_whatever_waits, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from tests.e2e.browser.conftest import Served

PIECE = 4 * 1024**2
FILM = b"\0\0\0\x20ftypmp42\0\0\0\0mp42mp41isomavc1"


class Line:
    """The network between browser and archive, as far as uploads go: `cut` lets the first piece pass and no other."""

    def __init__(self, context: BrowserContext) -> None:
        self.offsets: list[int] = []
        self.cut = False
        self.lost = 0
        context.route("**/api/v1/uploads/*", self._pass)

    def _pass(self, route: Route) -> None:
        offset = int(route.request.headers.get("upload-offset", "0"))
        if self.cut and (offset or self.lost):
            self.lost += 1
            route.abort("internetdisconnected")
            return
        if route.request.method == "PATCH":
            self.offsets.append(offset)
        route.continue_()


@pytest.fixture
def tidied(served: Served) -> Iterator[None]:
    yield
    file_whatever_waits(served.archive)


def film(folder: Path, name: str) -> Path:
    """Two pieces and a half, of a kind that nobody reads."""
    path = folder / f"{name}.mp4"
    path.write_bytes(FILM + name.encode() * (5 * PIECE // 2 // len(name.encode())))
    return path


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("tidied")
def test_an_upload_that_is_cut_goes_on_where_it_stopped(browser: Browser, served: Served, tmp_path: Path) -> None:
    first, second = film(tmp_path, "линейка"), film(tmp_path, "выпускной")
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context:
        line, visit = Line(context), visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go("/intake")
        line.cut = True
        page.locator("#pick-files").set_input_files(first)
        _until_lost(page, line)
        expect(page.locator("#rows .file-state")).to_contain_text("нет связи; продолжится само")
        expect(page.locator("#said")).to_have_text("нет связи; продолжится само")
        line.cut = False
        expect(page.locator("#total-words")).to_contain_text("1 из 1")
        assert line.offsets == [0, PIECE, 2 * PIECE]  # nothing was sent twice

        line.cut, line.lost, line.offsets = True, 0, []
        page.locator("#pick-files").set_input_files(second)
        _until_lost(page, line)
        page.close()
        line.cut = False
        again = visit_in(context, served)
        again.go("/intake")
        row = again.page.locator("#mine .file").filter(has_text=second.name)
        expect(row).to_contain_text(re.compile(r"прервано на (39|40) %"))
        assert troubles(again, 1440) == []
        again.page.locator("#pick-files").set_input_files(second)
        expect(again.page.locator("#total-words")).to_contain_text("1 из 1")
        assert line.offsets == [0, PIECE, 2 * PIECE]

        work(served.archive)
        again.page.locator("#pick-files").set_input_files(first)
        named = again.page.locator("#mine .file").filter(has_text="уже есть")
        expect(named.get_by_role("link", name="«линейка»")).to_have_attribute("href", _address(served, "линейка"))


def _until_lost(page: Page, line: Line) -> None:
    for _ in range(200):
        if line.lost > 1:
            return
        page.wait_for_timeout(100)
    raise AssertionError(line.offsets)


def _address(served: Served, title: str) -> str:
    waiting = served.archive.filing.waiting(served.archive.actor(served.login))
    return next(f"/documents/{one.document_id}" for one in waiting if one.title == title)


@pytest.mark.usefixtures("tidied")
def test_what_is_refused_after_its_upload_is_counted(browser: Browser, served: Served, tmp_path: Path) -> None:
    good, bad = tmp_path / "протокол линейки.txt", tmp_path / "пустышка.pdf"
    good.write_text("Протокол линейки, единственный в своём роде")
    bad.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        visit.go("/intake")
        page = visit.page
        page.locator("#pick-files").set_input_files([good, bad])
        expect(page.locator("#total-words")).to_have_text("Загружено: 1 из 2; не принято: 1")
        expect(page.locator("#queue-head")).to_have_text("Загрузка закончена")
