"""A mother sees her child's page and not a classmate who stands on the next one: not in text, image, search or API."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import typst
from playwright.sync_api import expect

from archive_app.services.people import keeping
from tests.e2e.browser.answers_shown import MOTHER, MOTHER_LOGIN, PUPIL
from tests.fixtures.api import program
from tests.fixtures.archives import actor_of, file_one, work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.browser.conftest import Served, Visit

CLASSMATE = "Иволгина Яна Львовна"
PAGES = f"""#set text(lang: "ru")
Справка дана в том, что {PUPIL} участвовала в олимпиаде по химии.
#pagebreak()
Участники от класса: {PUPIL}, {CLASSMATE}.
"""


def test_a_parent_sees_one_child_and_not_a_classmate_on_the_same_page(
    visit: Visit, answers: dict[str, int], served: Served, tmp_path: Path
) -> None:
    archive, page = served.archive, visit.page
    other = keeping.add_person(archive.people, CLASSMATE, actor_of(archive), birth_date=date(2014, 5, 6))
    path = tmp_path / "справка об олимпиаде.pdf"
    path.write_bytes(typst.compile(PAGES.encode()))
    title = "Справка об участии в олимпиаде"
    document = file_one(archive, path, PUPIL, item="02-12", kind="certificate", title=title)
    work(archive)  # reads both pages and finds who is named on which

    visit.enter(MOTHER_LOGIN)
    visit.go(f"/portal/persons/{answers['pupil']}")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".portal-pages > li")).to_have_count(1)
    expect(page.get_by_role("img", name="Страница 1")).to_be_visible()
    expect(page.get_by_text("Страницы, где названы другие люди")).to_be_visible()
    assert CLASSMATE not in page.content()

    shown = f"/portal/documents/{document}/pages"
    assert _status(visit, f"{shown}/1.jpg") == HTTPStatus.OK
    hidden = (f"{shown}/2.jpg", f"/documents/{document}", f"/search?q={CLASSMATE}", f"/portal/persons/{other}")
    for road in hidden:
        assert _status(visit, road) == HTTPStatus.NOT_FOUND, road
    asking = program(archive, archive.actor(MOTHER_LOGIN))
    for road in (f"/documents/{document}", f"/documents/{document}/pages/2", f"/search?q={CLASSMATE}"):
        answer = asking.get(road)
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, road
        assert "Иволгина" not in answer.text
    assert title in asking.get(f"/portal/persons/{answers['pupil']}").text
    assert asking.get(f"/portal/persons/{other}").status_code == HTTPStatus.NOT_FOUND

    visit.go("/portal/requests/new")
    assert CLASSMATE not in page.content()
    page.get_by_label("О ком").select_option(label=PUPIL)
    page.get_by_label("Цель").fill("в бассейн")
    page.get_by_role("button", name="Отправить запрос").click()
    expect(page.get_by_text("Запрос у архива")).to_be_visible()
    page.get_by_role("button", name="Отозвать запрос").click()
    expect(page.get_by_text("Вы отозвали запрос.")).to_be_visible()
    assert MOTHER in page.content()
    assert visit.complaints == []


def _status(visit: Visit, road: str) -> int:
    return visit.page.request.get(visit.served.address + road, max_redirects=0).status
