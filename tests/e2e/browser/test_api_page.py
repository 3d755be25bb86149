"""The description of the API: on a phone the beginning comes first, on a desktop the areas stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser.conftest import visit_in
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served

IN_ORDER = """() => [...document.querySelectorAll("main a, main summary, main pre[tabindex]")]
  .filter((one) => one.checkVisibility()).slice(0, 8)
  .map((one) => one.closest("nav") ? "areas" : one.closest("section")?.getAttribute("aria-labelledby") ?? "head")"""
PLACES = """() => [document.querySelector("#begin"), ...document.querySelectorAll(".reference-nav")]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect()).map((box) => [box.x, box.y])"""


@pytest.mark.parametrize("width", [390, 1440])
def test_tab_goes_the_way_the_eye_does(browser: Browser, served: Served, width: int) -> None:
    give_password(served.archive, served.login)
    with browser.new_context(viewport={"width": width, "height": 900}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        visit.enter()
        visit.go("/api/v1/docs")
        begin, *lists = visit.page.evaluate(PLACES)
        assert len(lists) == 1
        order = visit.page.evaluate(IN_ORDER)
        if width == 390:
            assert begin[1] < lists[0][1]
            assert order.index("begin") < order.index("areas")
        else:
            assert lists[0][0] < begin[0]
            assert lists[0][1] < begin[1] + 40  # side by side
            assert set(order[1:]) == {"areas"}
