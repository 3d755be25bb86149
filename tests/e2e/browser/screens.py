"""Pictures of the pages, drawn anew: `make screens` for docs/screens; other widths, and the dark, for whoever looks them over.

What a page needs to have something to show lies in `answers_shown`, `archive_shown`, `portfolios_shown` and `work_shown`.
"""

from __future__ import annotations

from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.e2e.browser.answers_shown import HEAD, MOTHER_LOGIN, PUPIL_LOGIN, lay_out
from tests.e2e.browser.archive_shown import lay_out_archive
from tests.e2e.browser.conftest import CHROMIUM, QUIET, serving, visit_in
from tests.e2e.browser.portfolios_shown import CURATOR
from tests.e2e.browser.work_shown import (
    STEPS,
    approved_act,
    correct_card,
    drafted_plan,
    go_to_the_plans,
    lay_out_work,
    setting_up,
)
from tests.fixtures.control import YEAR, college
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOBODY = ""
FIRST_RUN = "first-run"
"""Of an archive of its own."""
SCREENS = {
    "sign-in": "/sign-in",
    "sign-in-forgotten": "/sign-in/forgotten",
    "today": "/",
    "search": "/search?q=Рябинина",
    "viewer": "/documents/{exam_sheet}?q=Рябинина",
    "intake": "/intake",
    "separators": "/separators",
    "pages": "/documents/{personal_file}/arrange",
    "file-plan": "/file-plan",
    "case-files-of-item": "/file-plan/2025/02-03",
    "plan-versions": "/file-plan/versions",
    "plan-version": "/file-plan/versions/{draft}",
    "plan-totals": "/file-plan/versions/totals/2025",
    "checklist": "/file-plan/checklists/02-03",
    "volume": "/volumes/1",
    "local-acts": "/local-acts?view=all",
    "local-act": "/local-acts/{local_act}",
    "local-act-form": "/local-acts/{local_act}/edit",
    "card-form": "/documents/{class_journal}/edit",
    "card-changes": "/documents/{class_journal}/changes",
    "who-may-see-this": "/documents/{personal_file}/access",
    "what-a-user-sees": "/rights/{login}",
    "account": "/account",
    "account-password": "/account/password",
    "account-keys": "/account/keys",
    "account-second-factor": "/account/second-factor",
    "account-recovery-codes": "/account/recovery-codes",
    "persons": "/persons",
    "doubles": "/persons/doubles",
    "journal": "/journal",
    "admin": "/admin",
    "admin-users": "/admin/users",
    "admin-user": "/admin/users/дежурный",
    "admin-kind": "/admin/kinds/exam_sheet",
    "admin-jobs": "/admin/jobs?state=done",
    "admin-new-user": "/admin/users/new",
    "admin-roles": "/admin/roles",
    "admin-role": "/admin/roles/clerk",
    "admin-kinds": "/admin/kinds",
    "admin-units": "/admin/units",
    "admin-groups": "/admin/groups",
    "admin-levels": "/admin/levels",
    "admin-system": "/admin/system",
    "backups": "/admin/backups",
    "api": "/api/v1/docs",
    "forms": "/forms",
    "form-drawn": "/forms/drawn/{form_drawn}",
    "form-waits": "/forms/drawn/{form_waits}",
    "due-to-close": "/archive/due/close",
    "due-to-transfer": "/archive/due/transfer",
    "due-to-review": "/archive/due/review",
    "forecast": "/archive/forecast",
    "term-counted": "/archive/term?term=50/75 лет&trigger=after_leaving&finished=31.12.2002&event=30.06.2003",
    "case_life": "/case-files/{book}/life",
    "case-file": "/case-files/{book}",
    "events": "/archive/events",
    "filing": "/filing",
    "batch": "/documents/{stack}/arrange",
    "review": "/review/{reviewed}/1",
    "order-events": "/documents/{order}/order-events",
    "contingent": "/persons/import",
    "disposal-act": "/disposal/{approved_act}",
    "search-empty": "/search?q=ничегоподобного&year=1999",
    "control": "/control?year={control_year}",
    "control-year": "/control/year?year={control_year}",
    "control-director": "/control/director?year={control_year}",
    "control-files": "/control/files?year={control_year}",
    "control-journals": "/control/journals?year={control_year}",
    "control-sheets": "/control/sheets?year={control_year}",
    "inventories": "/inventories",
    "inventory": "/inventories/{inventory}",
    "accessions": "/accessions",
    "accession": "/accessions/{accession}",
    "lending": "/loans",
    "presence": "/presence/{check}",
    "presence-checks": "/presence",
    "disposal": "/disposal",
    "disposal-due": "/disposal/new",
    "disposal-proposed": "/disposal/{act}",
    "closing": "/case-files/{still_open}/life",
    "not-found": "/nowhere",
    "requests": "/requests?view=all",
    "request-new": "/requests/new?person={graduate}",
    "request-answer": "/requests/{drafted}",
    "request-issue": "/requests/{signed}",
    "request-extract": "/requests/{drafted}/extract/{exam_sheet}/1",
    "request-terms": "/requests/terms",
    "answer-wording": "/requests/wording",
    "books-of-issue": "/registers",
    "book-of-certificates": "/registers/certificates",
    "unclaimed": "/registers?view=unclaimed",
    "blanks": "/registers/blanks",
    "disclosures": "/disclosures",
    "who-looked": "/disclosures/looks?person={graduate}",
    "person": "/persons/{graduate}",
    "person-card": "/persons/{pupil}",
    "ended-consents": "/persons/ended-consents",
    "group-order": "/persons/group-order?group=5&leaving=graduated&day=25.06.2026&ground=приказ от 25.06.2026 № 40-у",
    "marks": "/documents/{marks}/marks",
    "signed-file": "/intake/signed",
    "signature": "/documents/{signed_file}/signature",
    "portal-home": "/portal",
    "portal": "/portal/persons/{pupil}",
    "portal-requests": "/portal/requests",
    "portal-request-new": "/portal/requests/new",
    "portal-request": "/portal/requests/{own_request}",
    "outside-result": "/outside-results/{counted_result}",
    "outside-result-new": "/outside-results/persons/{brother}/new",
    "outside-results": "/outside-results/waiting",
    "outside-protocol": "/outside-results/{waiting_result}",
    "outside-counted": "/outside-results/{counted_result}",
    "portfolio": "/portfolio/persons/{pupil}",
    "portfolio-new": "/portfolio/persons/{pupil}/new",
    "portfolio-returned": "/portfolio/entries/{returned_entry}",
    "portfolio-of-a-child": "/portfolio/entries/{accepted_entry}",
    "portfolio-waiting": "/portfolio/waiting",
    "portfolio-judging": "/portfolio/entries/{sent_entry}",
    "portfolio-list": "/portfolio/persons/{pupil}",
    "portfolio-file": "/portfolio/files/{sent_file}/look?page=2",
    "sent-late": "/persons/new",
}
SEEN_BY = {
    "sign-in": NOBODY,
    "sign-in-forgotten": NOBODY,
    "portal-home": MOTHER_LOGIN,
    "portal": MOTHER_LOGIN,
    "portal-requests": MOTHER_LOGIN,
    "portal-request-new": MOTHER_LOGIN,
    "portal-request": PUPIL_LOGIN,
    "control-director": HEAD,
    "outside-result": PUPIL_LOGIN,
    "outside-result-new": MOTHER_LOGIN,
    "portfolio": PUPIL_LOGIN,
    "portfolio-new": PUPIL_LOGIN,
    "portfolio-returned": PUPIL_LOGIN,
    "portfolio-of-a-child": MOTHER_LOGIN,
    "portfolio-waiting": CURATOR,
    "portfolio-judging": CURATOR,
    "portfolio-list": CURATOR,
    "portfolio-file": CURATOR,
}
"""Who looks, where it is not the first account."""
RENAMED = """([was, is]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(was, is);
}"""
"""The folder of these pictures has another name each time; a server's has one."""
AS_SEEN = frozenset({"filing", "review"})
"""Their buttons stay at the foot of the window: a picture of the whole page would have them in its middle."""
TALLEST = 1800
COLOURS = 64
SCANNED = 1 << 14
"""A picture of more colours shows a scan: its few coloured marks would be lost among a few greys."""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("docs/screens"))
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("names", nargs="*", help="which pages; all where none is named")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, serving(Path(folder), copied=True) as served, sync_playwright() as playwright:
        college(served.archive, Path(folder))
        correct_card(served.archive, served.documents["class_journal"])
        numbers = served.documents | lay_out(served.archive, Path(folder), served.documents)
        numbers |= lay_out_archive(served.archive, Path(folder), lent=True)
        numbers |= lay_out_work(served.archive, Path(folder))
        cabinet = Cabinet(served.archive, Path(folder))
        numbers |= _old_case_files(cabinet)
        numbers["approved_act"] = approved_act(cabinet)
        numbers["draft"] = drafted_plan(served.archive)
        numbers["form_waits"] = served.archive.drawings.ask(
            "fonds-sheet", 1, served.archive.actor(served.login), "xlsx"
        )
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        theme = "dark" if asked.dark else "light"
        size = {"width": asked.width, "height": 900}
        visit = visit_in(browser.new_context(viewport=size, locale="ru-RU", color_scheme=theme), served)  # type: ignore[arg-type]
        who = NOBODY
        for name in [name for name in asked.names or SCREENS if name != FIRST_RUN]:
            address = SCREENS[name].format(login=served.login, control_year=YEAR, **numbers)
            login = SEEN_BY.get(name, served.login)
            if login != who:
                visit.page.context.clear_cookies()
                if login != NOBODY:
                    visit.enter(login)
                who = login
            visit.go(address)
            STEPS.get(name, _nothing)(visit.page)
            visit.page.evaluate(RENAMED, [folder, "/srv"])
            _draw(visit.page, asked.to / f"{name}.png", whole=name not in AS_SEEN)
        if FIRST_RUN in (asked.names or [FIRST_RUN]):
            with setting_up(Path(folder)) as unset:
                first = visit_in(browser.new_context(viewport=size, locale="ru-RU", color_scheme=theme), unset)  # type: ignore[arg-type]
                go_to_the_plans(first)
                _draw(first.page, asked.to / f"{FIRST_RUN}.png")


def _old_case_files(cabinet: Cabinet) -> dict[str, int]:
    """A proposed act of two case files, two that wait for one, one that is not closed yet."""
    names = {"03-02": "Протоколы олимпиады", "02-14": "Протоколы ГИА"}
    closed = [cabinet.closed(item, f"{name} за 2019 год")[1] for item, name in names.items()]
    cabinet.closed("02-12", "Справки об обучении за 2019 год")
    _, still_open = cabinet.filed("03-02", "Протоколы конкурса чтецов")
    cabinet.archive.life.prospects.run_as(cabinet.keeper)
    return {"act": cabinet.disposal.proposing.propose(cabinet.keeper, case_files=closed), "still_open": still_open}


def _nothing(_page: Page) -> None:
    """Most pages are pictured as they open."""


def _draw(page: Page, path: Path, *, whole: bool = True) -> None:
    shot = Image.open(BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    shot = shot.crop((0, 0, shot.width, min(shot.height, TALLEST)))
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = shot if shot.getcolors(SCANNED) is None else shot.quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)


if __name__ == "__main__":
    main()
