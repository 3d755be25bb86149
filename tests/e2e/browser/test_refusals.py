"""What a stranger and a hostile title get: nothing, in plain words."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import HOSTILE_TITLE

if TYPE_CHECKING:
    from tests.e2e.browser.conftest import Served, Visit


def answer(address: str) -> tuple[int, str]:
    """Status and body, asked without any session."""
    try:
        with urlopen(address) as response:  # noqa: S310 - the test's own server
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("path", ["/", "/search?q=приказ", "/file-plan", "/documents/{0}", "/documents/{0}/original"])
def test_without_a_session_every_page_asks_to_enter(served: Served, visit: Visit, path: str) -> None:
    response = visit.page.goto(served.address + path.format(served.documents["exam_sheet"]))
    assert response is not None
    assert response.status == HTTPStatus.UNAUTHORIZED
    expect(visit.page.locator("main")).to_contain_text("Вход")
    expect(visit.page.locator("main")).not_to_contain_text("Рябинина")


@pytest.mark.parametrize("query", ["", "?thumbnail=1"])
def test_a_guessed_page_image_is_refused_without_a_session(served: Served, query: str) -> None:
    status, _ = answer(f"{served.address}/documents/{served.documents['exam_sheet']}/pages/1.jpg{query}")
    assert status == HTTPStatus.UNAUTHORIZED


def test_leaving_needs_the_button_so_that_no_other_site_does_it(served: Served) -> None:
    status, _ = answer(f"{served.address}/sign-out")
    assert status == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_script_in_a_title_is_shown_as_text(served: Served, visit: Visit) -> None:
    visit.enter()
    for path in (f"/documents/{served.documents['hostile']}", "/search?q=hostile"):
        visit.go(path)
        expect(visit.page.locator("main")).to_contain_text(HOSTILE_TITLE)
        assert "broken in" not in visit.page.title().split("·")[-1]
        assert visit.page.locator("script:not([src^='/static/'])").count() == 0
    visit.go('/search?q=<img src=x onerror="document.title=1">')
    expect(visit.page.locator("main img[src=x]")).to_have_count(0)
    assert visit.complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/documents/999999",
        f"/documents/{10**30}",
        f"/documents/1/pages/{10**30}.jpg",
    ],
)
def test_what_is_not_there_is_said_within_the_frame(served: Served, visit: Visit, path: str) -> None:
    visit.enter()
    response = visit.page.goto(served.address + path)
    assert response is not None
    assert response.status == HTTPStatus.NOT_FOUND
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Не найдено")
    expect(visit.page.get_by_role("navigation", name="Главное меню")).to_have_count(1)


@pytest.mark.parametrize("year", ["1812", "10" * 30])
def test_of_a_year_without_a_file_plan_the_way_leads_to_one_that_has_it(
    served: Served, visit: Visit, year: str
) -> None:
    visit.enter()
    response = visit.page.goto(f"{served.address}/file-plan?year={year}")
    assert response is not None
    assert response.status == HTTPStatus.NOT_FOUND
    expect(visit.page.locator(".empty")).to_contain_text("Выберите год")
    visit.page.locator(".empty a").first.click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Номенклатура дел на")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"q=приказ&offset={10**30}", HTTPStatus.OK),
        ("q=приказ&offset=-5", HTTPStatus.OK),
        ("q=" + "а" * 3000, HTTPStatus.OK),
        ("q=%00", HTTPStatus.BAD_REQUEST),
    ],
)
def test_an_odd_address_is_answered(served: Served, visit: Visit, query: str, status: HTTPStatus) -> None:
    visit.enter()
    response = visit.page.goto(f"{served.address}/?{query}")
    assert response is not None
    assert response.status == status
    expect(visit.page.get_by_role("navigation", name="Главное меню")).to_have_count(1)


def test_machines_that_watch_are_answered(served: Served) -> None:
    assert answer(f"{served.address}/healthz") == (HTTPStatus.OK, '{"ok":true}\n')
    status, body = answer(f"{served.address}/readyz")
    assert status == HTTPStatus.OK
    assert json.loads(body)["checks"]["index"] is True
    status, body = answer(f"{served.address}/metrics")
    assert status == HTTPStatus.OK
    assert "archive_documents" in body
    assert "Рябинина" not in body


def test_what_is_pasted_is_not_cut_at_the_length_of_a_field(visit: Visit) -> None:
    visit.enter()
    visit.go("/admin/units")
    page = visit.page
    field = page.get_by_label("Название", exact=True)
    page.locator("#q").fill("отдел " * 50)
    page.locator("#q").select_text()
    page.keyboard.press("Control+x")
    field.focus()
    page.keyboard.press("Control+v")
    assert field.input_value() == "отдел " * 50
    told = "field => field.validationMessage"
    assert field.evaluate(told) == "Знаков 300, а помещается 200. Сократите."
    page.get_by_role("button", name="Добавить").click()
    expect(field).to_have_value("отдел " * 50)
    field.fill("отдел кадров")
    assert field.evaluate(told) == ""
    assert field.get_attribute("maxlength") == "200"
