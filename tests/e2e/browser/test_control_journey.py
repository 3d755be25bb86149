"""The deputy looks at a school year and prints its analysis: paper and workbook have the numbers of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pikepdf import Pdf
from playwright.sync_api import expect

from tests.e2e.browser.conftest import answering, visit_in
from tests.fixtures.archives import Home, account
from tests.fixtures.control import YEAR, college
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.browser.conftest import Visit

DEPUTY = "завуч"


@pytest.fixture
def deputy(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    with Home(tmp_path / "home").prepare(YEAR).opened() as archive:
        college(archive, tmp_path)
        account(archive, DEPUTY, "deputy")
        give_password(archive, DEPUTY)
        with (
            answering(archive, DEPUTY) as served,
            browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context,
        ):
            yield visit_in(context, served)


def test_the_deputy_prints_the_yearly_analysis(deputy: Visit, tmp_path: Path) -> None:
    page = deputy.page
    deputy.enter()
    page.get_by_role("link", name="Архив", exact=True).click()
    page.get_by_role("link", name="Контроль", exact=True).click()
    page.get_by_role("link", name="Годовой анализ").click()
    page.get_by_label("Учебный год").select_option(str(YEAR))
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Годовой анализ за {YEAR}/{YEAR + 1} учебный год")
    shown = (page.locator(f".indicators {part}").all_text_contents() for part in ("dt", "dd"))
    told = dict(zip(*shown, strict=True))
    assert told["Ведомостей не в срок"] == "3 из 6"

    book = load_workbook(_brought(page, "Печать: XLSX", tmp_path / "анализ.xlsx"))
    printed = [
        tuple(str(cell.value) for cell in row if cell.value is not None) for row in book.worksheets[0].iter_rows()
    ]
    assert set(told.items()) <= set(printed)
    with Pdf.open(_brought(page, "Печать: PDF", tmp_path / "анализ.pdf")) as paper:
        assert len(paper.pages) >= 1
    assert deputy.complaints == []


def _brought(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    coming.value.save_as(to)
    return to
