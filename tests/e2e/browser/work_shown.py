"""Work that lies on the table: a paper to file, a stack to split, a page to review, an order to read, an act to carry out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image
from sqlalchemy import update

from archive_app.bootstrap import initialise
from archive_app.db.models import Document, IntakeSource, RecognitionState
from archive_app.db.models import Page as PageRow
from archive_app.demo.scans import DEFAULT_SEED, make_demo
from archive_app.services.card_history import editable_card
from archive_app.services.card_values import CardChanges
from archive_app.services.first_run.link import first_run_path
from archive_app.services.intake import Origin
from archive_app.services.separator_sheets import SeparatorSheets
from indexer.model import PageState
from indexer.separators import Separator
from tests.e2e.browser.conftest import answering
from tests.fixtures.archives import Home, actor_of, file_one, work
from tests.fixtures.signing_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    from archive_app.bootstrap import Archive
    from archive_app.demo.scans import DemoScan
    from tests.e2e.browser.conftest import Served, Visit
    from tests.fixtures.disposal import Cabinet

DPI = 150
A4 = (1240, 1754)
ORDER = "01-05"
ON = "Сохранить и продолжить"
CONTINGENT = """Фамилия;Имя;Отчество;Дата рождения;Класс;Зачислен с;Номер приказа;Дата приказа;Представитель (ФИО);Документ представителя
Сойкина;Ада;Юрьевна;03.02.2014;5-А;01.09.2025;31-у;28.08.2025;Сойкина Вера Ильинична;св. о рождении II-ЕН № 1
Дроздов;Лев;Юрьевич;13.12.2013;5-А;01.09.2025;31-у;28.08.2025;;
Галкина;Ия;Олеговна;31.02.2014;5-А;;;;;
Иволгина;Яна;Львовна;05.05.2014;11-Ы;;;;;
Сойкина;Ада;Юрьевна;03.02.2014;5-А;;;;;"""


def lay_out_work(archive: Archive, folder: Path) -> dict[str, int]:
    """All of it; numbers by name."""
    there = {scan.kind: scan for scan in make_demo(folder / "table", dpi=DPI)}
    again = {scan.kind: scan for scan in make_demo(folder / "again", seed=DEFAULT_SEED + 1, dpi=DPI)}
    scan = again["exam_sheet"]
    numbers = {
        "order": file_one(archive, there["order"].path, *there["order"].persons, **_known(there["order"])),
        "reviewed": file_one(archive, scan.path, *scan.persons, **_known(scan)),
    }
    _taken_in(archive, there["diploma"].path)
    numbers["stack"] = _taken_in(archive, _stack(archive, folder, again))
    work(archive)
    with archive.sessions.begin() as session:
        of_it = PageRow.document_id == numbers["reviewed"]
        session.execute(update(PageRow).where(of_it).values(state=PageState.REVIEW))
        reviewed = update(Document).where(Document.id == numbers["reviewed"])
        session.execute(reviewed.values(recognition=RecognitionState.IN_REVIEW))
    return numbers


def approved_act(cabinet: Cabinet) -> int:
    """An act that waits to be carried out."""
    names = ("Протоколы ГИА за 2017 год", "Протоколы ГИА за 2018 год")
    return cabinet.approved([cabinet.closed("02-14", name)[1] for name in names])


def correct_card(archive: Archive, number: int) -> None:
    """Two facts of a card are changed after it was filed, so that there is something to take back."""
    boss, edits = actor_of(archive), archive.card_edits
    seen = editable_card(archive.journal.reads, number, boss).version
    seen = edits.edit(number, seen, CardChanges(sheets=64), boss).version
    edits.edit(number, seen, CardChanges(number="11-А/2025"), boss)


def drafted_plan(archive: Archive) -> int:
    """A draft for the next year, which differs from the plan of this one."""
    boss, year, drafting = actor_of(archive), archive.today().year, archive.plans.drafting
    draft = drafting.copy(year + 1, year, boss)
    was = asdict(next(line for line in draft.lines if line.index == "02-13"))
    changed = was | {"note": "хранить у завуча"}
    draft = drafting.put_item(draft.plan_id, draft.revision, changed, boss, replacing="02-13")
    added = was | {"index": "02-99", "title": "Журнал учёта пропусков", "retention_text": "3 года", "trigger": ""}
    draft = drafting.put_item(draft.plan_id, draft.revision, added, boss)
    return drafting.drop_item(draft.plan_id, draft.revision, "01-09", boss).plan_id


@contextmanager
def setting_up(folder: Path) -> Iterator[Served]:
    """An archive that nobody has set up yet."""
    home = Home(folder / "new")
    initialise(home.settings())
    with home.opened() as archive, answering(archive, "") as served:
        yield served


def go_to_the_plans(visit: Visit) -> None:
    """The steps of setting up before the one that asks for a file plan."""
    link = first_run_path(visit.served.archive.accounts)
    assert link is not None
    visit.go(link)
    page = visit.page
    page.get_by_label("Полное название организации").fill("Школа № 17")
    page.get_by_role("button", name=ON).click()
    page.get_by_label("Фамилия, имя, отчество").fill("Соколова Мария Игоревна")
    page.get_by_label("Логин").fill("соколова")
    for field in ("Пароль", "То же ещё раз"):
        page.get_by_label(field).fill(PASSWORD)
    for _ in ("the account", "who keeps the documents"):
        page.get_by_role("button", name=ON).click()


def send_late(page: Page) -> None:
    """The form of a new person, sent after the session has ended; the window keeps the session for what comes next."""
    page.get_by_label("Фамилия, имя, отчество").fill("Треплева Ирина Николаевна")
    session = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Создать карточку").click()
    page.get_by_role("heading", name="Ещё не сохранено").wait_for()
    page.context.add_cookies(session)  # type: ignore[arg-type]  # what one hands out the other takes


def _known(scan: DemoScan) -> dict[str, Any]:
    return {"item": scan.item, "year": scan.year, "title": scan.title, "kind": scan.kind, "date": scan.date}


def _stack(archive: Archive, folder: Path, scans: Mapping[str, DemoScan]) -> Path:
    """Two sheets laid before papers, scanned into one file."""
    sheets = SeparatorSheets(archive.sessions)
    said = (Separator(item="02-03", year=2025, kind="class_journal"), Separator(item=ORDER, year=2025, kind="order"))
    cuts = [_page(sheets.printed(one, 1, actor_of(archive))) for one in said]
    papers = [_on_a4(scans[kind].path) for kind in ("exam_sheet", "diploma", "order")]
    leaves = [cuts[0], papers[0], papers[1], cuts[1], papers[2]]
    path = folder / "стопка 12 ноября.pdf"
    leaves[0].save(path, save_all=True, append_images=leaves[1:], resolution=DPI)
    return path


def _page(pdf: bytes) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72).to_pil()
    return image.convert("L")


def _on_a4(scan: Path) -> Image.Image:
    with Image.open(scan) as image:
        paper = image.convert("L")
    paper.thumbnail(A4)
    return paper


def _taken_in(archive: Archive, path: Path) -> int:
    """A file brought by the browser, which waits for its place."""
    return archive.intake.receive_unfiled(path, path.name, actor_of(archive), Origin(IntakeSource.BROWSER)).document_id


def _read_contingent(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "контингент.csv", "mimeType": "text/csv", "buffer": CONTINGENT.encode()}
    )
    page.locator("main form button[type=submit]").first.click()
    page.locator("main table").wait_for()


STEPS: Mapping[str, Callable[[Page], None]] = {"contingent": _read_contingent, "sent-late": send_late}
"""What is done on a page before it is pictured."""
