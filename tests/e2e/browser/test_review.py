"""Review: a word of a handwritten form is corrected, three names are ticked, and search finds them afterwards."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from archive_app.db.models import Document, Page, RecognitionState
from indexer.model import PageState
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import actor_of, facts, work

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as PageShown

    from tests.e2e.browser.conftest import Served

SCAN = Path(__file__).parents[4] / "shared/samples/scans/filled_advance_report.jpg"
NAMES = ("Журавлёва Зоя Марковна", "Щеглов Лев Ильич", "Удальцов Ян Петрович")

SEEN = """() => document.querySelector("#pick-list .first").getBoundingClientRect().bottom
  <= document.querySelector(".review-acts").getBoundingClientRect().top"""
DARKNESS = """async () => {
  const grey = (data) => data.reduce((sum, value, at) => sum + (at % 4 < 3 ? value : 0), 0) / (data.length * 0.75);
  const rect = document.querySelector("rect.now"), whole = rect.ownerSVGElement.viewBox.baseVal;
  const image = new Image();
  image.src = document.getElementById("scan").src;
  await image.decode();
  const times = image.naturalWidth / whole.width;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => rect[side].baseVal.value * times);
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.ceil(width), height: Math.ceil(height) });
  canvas.getContext("2d").drawImage(image, x, y, width, height, 0, 0, canvas.width, canvas.height);
  const there = grey(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data);
  const strip = document.getElementById("strip");
  const down = Math.max(height * 1.6, image.naturalHeight * 0.025), across = (down * strip.width) / strip.height;
  const left = Math.max(0, Math.min(x + width / 2 - across / 2, image.naturalWidth - across));
  const top = Math.max(0, y + height / 2 - down / 2), larger = strip.width / across;
  const framed = strip.getContext("2d").getImageData((x - left) * larger + 2, (y - top) * larger + 2, width * larger - 4, height * larger - 4);
  return [there, grey(framed.data)];
}"""
"""Mean brightness of the marked word on the scan, and of what the strip frames."""


@pytest.fixture(scope="module")
def handwritten(served: Served) -> int:
    """The number of a form filled in by hand, read and waiting for a person."""
    if not SCAN.exists():
        pytest.skip(f"the sample scan is not here: {SCAN}")
    archive = served.archive
    known = facts(title="Отчёт, заполненный от руки")
    number = archive.intake.receive(SCAN, SCAN.name, known, actor_of(archive)).document_id
    work(archive)
    with archive.sessions.begin() as session:  # its print is read well, its handwriting is not
        session.execute(update(Page).where(Page.document_id == number).values(state=PageState.REVIEW))
        session.execute(update(Document).where(Document.id == number).values(recognition=RecognitionState.IN_REVIEW))
    return number


def test_a_reviewer_corrects_and_indexes(browser: Browser, served: Served, handwritten: int) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go(f"/review/class-list?document={handwritten}&page=1")
        page.get_by_label("Название списка").fill("9-А, 2004/05")
        page.get_by_label("Строки", exact=True).fill("\n".join((*NAMES, NAMES[0], "9-А, 30 человек")))
        page.get_by_role("button", name="Посмотреть список").click()
        expect(page.locator("tr.line-new")).to_have_count(3)
        expect(page.locator("tr.line-again")).to_have_count(1)
        assert troubles(visit, 1440) == []
        page.get_by_role("button", name="Сохранить список").click()

        text = page.locator("#text")
        expect(page.locator("#pick-list li")).to_have_count(3)
        expect(page.locator("rect.doubtful").first).to_be_attached()
        expect(page.locator("#behind mark").first).to_be_attached()
        text.focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("rect.now.doubtful")).to_have_count(1)
        expect(page.locator("#strip")).to_be_visible()
        _enlarges_the_word(page)
        page.keyboard.type("Перепелятников")  # in the place of the word that is marked
        expect(text).to_have_value(re.compile("Перепелятников"))
        assert troubles(visit, 1440) == []
        page.locator("#pick").focus()
        page.keyboard.type("жур")
        page.wait_for_function(SEEN)  # who is meant is seen before Enter ticks
        assert _apart(page)
        page.keyboard.press("Escape")
        for letters in ("жур", "щег", "уд"):
            page.keyboard.type(letters)
            page.keyboard.press("Enter")
        expect(page.locator("#pick-list input:checked")).to_have_count(3)
        page.keyboard.press("Control+Enter")
        expect(page.locator("body")).to_contain_text("проверена")
        assert visit.complaints == []
    work(served.archive)
    actor = actor_of(served.archive)
    for question in ("Перепелятников", *(f"лицо:{name.split()[0]}" for name in NAMES)):
        found = served.archive.searching.search(question, actor).hits
        assert [hit.document_id for hit in found] == [handwritten], question


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_review_on_a_phone(browser: Browser, served: Served, handwritten: int, scheme: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        visit = visit_in(context, served)
        visit.enter()
        for path in ("/review", f"/review/{handwritten}/1", "/review/class-list"):
            visit.go(path)
            assert troubles(visit, 390) == [], path


def _enlarges_the_word(page: PageShown) -> None:
    """What the frame of the strip has in it is as dark as the word's place on the scan: it is the same place."""
    page.wait_for_timeout(500)  # the image of the strip comes by itself
    there, framed = page.evaluate(DARKNESS)
    assert framed == pytest.approx(there, abs=12)


def _apart(page: PageShown) -> bool:
    """Whether no message covers the buttons."""
    told, acts = page.locator("#told").bounding_box(), page.locator(".review-acts").bounding_box()
    assert told is not None
    assert acts is not None
    return told["x"] + told["width"] <= acts["x"] or told["y"] + told["height"] <= acts["y"]
