"""Every page at both widths, light and dark: axe finds nothing, nothing leaves the screen, targets can be hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.browser.answers_shown import MOTHER_LOGIN, PUPIL_LOGIN
from tests.e2e.browser.archive_shown import lay_out_archive
from tests.e2e.browser.conftest import visit_in
from tests.e2e.browser.portfolios_shown import CURATOR
from tests.e2e.browser.work_shown import send_late
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit

PAGES = (
    "/",
    "/search",
    "/search?q=Рябинина",
    "/search?q=Рябинина&year=2025",
    '/search?q="протокол',
    "/search?q=ничегоподобного&year=1999",
    "/file-plan",
    "/file-plan/2025/02-03",
    "/file-plan/versions",
    "/file-plan/versions/1",
    "/file-plan/versions/totals/2025",
    "/file-plan/checklists/02-03",
    "/documents/{personal_file}/order-events",
    "/case-files/1",
    "/volumes/1",
    "/documents/{long}/edit",
    "/documents/{long}/changes",
    "/filing",
    "/intake",
    "/separators",
    "/documents/{personal_file}/arrange",
    "/nowhere",
    "/documents/{exam_sheet}?q=Рябинина",
    "/documents/{personal_file}?page=2",
    "/documents/{personal_file}?page=2&wide=1",
    "/documents/{long}",
    "/documents/{film}",
    "/account",
    "/account/password",
    "/account/keys",
    "/account/second-factor",
    "/account/recovery-codes",
    "/documents/{personal_file}/access",
    "/rights/{login}",
    "/rights/дежурный",
    "/sign-in/forgotten",
    "/admin",
    "/admin/users",
    "/admin/users?sought=никто",
    "/admin/users/new",
    "/admin/users/дежурный",
    "/admin/roles",
    "/admin/roles/clerk",
    "/admin/kinds",
    "/admin/kinds/exam_sheet",
    "/admin/units",
    "/admin/groups",
    "/admin/levels",
    "/admin/jobs",
    "/admin/jobs?state=done",
    "/admin/system",
    "/admin/backups",
    "/api/v1/docs",
    "/forms",
    "/control",
    "/control/year",
    "/control/director",
    "/control/files",
    "/control/journals",
    "/control/sheets",
    "/control/table",
    "/loans",
    "/presence",
    "/requests",
    "/requests?view=all",
    "/requests?view=mine",
    "/requests/new?name=Треплева",
    "/requests/new?person={graduate}",
    "/requests/{asked}",
    "/requests/{drafted}",
    "/requests/{signed}",
    "/requests/{issued}",
    "/requests/{late}",
    "/requests/{drafted}/extract/{exam_sheet}/1",
    "/requests/terms",
    "/requests/wording",
    "/outside-results/waiting",
    "/outside-results/{waiting_result}",
    "/outside-results/{counted_result}",
    "/registers",
    "/registers?view=unclaimed",
    "/registers/certificates",
    "/registers?book=diploma&person={graduate}",
    "/registers/blanks",
    "/disclosures",
    "/disclosures/looks?person={graduate}",
    "/persons/{pupil}",
    "/persons/import",
    "/persons/ended-consents",
    "/persons/group-order?group=1&leaving=graduated&day=25.06.2025&ground=приказ",
    "/documents/{marks}/marks",
    "/intake/signed",
    "/documents/{signed_file}/signature",
    "/documents/{marks}/signature",
    "/local-acts",
    "/local-acts/{local_act}",
    "/local-acts/{local_act}/edit",
    "/journal",
    "/journal?document={personal_file}",
    "/journal?user=никто",
    "/forms/drawn/{form_drawn}",
    "/forms/drawn/{form_waits}",
    "/inventories",
    "/inventories/{inventory}",
    "/accessions",
    "/accessions/{accession}",
    "/presence/{check}",
    "/case-files/{book}/life",
    "/loans?view=all",
    "/archive/events",
    "/archive/forecast",
    "/archive/term",
    "/archive/term?term=5 лет ЭПК&finished=04.05.2026",
    "/archive/term?term=чепуха&finished=32.13.2026",
    "/archive/due/close",
    "/archive/due/transfer",
    "/archive/due/review",
    "/disposal",
    "/disposal/new",
    "/disposal/new?on=01.01.2055",
    "/disposal/{act}",
    "/disposal/{act}/remains",
    "/case-files/{closed}/extract",
)
OF_OTHERS = (
    (MOTHER_LOGIN, "/portal"),
    (PUPIL_LOGIN, "/portal/persons/{pupil}"),
    (PUPIL_LOGIN, "/portal/documents/{certificate}"),
    (MOTHER_LOGIN, "/portal/requests"),
    (MOTHER_LOGIN, "/portal/requests/new"),
    (PUPIL_LOGIN, "/portal/requests/{own_request}"),
    (PUPIL_LOGIN, "/outside-results/{counted_result}"),
    (MOTHER_LOGIN, "/outside-results/persons/{brother}/new"),
    (PUPIL_LOGIN, "/portfolio/persons/{pupil}"),
    (PUPIL_LOGIN, "/portfolio/persons/{pupil}/new"),
    (PUPIL_LOGIN, "/portfolio/entries/{returned_entry}"),
    (MOTHER_LOGIN, "/portfolio/persons/{brother}"),
    (MOTHER_LOGIN, "/portfolio/entries/{accepted_entry}"),
    (CURATOR, "/portfolio/persons/{pupil}"),
    (CURATOR, "/portfolio/waiting"),
    (CURATOR, "/portfolio/entries/{sent_entry}"),
    (CURATOR, "/portfolio/files/{sent_file}/look?page=2"),
)
WIDTHS = (1440, 390)
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
  .filter(e => !e.closest("p, dd, .persons, .hit h2, .visually-hidden") && !e.matches(".skip") && e.offsetParent)
  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 39.5)"""
