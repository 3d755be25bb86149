"""The archivist's day: scans brought, a stack split by its sheets, all filed, a page reviewed, a word found on its scan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select, update

from archive_app.db.engine import reading
from archive_app.db.models import Document, RecognitionState
from archive_app.db.models import Page as PageRow
from indexer.model import PageState
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.test_accessibility import troubles
from tests.fixtures.archives import file_whatever_waits, work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit

SCANS = Path(__file__).parents[4] / "shared/samples/scans"
A4 = (1240, 1754)
"""Pixels at 150 dpi."""


@dataclass(frozen=True)
class Day:
    """What lies on the table: papers for the stack, a form filled in by hand, the word that its reviewer reads."""

    width: int
    papers: tuple[str, str, str]
    form: str
    word: str


DAYS = (
    Day(
        1440,
        ("flatbed_application.jpg", "flatbed_transfer_act.jpg", "book_page_skewed.jpg"),
        "filled_application.jpg",
        "Берестянкин",
    ),
    Day(
        390,
        ("payment_order_stamped.jpg", "flatbed_rent_contract.jpg", "table_rotated_90.png"),
        "filled_transfer_act.jpg",
        "Дроздовицкая",
    ),
)


@pytest.fixture
def tidied(served: Served) -> Iterator[None]:
    if not SCANS.exists():
        pytest.skip(f"the sample scans are not here: {SCANS}")
    yield
    file_whatever_waits(served.archive)


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("tidied")
@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day.width))
def test_the_archivists_day(browser: Browser, served: Served, tmp_path: Path, day: Day) -> None:
    with browser.new_context(viewport={"width": day.width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        stack = _stack(visit, day, tmp_path)
        _bring(visit, stack, SCANS / day.form)
        _split(visit, stack)
        _file(visit, day)
        number = _review(visit, day)
        _find(visit, day, number)
        assert [said for said in visit.complaints if "status of 422" not in said] == []


def _stack(visit: Visit, day: Day, folder: Path) -> Path:
    """Two sheets printed from the page of separators, laid before papers, scanned into one file."""
    visit.go("/separators")
    assert troubles(visit, day.width) == []
    page = visit.page
    page.get_by_label("Вид документа").select_option("class_journal")
    sheets = []
    for item in ("02-03", ""):
        page.get_by_label("Статья номенклатуры").fill(item)
        with page.expect_download() as printed:
            page.get_by_role("button", name="Получить листы").click()
        sheets.append(pypdfium2.PdfDocument(printed.value.path())[0].render(scale=150 / 72).to_pil().convert("L"))
    papers = [_on_a4(SCANS / name) for name in day.papers]
    leaves = [sheets[0], papers[0], papers[1], Image.new("L", A4, 252), sheets[1], papers[2]]
    path = folder / f"стопка {day.width}.pdf"
    leaves[0].save(path, save_all=True, append_images=leaves[1:], resolution=150)
    return path


def _on_a4(scan: Path) -> Image.Image:
    paper = Image.open(scan).convert("L")
    paper.thumbnail(A4)
    return paper


def _bring(visit: Visit, *files: Path) -> None:
    """Uploaded in the browser, read by the worker; the page tells it without being loaded again."""
    page, width = visit.page, visit.page.viewport_size["width"]  # type: ignore[index]
    visit.go("/intake")
    page.locator("#pick-files").set_input_files(files)
    expect(page.locator("#total-words")).to_contain_text("2 из 2")
    work(visit.served.archive)
    for path in files:
        row = page.locator("#mine .file").filter(has_text=path.name)
        expect(row).to_contain_text("готов")
    assert troubles(visit, width) == []


def _split(visit: Visit, stack: Path) -> None:
    """The sheets propose two documents; a person confirms."""
    page, width = visit.page, visit.page.viewport_size["width"]  # type: ignore[index]
    waiting = page.locator(".waiting li").filter(has_text=stack.stem)
    waiting.get_by_role("link", name=re.compile("^Разобрать стопку")).click()
    expect(page.locator(".stack-part")).to_have_count(2)
    first = page.locator(".stack-part").first
    expect(first.get_by_label("Заголовок")).to_have_value("Журналы классов")
    expect(first.get_by_label("Статья номенклатуры")).to_have_value("02-03")
    expect(first.locator("legend")).to_contain_text("2 страницы")
    assert troubles(visit, width) == []
    long_one = "Журнал " * 150
    first.get_by_label("Заголовок").fill(long_one)
    page.get_by_role("button", name="Создать 2 документа").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "«Заголовок документа со страницы 2» — знаков 1049, а помещается 1000"
    )
    assert first.get_by_label("Заголовок").input_value() == long_one, "what was typed is kept"
    assert troubles(visit, width) == []
    first.get_by_label("Заголовок").fill("Журналы классов")
    page.get_by_role("button", name="Создать 2 документа").click()
    expect(page.locator(".made li")).to_have_count(2)
    assert troubles(visit, width) == []
    work(visit.served.archive)


def _file(visit: Visit, day: Day) -> None:
    """The sheet has filled in the place of the first; the others are typed; Ctrl+Enter opens the next."""
    page = visit.page
    page.locator(".made").get_by_role("link", name=re.compile("^Зарегистрировать")).first.click()
    item = page.get_by_role("combobox", name="Статья номенклатуры")
    expect(item).to_have_value("02-03 Журналы классов")
    expect(page.get_by_label("Вид документа", exact=True)).to_have_value("class_journal")
    assert troubles(visit, day.width) == []
    for _ in range(3):
        shown = page.url
        expect(page.get_by_label("Заголовок", exact=True)).to_be_focused()
        if not item.input_value():
            item.fill("02-03")
            page.keyboard.press("Escape")
        page.keyboard.press("Control+Enter")
        expect(page).not_to_have_url(shown)
    expect(page.get_by_text("ничего не ждёт")).to_be_visible()
    visit.go("/file-plan/2025/02-03")
    assert troubles(visit, day.width) == []


def _review(visit: Visit, day: Day) -> int:
    """A word that was read badly is typed anew, in its place on the scan; the number of the document."""
    archive, page = visit.served.archive, visit.page
    with reading(archive.sessions) as session:
        number = session.scalars(select(Document.id).where(Document.original_name == day.form)).one()
    with archive.sessions.begin() as session:  # its print is read well, its handwriting is not
        session.execute(update(PageRow).where(PageRow.document_id == number).values(state=PageState.REVIEW))
        session.execute(update(Document).where(Document.id == number).values(recognition=RecognitionState.IN_REVIEW))
    visit.go(f"/review/{number}/1")
    assert troubles(visit, day.width) == []
    text = page.locator("#text")
    misread = max(re.findall(r"\w+", text.input_value()), key=len)
    text.evaluate(
        "(field, word) => { const at = field.value.indexOf(word); field.focus(); field.setSelectionRange(at, at + word.length); }",
        misread,
    )
    page.keyboard.type(day.word)
    expect(text).to_have_value(re.compile(day.word))
    page.keyboard.press("Control+Enter")
    expect(page.locator("body")).to_contain_text("проверена")
    work(archive)
    return number


def _find(visit: Visit, day: Day, number: int) -> None:
    """Found by a stem in another case, marked on the scan in the list and in the viewer."""
    page = visit.page
    page.keyboard.press("/")
    visit.go("/search")
    page.locator("#q").fill(day.word)
    page.keyboard.press("Enter")
    hit = page.locator(".hit")
    expect(hit).to_have_count(1)
    expect(hit.locator(".strip img")).to_be_visible()
    assert hit.locator(".strip img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert troubles(visit, day.width) == []
    hit.get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/documents/{number}"))
    expect(page.locator("#page-place svg rect").first).to_be_attached()
    assert troubles(visit, day.width) == []
