"""An archive with three scans and two texts, served on a free port, and Debian's Chromium to look at it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from waitress.server import create_server

from archive_app.db.models import LocalActKind
from archive_app.demo.scans import make_demo
from archive_app.entrypoints import web
from archive_app.entrypoints.web.app import create_app
from archive_app.services.backup.asking import Task
from archive_app.services.local_acts.said import ActSaid, Agreement
from tests.e2e.browser.answers_shown import lay_out
from tests.fixtures.archives import Home, account, actor_of, facts, note, work
from tests.fixtures.backups import backed
from tests.fixtures.signing_in import PASSWORD, give_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from archive_app.bootstrap import Archive
    from archive_app.demo.scans import DemoScan

SCRIPTS = Path(web.__file__).parent / "static" / "vendor"
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
YEARS = (2024, 2025)
COPIES = {
    "backup_every": "86400", "backup_daily": "7", "backup_weekly": "5", "backup_monthly": "12", "backup_yearly": "3",
    "drill_every": "2592000",
}  # fmt: skip
DPI = 200
HOSTILE_TITLE = '<script>document.title = "broken in"</script> & «кавычки»'
LONG_TITLE = "Справка о проверке журналов " * 10
FILLERS = 21
"""Short texts, so that one question has more answers than a page of results holds."""

expect.set_options(timeout=20_000)  # two workers share two cores with a database, a store and recognition


@dataclass
class Served:
    """The archive under test: where it answers, and the numbers of what was filed."""

    address: str
    archive: Archive
    login: str
    """Of the first account, which files and administers."""
    documents: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("browser")) as served:
        yield served


@contextmanager
def serving(folder: Path, *, copied: bool = False) -> Iterator[Served]:
    """An archive of its own in `folder`, with scans and texts in it, and a server for it on a free port.

    `copied`: it has a place for backups, and a copy there that a drill has restored.
    """
    home, settings = Home(folder / "home").prepare(*YEARS), {}
    if copied:
        made = backed(home, folder / "copies")
        home, settings = made.home, COPIES | {"drill_identity": str(made.identity)}
    with home.opened(**settings) as archive:
        documents = _file(archive, folder)
        login = archive.actor().login
        give_password(archive, login)
        account(archive, "дежурный", "curator", group_id=None)
        give_password(archive, "дежурный")
        archive.rights.opening.open_document(
            documents["personal_file"],
            "дежурный",
            actor_of(archive),
            until=archive.today(),
            reason="Проверка учредителя",
        )
        documents["local_act"] = _local_act(archive)
        for task in (Task.BACKUP, Task.DRILL) if copied else ():
            archive.backups.asking.ask(actor_of(archive), task)
            work(archive)
        with answering(archive, login, documents) as served:
            yield served


@contextmanager
def answering(archive: Archive, login: str, documents: dict[str, int] | None = None) -> Iterator[Served]:
    """A server for an archive on a free port."""
    server = create_server(create_app(archive), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.effective_port}", archive, login, documents or {})  # type: ignore[union-attr]
    finally:
        server.close()
        thread.join(timeout=10)


def _file(archive: Archive, folder: Path) -> dict[str, int]:
    actor = actor_of(archive)
    scans: dict[str, DemoScan] = {scan.kind: scan for scan in make_demo(folder / "scans", dpi=DPI)}
    documents = {}
    for kind in ("exam_sheet", "personal_file", "class_journal"):
        scan = scans[kind]
        known: Any = {"item": scan.item, "year": scan.year, "title": scan.title, "kind": kind, "date": scan.date}
        documents[kind] = archive.intake.receive(
            scan.path, scan.path.name, facts(*scan.persons, **known), actor
        ).document_id
    texts = {"hostile": HOSTILE_TITLE, "long": LONG_TITLE}
    texts |= {f"filler-{n}": f"Протокол педсовета № {n}" for n in range(FILLERS)}
    for name, title in texts.items():
        path = note(folder, f"Повестка заседания: {name}", f"{name}.txt")
        documents[name] = archive.intake.receive(path, path.name, facts(title=title), actor).document_id
    film = folder / "film.mp4"
    film.write_bytes(b"\0\0\0\x20ftypmp42\0\0\0\0mp42mp41isomavc1" + bytes(4000))
    documents["film"] = archive.intake.receive(film, film.name, facts(title="Выпускной вечер"), actor).document_id
    work(archive)
    return documents


def _local_act(archive: Archive) -> int:
    """The second edition of a regulation, approved today; the first one stands on the site."""
    keeper, acts, day = actor_of(archive), archive.local_acts, date(2025, 5, 5)
    council = Agreement("Педагогический совет", "8", day)
    said = ActSaid(
        LocalActKind.REGULATION, "Положение об индивидуальном учёте результатов освоения образовательных программ",
        "Директор", "А. А. Сорин", day, order_number="01-03-083", order_on=day, agreements=(council,),
    )  # fmt: skip
    first = acts.keeping.enter(said, keeper)
    acts.keeping.publish(first, day, "https://school.example/sveden/document", keeper, version=1)
    return acts.keeping.enter(replace(said, approved_on=archive.today()), keeper, replaces=first)


@pytest.fixture(scope="session")
def answers(served: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Requests, books of issue, releases and portal accounts in the archive, by name; see `answers_shown`."""
    return lay_out(served.archive, tmp_path_factory.mktemp("answers"), served.documents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert (SCRIPTS / "htmx.min.js").exists(), "the scripts of others are missing: run .ci/bring_scripts.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser's window on the archive; `complaints` is what Chromium wrote into its console."""

    page: Page
    served: Served
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.served.address + path, wait_until="networkidle")

    def enter(self, login: str = "", password: str = PASSWORD) -> None:
        """Sign in by the form, as a person does; as the first account where no login is given."""
        self.page.goto(f"{self.served.address}/sign-in")
        self.page.get_by_label("Логин").fill(login or self.served.login)
        self.page.get_by_label("Пароль").fill(password)
        self.page.get_by_role("button", name="Войти").click()


def visit_in(context: BrowserContext, served: Served) -> Visit:
    """A window in `context` that listens to the console, where breaches of the content policy are written."""
    visit = Visit(context.new_page(), served)
    visit.page.on("console", lambda message: visit.complaints.extend([message.text] * (message.type != "info")))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    return visit


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """A stranger's window of a desktop, 1440 pixels wide."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU") as context:
        yield visit_in(context, served)