"""Controls lower than 40 px, but for links inside running text."""
WIDER_THAN_THEIR_PLACE = """() => [...document.querySelectorAll(".table-wrap")]
  .filter(e => e.scrollWidth > e.clientWidth)
  .map(e => [e.getAttribute("aria-label"), e.scrollWidth, e.clientWidth])"""
"""Tables that would be read by scrolling them sideways."""
FEWER_OF_A_KIND = "document.querySelectorAll('.reference-body > section:nth-of-type(n+6)').forEach(e => e.remove())"
"""The page of the API says the same of a hundred operations; axe needs a minute for them."""


@pytest.mark.timeout(900)
def test_every_page_can_be_used_by_everybody(
    browser: Browser, served: Served, answers: dict[str, int], tmp_path: Path
) -> None:
    numbers = served.documents | answers | lay_out_archive(served.archive, tmp_path)
    numbers |= _closed_case_files(served, tmp_path)
    # reduced motion: a colour looked at on its way from light to dark is neither
    with browser.new_context(viewport={"width": WIDTHS[0], "height": 844}, reduced_motion="reduce") as context:
        visit = visit_in(context, served)
        visit.page.goto(served.address)
        found = {"the stranger's": troubles(visit, WIDTHS[0])}
        visit.enter()
        for path in PAGES:
            address = path.format(login=served.login, **numbers)
            visit.go(address)
            visit.page.evaluate(FEWER_OF_A_KIND)
            found[path] = [*_at_each_width(visit), *_in_the_dark(visit)]
        visit.go("/persons/new")
        send_late(visit.page)
        found["sent late"] = [*_at_each_width(visit), *_in_the_dark(visit)]
        entered = ""
        for login, path in OF_OTHERS:
            if login != entered:
                context.clear_cookies()
                visit.enter(login)
                entered = login
            visit.go(path.format(**numbers))
            found[path] = [*_at_each_width(visit), *_in_the_dark(visit)]
        assert {path: wrong for path, wrong in found.items() if wrong} == {}


def _closed_case_files(served: Served, folder: Path) -> dict[str, int]:
    """A proposed act of one case file, and another one that waits for an act."""
    cabinet = Cabinet(served.archive, folder)
    _, proposed = cabinet.closed("03-02", "Протоколы олимпиады")
    _, closed = cabinet.closed("02-12", "Справки об обучении")
    return {"act": cabinet.disposal.proposing.propose(cabinet.keeper, case_files=[proposed]), "closed": closed}


def _at_each_width(visit: Visit) -> Iterator[object]:
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 844})
        yield from ((width, wrong) for wrong in troubles(visit, width, colours=width == WIDTHS[0]))
    visit.page.set_viewport_size({"width": WIDTHS[0], "height": 844})


def _in_the_dark(visit: Visit) -> Iterator[object]:
    """The dark theme changes colours alone, so contrast alone is looked at again."""
    visit.page.emulate_media(color_scheme="dark")
    results = Axe().run(visit.page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    if results.violations_count:
        yield ("dark", results.generate_report())
    visit.page.emulate_media(color_scheme="light")


def troubles(visit: Visit, width: int, *, colours: bool = True) -> list[object]:
    """What axe finds, what is too small to hit, and whether the page, or a table on it, scrolls sideways."""
    visit.page.wait_for_load_state()  # a form may have been sent just now: half a page has no heading yet
    contrast = {"rules": {"color-contrast": {"enabled": colours}}}
    results = Axe().run(visit.page, options={"resultTypes": ["violations"], **contrast})
    wrong: list[object] = [results.generate_report()] if results.violations_count else []
    wrong += visit.page.evaluate(SMALL_TARGETS)
    wrong += visit.page.evaluate(WIDER_THAN_THEIR_PLACE)
    across = visit.page.evaluate("document.documentElement.scrollWidth")
    return [*wrong, f"{across} pixels wide"] if across > width else wrong


def test_no_motion_where_none_is_wanted(browser: Browser, served: Served) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        visit = visit_in(context, served)
        visit.enter()
        durations = visit.page.evaluate(
            "[...document.querySelectorAll('*')].map(e => getComputedStyle(e).transitionDuration)"
        )
    assert {float(part.removesuffix("s")) for text in durations for part in text.split(",")} == {0.0}


def test_on_paper_a_document_is_its_page_and_its_card(visit: Visit, served: Served) -> None:
    visit.enter()
    visit.go(f"/documents/{served.documents['personal_file']}?page=2")
    visit.page.emulate_media(media="print")
    for gone in (".side", ".top", ".thumbs", ".turn"):
        assert not visit.page.locator(gone).is_visible()
    for kept in ("h1", ".sheet img", ".card-facts"):
        assert visit.page.locator(kept).is_visible()
