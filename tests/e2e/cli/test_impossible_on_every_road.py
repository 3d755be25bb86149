"""What is lent, shared, signed or approved stays, whichever road somebody takes: browser, program, command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from archive_app.db.models import Document
from archive_app.errors import EXIT_CONFLICT, EXIT_NOT_FOUND
from archive_app.services.accession.places import Place
from storage.keys import BlobKey
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import YEAR, work
from tests.fixtures.disposal import Cabinet
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes
from tests.integration.services.archiving import second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

KEEPER, WHO = "архивист", "Петрова А. И."


class Road(Protocol):
    """What somebody does, and whether it was let."""

    def lend(self, case_file: int) -> bool: ...

    def execute(self, act: int) -> bool: ...

    def mark(self, check: int, code: str) -> bool: ...

    def change_plan(self, plan: int) -> bool: ...


@dataclass
class ByBrowser:
    archive: Archive

    def __post_init__(self) -> None:
        give_password(self.archive, KEEPER)
        self.visitor = Visitor(app_of(self.archive).test_client())
        assert self.visitor.sign_in(KEEPER).status_code == 302

    def lend(self, case_file: int) -> bool:
        return self._pressed("/loans", "/loans", code=str(case_file), borrower=WHO, due_on=_today(self.archive))

    def execute(self, act: int) -> bool:
        return self._pressed(f"/disposal/{act}", f"/disposal/{act}/execution", word=str(act))

    def mark(self, check: int, code: str) -> bool:
        return self._pressed("/loans", f"/presence/{check}/marks", code=code)

    def change_plan(self, plan: int) -> bool:
        said = {"replacing": "01-01", "index": "01-01", "title": "Иначе", "retention_text": "1 год", "revision": "2"}
        return self._pressed("/loans", f"/file-plan/versions/{plan}/items", **said)

    def _pressed(self, page: str, action: str, **fields: str) -> bool:
        token = csrf_of(self.visitor.get(page).text)
        answer = self.visitor.client.post(action, data={"csrf_token": token, **fields})
        assert answer.status_code in {302, 409}, (action, answer.status_code)
        return answer.status_code == 302


@dataclass
class ByProgram:
    archive: Archive

    def __post_init__(self) -> None:
        self.robot = program(self.archive, self.archive.actor(KEEPER))

    def lend(self, case_file: int) -> bool:
        said = {"case_file_id": case_file, "borrower": WHO, "due_on": self.archive.today().isoformat()}
        return self._let("/loans", said)

    def execute(self, act: int) -> bool:
        return self._let(f"/disposal-acts/{act}/execution", {"confirm": str(act)})

    def mark(self, check: int, code: str) -> bool:
        return self._let(f"/presence-checks/{check}/marks", {"code": code})

    def change_plan(self, plan: int) -> bool:
        item = {"index": "01-01", "section": "01", "title": "Иначе", "retention_text": "1 год", "carrier": "paper"}
        return self._let(f"/file-plans/versions/{plan}/items", item | {"revision": 2})

    def _let(self, address: str, said: dict[str, object]) -> bool:
        answer = self.robot.ask("POST", address, json=said)
        assert answer.status_code in {200, 201, 409}, (address, answer.text)
        return answer.status_code != 409


@dataclass
class ByCommand:
    archive: Archive
    cli: Cli

    def lend(self, case_file: int) -> bool:
        return self._let("loan", "give", case_file, "--to", WHO, "--until", _today(self.archive))

    def execute(self, act: int) -> bool:
        return self._let("disposal", "execute", act, "--confirm", act)

    def mark(self, check: int, code: str) -> bool:
        return self._let("presence", "mark", check, code)

    def change_plan(self, plan: int) -> bool:  # noqa: ARG002 - commands name the year
        return self._let("fileplan", "put", YEAR, "01-01", "--title", "Иначе")

    def _let(self, *words: object) -> bool:
        done = self.cli.run(*words, ARCHIVE_USER=KEEPER)
        assert done.returncode in {0, EXIT_CONFLICT, EXIT_NOT_FOUND}, done.stderr  # a plan in force is no draft
        return done.returncode == 0


@pytest.fixture
def archive(cli: Cli) -> Iterator[Archive]:
    with cli.home.opened() as opened:
        yield opened


@pytest.fixture
def cabinet(archive: Archive, tmp_path: Path) -> Cabinet:
    return Cabinet(archive, tmp_path)


@pytest.fixture(params=["browser", "program", "command"])
def road(request: pytest.FixtureRequest, cabinet: Cabinet, cli: Cli) -> Iterator[Road]:
    with quick_hashes():
        made: dict[str, Road] = {
            "browser": ByBrowser(cabinet.archive),
            "program": ByProgram(cabinet.archive),
            "command": ByCommand(cabinet.archive, cli),
        }
        yield made[request.param]


def test_what_is_lent_or_shared_is_not_destroyed(road: Road, cabinet: Cabinet) -> None:
    archive = cabinet.archive
    lent, lent_file = cabinet.closed("02-13", "выданная ведомость")
    free, free_file = cabinet.closed("02-13", "прочая ведомость")
    shared, shared_file = cabinet.closed("02-13", "ведомость с двойником")
    with archive.sessions.begin() as session:  # as two departments file the same without knowing of one another
        twin = {"kind_code": "other", "title": "двойник", "original_name": "двойник.txt", "media_type": "text/plain"}
        made = {"created_at": archive.clock(), "created_by": "завуч", "recognition": "recognised"}
        session.add(Document(**twin, **made, original_sha256=cabinet.sha256(shared)))
    act = cabinet.approved(case_files=[lent_file, free_file, shared_file])
    assert road.lend(lent_file)
    assert not road.lend(lent_file)  # it is out
    assert road.execute(act)
    work(archive)
    entries = {one.case_file_id: one for one in cabinet.disposal.acts.card(act, cabinet.keeper).entries}
    assert (entries[lent_file].state, entries[lent_file].left_code) == ("left", "lent")
    assert [entries[number].state for number in (free_file, shared_file)] == ["destroyed", "destroyed"]
    kept = [archive.store.exists(BlobKey(cabinet.sha256(number))) for number in (lent, free, shared)]
    assert kept == [True, False, True]
    assert not road.lend(free_file)  # nothing is left of it
    assert not road.execute(act)  # it has been carried out


def test_a_signed_check_and_a_plan_in_force_stay(road: Road, cabinet: Cabinet) -> None:
    archive, presence = cabinet.archive, cabinet.archive.presence
    _, one = cabinet.closed("02-13", "ведомость")
    work(archive)
    number = archive.archiving.accessions.drawing_up.create([one], cabinet.keeper, ground="график")
    work(archive)
    archive.archiving.accessions.taking_over.accept(number, second(archive), place=Place(room="7"))
    check = presence.checking.begin(cabinet.keeper, place=Place(room="7"))
    assert road.mark(check, f"{one}/1")
    presence.checking.sign(check, cabinet.keeper)
    assert not road.mark(check, f"{one}/1")
    assert not road.change_plan(1)
    assert presence.showing.card(check, cabinet.keeper).found == 1


def _today(archive: Archive) -> str:
    return f"{archive.today():%d.%m.%Y}"
