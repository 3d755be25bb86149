"""Acts in the browser: the road of an act, and what a person may try on it in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest

from archive_app.db.models import HoldTarget, InventoryKind
from storage.keys import BlobKey
from tests.fixtures.api import app_of
from tests.fixtures.archives import account, work
from tests.fixtures.disposal import Cabinet, reviewed
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.test import TestResponse

    from archive_app.bootstrap import Archive

EXAMS, RESULTS, JOURNALS, EXTRACTS, CHARTER, PERSONAL = "02-13", "02-14", "02-03", "02-04", "01-01", "02-02"
MEMBERS = {
    "rows": "5",
    "chair": "0",
    "name-0": "Соколова М. И.",
    "post-0": "директор",
    "present-0": "on",
    "name-1": "Орлов П. А.",
    "post-1": "завуч",
    "present-1": "on",
    "name-2": "Белова Т. В.",
    "post-2": "архивист",
}


embedded = pytest.mark.parametrize("home", ["embedded"], indirect=True)


@dataclass
class Hands:
    """The browser of a person."""

    visitor: Visitor

    def press(self, page: str, action: str, /, **fields: object) -> TestResponse:
        """Send the form `action` with the token of `page`."""
        token = csrf_of(self.visitor.get(page).text)
        return self.visitor.client.post(action, data={"csrf_token": token, **fields})


@pytest.fixture
def cabinet(fresh_archive: Archive, tmp_path: Path) -> Cabinet:
    return Cabinet(fresh_archive, tmp_path)


@pytest.fixture
def hands(cabinet: Cabinet) -> Iterator[dict[str, Hands]]:
    """Of the archivist and the director, signed in."""
    with quick_hashes():
        found = {}
        for login in ("архивист", "директор"):
            give_password(cabinet.archive, login)
            visitor = Visitor(app_of(cabinet.archive).test_client())
            assert visitor.sign_in(login).status_code == 302
            found[login] = Hands(visitor)
        yield found


@embedded
def test_what_is_due_is_proposed_with_its_sum_and_the_rest_with_its_bar(
    cabinet: Cabinet, hands: dict[str, Hands]
) -> None:
    keeper = hands["архивист"]
    assert "ещё нет" in keeper.visitor.get("/disposal").text
    _, exams = cabinet.closed(EXAMS, "ведомость")
    _, charter = cabinet.closed(CHARTER, "устав")
    _, journal = cabinet.closed(JOURNALS, "журнал")
    _, waiting = cabinet.closed(PERSONAL, "личное дело")
    page = keeper.visitor.get("/disposal/new").text
    assert f'value="{exams}" checked' in page
    assert "01.01.(2019 + 1 + 5) = 01.01.2025" in page
    assert f"/case-files/{journal}/extract" in page
    assert f"/case-files/{charter}/" not in page
    assert "взгляд вперёд" in keeper.visitor.get("/disposal/new?on=01.01.2055").text
    assert keeper.visitor.get("/disposal/new?on=вчера").status_code == 400
    for barred in (charter, journal, waiting):  # for ever; the whole journal; nobody has left yet
        assert keeper.press("/disposal/new", "/disposal/new", case_file=str(barred)).status_code == 409
    assert "Даты пока нет" in keeper.visitor.get(f"/case-files/{waiting}/life").text
    assert keeper.press("/disposal/new", "/disposal/new").status_code == 400
    proposed = keeper.press("/disposal/new", "/disposal/new", case_file=str(exams))
    act = proposed.headers["Location"]
    assert keeper.press(act, f"{act}/withdrawal", reason="").status_code == 400
    assert keeper.press(act, f"{act}/withdrawal", reason="сначала описи").status_code == 302
    assert "сначала описи" in keeper.visitor.get(act).text


@embedded
def test_the_commission_decides_line_by_line(cabinet: Cabinet, hands: dict[str, Hands]) -> None:
    keeper = hands["архивист"]
    exams = [cabinet.closed(EXAMS, name)[1] for name in ("алгебра", "физика")]
    _, results = cabinet.closed(RESULTS, "протокол ГИА")
    number = cabinet.disposal.proposing.propose(cabinet.keeper)
    act = f"/disposal/{number}"
    line = {e.case_file_id: str(e.position) for e in cabinet.disposal.acts.card(number, cabinet.keeper).entries}
    both = [line[results], line[exams[0]]]
    assert keeper.press(act, f"{act}/decisions", line=both, decision="destroy", reason="оптом").status_code == 409
    kept = {"line": line[exams[1]], "decision": "keep", "until": "31.12.2077", "reason": "проверка"}
    assert keeper.press(act, f"{act}/decisions", **kept).status_code == 302
    assert keeper.press(act, f"{act}/decisions", do="rest").status_code == 302
    protocol = {"number": "7", "on": "", **MEMBERS}
    early = keeper.press(act, f"{act}/review", **protocol)
    assert early.status_code == 409  # the line with ЭПК is open
    assert 'value="Соколова М. И."' in early.text  # and what was typed is there
    assert keeper.press(act, f"{act}/decisions", line=line[results], decision="destroy").status_code == 400
    alone = {"line": line[results], "decision": "destroy", "reason": "научной ценности нет"}
    assert keeper.press(act, f"{act}/decisions", **alone).status_code == 302
    absent = {key: value for key, value in protocol.items() if key != "present-1"}
    assert keeper.press(act, f"{act}/review", **absent).status_code == 409  # no quorum
    assert keeper.press(act, f"{act}/review", **protocol).status_code == 302
    card = cabinet.disposal.acts.card(number, cabinet.keeper)
    assert (card.state, len(card.in_force), card.protocol_number) == ("reviewed", 2, "7")


@embedded
def test_an_act_is_approved_after_its_inventories_and_carried_out(cabinet: Cabinet, hands: dict[str, Hands]) -> None:
    archive, keeper, director = cabinet.archive, hands["архивист"], hands["директор"]
    held, held_file = cabinet.closed(EXAMS, "спорная ведомость")
    free, _ = cabinet.closed(EXAMS, "прочая ведомость", persons=("Рябинина Анна Петровна",))
    _, charter = cabinet.closed(CHARTER, "устав")
    work(archive)
    number = cabinet.disposal.proposing.propose(cabinet.keeper)
    act, typed = f"/disposal/{number}", {"word": str(number)}
    assert keeper.press(act, f"{act}/execution", **typed).status_code == 409  # nobody has decided
    assert director.press(act, f"{act}/approval", **typed).status_code == 409
    reviewed(cabinet, number)
    assert keeper.press(act, f"{act}/execution", **typed).status_code == 409  # nobody has approved
    assert keeper.press(act, f"{act}/approval", **typed).status_code == 403
    assert director.press(act, f"{act}/approval", word="да").status_code == 400
    assert director.press(act, f"{act}/approval", **typed).status_code == 409  # the charter is in no inventory
    _inventory(cabinet, charter)
    assert director.press(act, f"{act}/approval", **typed).status_code == 302
    changes: tuple[tuple[str, dict[str, str]], ...] = (
        ("decisions", {"line": "1", "decision": "destroy", "reason": "передумали"}),
        ("review", {"number": "8", **MEMBERS}),
        ("withdrawal", {"reason": "передумали"}),
        ("approval", typed),
    )
    for change, said in changes:
        assert director.press(act, f"{act}/{change}", **said).status_code == 409, change
    assert "будут уничтожены навсегда: 2 дела" in keeper.visitor.get(act).text
    assert keeper.visitor.get(f"{act}/personal-data.csv").status_code == 409  # nothing has been destroyed yet
    assert keeper.press(act, f"{act}/execution", word="да").status_code == 400
    assert keeper.press(act, f"{act}/execution", **typed).status_code == 302
    assert "HX-Refresh" not in keeper.visitor.get(f"{act}/progress").headers
    holding = archive.life.holding
    holding.add(HoldTarget.CASE_FILE, str(held_file), cabinet.keeper, reference="запрос суда", reason="иск")
    work(archive)
    assert keeper.visitor.get(f"{act}/progress").headers["HX-Refresh"] == "true"
    after = keeper.visitor.get(act).text
    assert "Уничтожено 1 дело" in after
    assert "запрос суда" in after
    assert archive.store.exists(BlobKey(cabinet.sha256(held)))
    assert not archive.store.exists(BlobKey(cabinet.sha256(free)))
    assert cabinet.sha256(free) in keeper.visitor.get(f"{act}/remains").text
    assert "Рябинина Анна Петровна" in keeper.visitor.get(f"{act}/personal-data.csv").text
    assert keeper.visitor.get(f"/forms/personal-data-act/{number}.pdf").data.startswith(b"%PDF")
    assert keeper.visitor.get(f"/forms/disposal-act/{number}.pdf").data.startswith(b"%PDF")


@embedded
def test_an_open_case_file_is_not_handed_over_nor_an_approved_inventory_changed(
    cabinet: Cabinet, hands: dict[str, Hands]
) -> None:
    keeper = hands["архивист"]
    _, charter = cabinet.closed(CHARTER, "устав")
    _, still_open = cabinet.filed(EXAMS, "открытая")
    handed = keeper.press("/accessions", "/accessions", case_files=f"{charter}, {still_open}", ground="график")
    assert (handed.status_code, cabinet.archive.archiving.accessions.showing.listed(cabinet.keeper)) == (409, ())
    _inventory(cabinet, charter)
    for said in (
        {"do": "remove", "case_file": str(charter)},
        {"do": "add", "case_file": str(still_open)},
        {"do": "return", "reason": "передумали"},
        {"do": "agree", "protocol": "№ 9"},
    ):
        assert keeper.press("/inventories/1", "/inventories/1", **said).status_code == 409, said
    assert len(cabinet.archive.archiving.inventories.showing.lines(1, cabinet.keeper)) == 1


@embedded
def test_nobody_approves_the_own_proposal_in_the_browser(cabinet: Cabinet, hands: dict[str, Hands]) -> None:
    cabinet.closed(EXAMS, "ведомость")
    director = hands["директор"]
    act = director.press("/disposal/new", "/disposal/new", do="all").headers["Location"]
    number = act.rpartition("/")[2]
    director.press(act, f"{act}/decisions", do="rest")
    assert director.press(act, f"{act}/review", number="7", **MEMBERS).status_code == 302
    page = director.visitor.get(act).text
    assert "утвердить должен другой человек" in page
    own = director.press(act, f"{act}/approval", word=number)
    assert (own.status_code, "own_proposal" in own.text or "другой" in own.text) == (409, True)
    assert cabinet.disposal.acts.card(int(number), cabinet.director).state == "reviewed"


@embedded
def test_what_was_destroyed_says_so_to_who_saw_it(cabinet: Cabinet, hands: dict[str, Hands]) -> None:
    archive = cabinet.archive
    document, case_file = cabinet.closed(EXAMS, "ведомость по алгебре")
    act = cabinet.executed()
    give_password(archive, account(archive, "завуч", "deputy").login)
    give_password(archive, account(archive, "сисадмин", "sysadmin").login)
    deputy, admin = (Visitor(app_of(archive).test_client()) for _ in range(2))
    deputy.sign_in("завуч")
    admin.sign_in("сисадмин")
    said = f"Уничтожено по акту № {act} от {archive.today():%d.%m.%Y}"
    for path in (f"/documents/{document}", f"/case-files/{case_file}"):
        page = deputy.get(path)
        assert (page.status_code, said in page.text) == (200, True), path
        assert f"/disposal/{act}" not in page.text
        assert f"/disposal/{act}" in hands["архивист"].visitor.get(path).text
        assert admin.get(path).status_code in {403, 404}
    assert "ведомость по алгебре" in deputy.get(f"/case-files/{case_file}").text
    assert deputy.get(f"/documents/{document}/original").status_code == 404
    assert deputy.get("/disposal").status_code == 403


@embedded
def test_summary_pages_are_picked_on_thumbnails(cabinet: Cabinet, hands: dict[str, Hands], tmp_path: Path) -> None:
    path = tmp_path / "журнал.pdf"
    with pikepdf.new() as made:
        for width in (300, 310, 320):
            made.add_blank_page(page_size=(width, 400))
        made.save(path)
    journal, case_file = cabinet.closed(JOURNALS, "журнал 9-А", path=path)
    _, open_one = cabinet.filed(EXAMS, "открытая")
    work(cabinet.archive)
    keeper = hands["архивист"]
    address = f"/case-files/{case_file}/extract"
    page = keeper.visitor.get(address).text
    assert page.count(f'value="{journal}.') == 3
    assert page.index(f'value="{EXTRACTS}"') < page.index('value="01-01"')  # what is meant for extracts comes first
    assert keeper.visitor.get(f"/case-files/{open_one}/extract").status_code == 409
    assert keeper.press(address, address, item=EXTRACTS, year="2025").status_code == 400
    wrong = keeper.press(address, address, item=EXAMS, year="2025", page=f"{journal}.2")
    assert (wrong.status_code, f'value="{journal}.2" checked' in wrong.text) == (400, True)
    done = keeper.press(address, address, item=EXTRACTS, year="2025", page=[f"{journal}.2", f"{journal}.3", "x"])
    assert done.status_code == 302
    target = int(done.headers["Location"].rpartition("/")[2])
    verdict = cabinet.archive.life.judging.explain(target, cabinet.keeper).verdict
    assert verdict.date == date(cabinet.archive.today().year + 26, 1, 1)
    assert f'value="{case_file}" checked' in keeper.visitor.get("/disposal/new").text  # the remainder may go now
    assert f"/case-files/{target}" in keeper.visitor.get(address).text


def _inventory(cabinet: Cabinet, case_file: int) -> None:
    """An approved inventory of permanent case files with this one in it."""
    made, second = cabinet.archive.archiving.inventories, account(cabinet.archive, "второй", "archivist")
    number = made.drafting.create(InventoryKind.PERMANENT, 2025, cabinet.keeper)
    made.drafting.add(number, [case_file], cabinet.keeper)
    made.settling.agree(number, cabinet.keeper, protocol="протокол № 6")
    made.settling.approve(number, second)
