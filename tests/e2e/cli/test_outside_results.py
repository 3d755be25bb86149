"""Results from other organisations: applied for by the own side or the office, counted or refused by a protocol."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AuditEvent, PortalFile
from archive_app.errors import NotFound
from archive_app.services import guardians
from archive_app.services.desk import what_waits
from archive_app.services.outside import errors
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.people import cards
from archive_app.services.portal import opening
from archive_app.services.portfolio.errors import FileKindRefused
from archive_app.services.portfolio.files import Attachment
from archive_app.services.requests.errors import DayToCome
from archive_app.services.rights.errors import NotToOneself, ReasonMissing
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import account, actor_of, note
from tests.fixtures.families import ADA, LEV, MOTHER, YANA, family_school
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.statements import statements_of
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

TOLD = Told("Робототехника", "Кванториум", "зачтено", "свидетельство № 12 от 30.05.2026", 72)
SAID: dict[str, Any] = {
    "subject": "Химия",
    "organisation": "Лицей № 2",
    "result": "5",
    "paper": "справка № 4",
    "hours": 68,
}
ROADS = "/outside-results"


def _protocol(archive: Archive, *, accepted: bool = True) -> Protocol:
    words = "зачесть с оценкой «зачтено»" if accepted else "программа не соответствует"
    return Protocol(accepted, "3", archive.today(), "Комиссия по зачёту результатов", words)


def _paper(folder: Path) -> Attachment:
    path = folder / "свидетельство.png"
    Image.new("L", (400, 300), 200).save(path)
    return Attachment(path, path.name)


def test_an_application_is_counted_by_a_protocol_that_stands(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, mother = family_school(archive), archive.actor("мать")
    number = made.applying.apply(there[LEV], TOLD, mother, (_paper(tmp_path),))
    (line,) = made.showing.waiting(boss)
    assert (line.result_id, line.person, line.hours, line.state) == (number, LEV, 72, "applied")
    card = made.showing.card(number, boss)
    assert (card.applicant, card.adds, card.decides) == (MOTHER, True, True)
    assert [file.name for file in card.attached] == ["свидетельство.png"]
    early = replace(_protocol(archive), on=archive.today() - timedelta(days=1))
    late = replace(_protocol(archive), on=archive.today() + timedelta(days=1))
    nameless = replace(_protocol(archive), number=" ")
    for wrong, error in ((early, errors.ProtocolTooEarly), (late, DayToCome), (nameless, errors.ProtocolIncomplete)):
        with pytest.raises(error):
            made.deciding.decide(number, wrong, boss, version=card.version)
    with pytest.raises(errors.ResultChanged):
        made.deciding.decide(number, _protocol(archive), boss, version=card.version + 1)
    made.deciding.decide(number, _protocol(archive), boss, version=card.version)
    for accepted in (True, False):
        with pytest.raises(errors.ResultDecided):
            made.deciding.decide(number, _protocol(archive, accepted=accepted), boss, version=card.version + 1)
    with pytest.raises(errors.ResultDecided):
        made.applying.attach(number, (_paper(tmp_path),), mother)
    seen = made.showing.card(number, mother)
    assert (seen.state, seen.protocol, seen.protocol_on, seen.commission) == (
        "accepted",
        "3",
        archive.today(),
        "Комиссия по зачёту результатов",
    )
    assert (seen.adds, seen.decides, made.showing.waiting(boss)) == (False, False, ())


def test_the_office_writes_an_application_down_and_refuses_it(fresh_archive: Archive) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there = family_school(archive)
    day = archive.today() - timedelta(days=3)
    number = made.applying.register(there[YANA], TOLD, "Иволгин Лев Ильич", boss, applied_on=day)
    card = made.showing.card(number, boss)
    assert (card.applicant, card.applied_on) == ("Иволгин Лев Ильич", day)
    made.deciding.decide(number, _protocol(archive, accepted=False), boss, version=card.version)
    (line,) = made.showing.of_person(there[YANA], archive.actor("яна"))
    assert (line.state, line.decision) == ("refused", "программа не соответствует")
    for wrong, error in (
        (replace(TOLD, subject=" \0"), errors.ResultIncomplete),
        (replace(TOLD, paper=""), errors.ResultIncomplete),
        (replace(TOLD, hours=0), errors.HoursUnclear),
    ):
        with pytest.raises(error):
            made.applying.register(there[YANA], wrong, YANA, boss)
    with pytest.raises(errors.ResultIncomplete):
        made.applying.register(there[YANA], TOLD, " ", boss)
    with pytest.raises(DayToCome):
        made.applying.register(there[YANA], TOLD, YANA, boss, applied_on=archive.today() + timedelta(days=1))
    clerk = account(archive, "секретарь", "clerk")
    opening.tie_account(archive.people, "секретарь", there[MOTHER], boss)
    own = made.applying.register(there[ADA], TOLD, MOTHER, boss)
    clerk = archive.actor(clerk.login)
    with pytest.raises(NotToOneself):  # nobody decides on the own child
        made.deciding.decide(own, _protocol(archive), clerk, version=1)


def test_an_application_is_taken_back_before_its_protocol(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, mother, lev = family_school(archive), archive.actor("мать"), archive.actor("лев")
    number = made.applying.apply(there[LEV], TOLD, mother, (_paper(tmp_path),))
    clerk = account(archive, "секретарь", "clerk")
    assert {line.code: line.count for line in what_waits(archive.sessions, clerk)} == {"outside": 1}
    assert what_waits(archive.sessions, mother) == []
    withdraw = made.withdrawing.withdraw
    with pytest.raises(ReasonMissing):
        withdraw(number, " \0", mother, version=1)
    with pytest.raises(errors.ResultChanged):
        withdraw(number, "передумали", mother, version=7)
    for login in ("лев", "ада", "яна", "куратор-б"):  # the son sees it; his mother has handed it in
        with pytest.raises((NotFound, NotAllowed)):
            withdraw(number, "чужое", archive.actor(login), version=1)
    assert [made.showing.card(number, who).withdraws for who in (mother, lev, boss)] == [True, False, True]
    withdraw(number, "Справку выдали с ошибкой", mother, version=1)
    card = made.showing.card(number, boss)
    assert (card.state, card.decision, card.withdraws, card.decides, card.adds) == (
        "withdrawn", "Справку выдали с ошибкой", False, False, False,
    )  # fmt: skip
    again: tuple[Callable[[], None], ...] = (
        lambda: withdraw(number, "ещё раз", boss, version=card.version),
        lambda: made.deciding.decide(number, _protocol(archive), boss, version=card.version),
        lambda: made.applying.attach(number, (_paper(tmp_path),), mother),
    )
    for call in again:
        with pytest.raises(errors.ResultDecided):
            call()
    assert (made.showing.waiting(boss), what_waits(archive.sessions, clerk)) == ((), [])
    with archive.sessions() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "outside:result:withdraw")).one()
        assert (event.actor, json.loads(event.details)["reason"]) == ("мать", "Справку выдали с ошибкой")
    second = made.applying.apply(there[LEV], TOLD, mother)
    withdraw(second, "Внесено дважды", boss, version=1)
    third = made.applying.register(there[LEV], TOLD, LEV, boss)
    with pytest.raises(NotFound):  # on paper: the office takes it back
        withdraw(third, "чужое", mother, version=1)
    opening.tie_account(archive.people, "секретарь", there[MOTHER], boss)
    assert what_waits(archive.sessions, archive.actor("секретарь")) == [], "of the own child a colleague is told"


def test_counted_results_go_out_with_the_portfolio(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, lev = family_school(archive), archive.actor("лев")
    wicked = replace(TOLD, organisation="=cmd|' /C calc'!A0", subject="<script>alert(1)</script>")
    counted = made.applying.apply(there[LEV], wicked, lev, (_paper(tmp_path),))
    refused_one = made.applying.apply(there[LEV], replace(TOLD, subject="Отказано"), lev)
    made.applying.apply(there[LEV], replace(TOLD, subject="Ждёт"), lev)
    for number in (counted, refused_one):
        made.deciding.decide(number, _protocol(archive, accepted=number == counted), boss, version=1)
    packed = archive.portfolios.exporting.pack(there[LEV], lev)
    with zipfile.ZipFile(io.BytesIO(b"".join(packed.pieces))) as taken:
        names = taken.namelist()
        assert names[:4] == ["index.html", "portfolio.json", "portfolio.csv", "results.csv"]
        told = json.loads(taken.read("portfolio.json"))
        (result,) = told["results"]
        assert (told["version"], result["protocol"], result["protocol_on"]) == (2, "3", archive.today().isoformat())
        (file,) = result["files"]
        assert taken.read(file["path"]) == (tmp_path / "свидетельство.png").read_bytes()
        assert wicked.subject not in taken.read("index.html").decode()
        _, row = csv.reader(io.StringIO(taken.read("results.csv").decode("utf-8-sig")), delimiter=";")
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    with pytest.raises(NotFound):
        archive.portfolios.exporting.pack(there[LEV], archive.actor("яна"))


def test_nobody_applies_for_others_nor_looks(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, stale = family_school(archive), fresh_archive.actor("мать")
    number = made.applying.apply(there[LEV], TOLD, stale, (_paper(tmp_path),))
    (file,) = made.showing.card(number, boss).attached
    for login in ("ада", "яна"):  # a sister and a classmate of hers
        who = archive.actor(login)
        assert made.showing.of_person(there[LEV], who) == ()
        for call in (
            lambda who=who: made.applying.apply(there[LEV], TOLD, who),
            lambda who=who: made.showing.card(number, who),
            lambda who=who: made.applying.attach(number, (_paper(tmp_path),), who),
            lambda who=who: archive.portfolios.showing.file(file.file_id, who),
        ):
            with pytest.raises(NotFound):
                call()
        for forbidden in (
            lambda who=who: made.showing.waiting(who),
            lambda who=who: made.deciding.decide(number, _protocol(archive), who, version=1),
            lambda who=who: made.applying.register(there[LEV], TOLD, LEV, who),
        ):
            with pytest.raises(NotAllowed):
                forbidden()
    assert made.showing.card(number, archive.actor("куратор-б")).adds is False, "the curator looks"
    with pytest.raises(NotFound):
        made.showing.card(number, archive.actor("куратор-а"))
    (line,) = cards.person_card(archive.people, there[LEV], boss).guardians
    guardians.revoke_guardian(archive.people, line.guardianship_id, boss, reason="суд", version=line.version)
    for who in (stale, archive.actor("мать")):
        with pytest.raises(NotFound):
            made.applying.apply(there[LEV], TOLD, who)
        with pytest.raises(NotFound):
            made.applying.attach(number, (_paper(tmp_path),), who)
    with pytest.raises(NotFound):
        made.showing.card(number, archive.actor("мать"))


def test_a_paper_of_another_kind_leaves_nothing_behind(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, made = fresh_archive, fresh_archive.outside
    there, ada = family_school(archive), archive.actor("ада")
    page = note(tmp_path, "<html><script>alert(1)</script></html>", "под видом.pdf")
    with pytest.raises(FileKindRefused):
        made.applying.apply(there[ADA], TOLD, ada, (_paper(tmp_path), Attachment(page, page.name)))
    assert made.showing.of_person(there[ADA], ada) == ()
    with archive.sessions() as session:
        assert session.scalars(select(PortalFile)).all() == []


def test_lists_cost_the_same_however_long_they_are(fresh_archive: Archive) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there = family_school(archive)
    sums = set()
    for _ in range(3):
        last = made.applying.register(there[ADA], TOLD, ADA, boss)
        with statements_of(archive.database) as statements:
            made.showing.waiting(boss)
            made.showing.of_person(there[ADA], boss)
        sums.add(sum("FROM outside_result" in one or "FROM person" in one for one in statements))
    assert sums == {2}
    assert [one.result_id for one in made.showing.waiting(boss, after=last - 1)] == [last]


def test_pages_operations_and_commands(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there, boss = family_school(archive), actor_of(archive)
        mother, keeper = _entered(archive, "мать"), _entered(archive, boss.login)
        form = f"{ROADS}/persons/{there[LEV]}/new"
        wrong = mother.send(form, **{**_typed(SAID), "hours": "много"})
        assert wrong.status_code == HTTPStatus.BAD_REQUEST
        assert "Лицей № 2" in wrong.text, "what was typed stays"
        with _paper(tmp_path).path.open("rb") as paper:
            token = csrf_of(mother.get(form).text)
            fields = {"csrf_token": token, **_typed(SAID), "files": (paper, "справка.png")}
            address = mother.client.post(form, data=fields).headers["Location"]
        assert "справка.png" in mother.get(address).text
        for page in (f"/portal/persons/{there[LEV]}", f"/portfolio/persons/{there[LEV]}"):
            assert "Лицей № 2" in mother.get(page).text, page
        assert "Лицей № 2" in keeper.get(f"/persons/{there[LEV]}").text
        assert "Лицей № 2" in keeper.get(f"{ROADS}/waiting").text
        _hidden(archive, there, _entered(archive, "яна"), address)
        decision = {"number": "3", "commission": "Комиссия", "decision": "зачесть", "version": "1"}
        no_day = keeper.send(f"{address}/decide", address, verdict="accepted", **decision, on="")
        assert no_day.status_code == HTTPStatus.BAD_REQUEST
        assert "зачесть" in no_day.text
        day = f"{archive.today():%d.%m.%Y}"
        done = keeper.send(f"{address}/decide", address, verdict="accepted", **decision, on=day)
        assert done.status_code == HTTPStatus.FOUND
        _scanned(keeper, address, _paper(tmp_path))
        again = keeper.send(f"{address}/decide", "/persons/new", **decision, on=day)
        assert again.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT}
        assert f"протокол № 3 от {day}" in mother.get(f"/portal/persons/{there[LEV]}").text
        _asked_by_programs(archive, there)
    _commands(cli, there, boss.login, _paper(tmp_path).path)


def _scanned(keeper: Visitor, address: str, paper: Attachment) -> None:
    """The protocol as a file goes into the case file; without one the page says so."""
    road = f"{address}/protocol/files"
    token = csrf_of(keeper.get(address).text)
    nothing = keeper.client.post(road, data={"csrf_token": token})
    assert "Сначала выберите файлы" in keeper.get(nothing.headers["Location"]).text
    with paper.path.open("rb") as scan:
        keeper.client.post(road, data={"csrf_token": token, "files": (scan, "протокол.png")})
    page = keeper.get(address).text
    assert "протокол.png" in page
    assert "Личные дела" in page


def _hidden(archive: Archive, there: dict[str, Any], classmate: Visitor, address: str) -> None:
    for road in (address, f"{ROADS}/persons/{there[LEV]}/new", f"/portfolio/persons/{there[LEV]}"):
        answer = classmate.get(road)
        assert answer.status_code == HTTPStatus.NOT_FOUND, road
        assert "Лицей" not in answer.text
    form = f"{ROADS}/persons/{there[YANA]}/new"
    posted = classmate.send(f"{ROADS}/persons/{there[LEV]}/new", form, **_typed(SAID), applicant=LEV)
    assert posted.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}
    assert classmate.get(f"{ROADS}/waiting").status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}
    asking, one = program(archive, archive.actor("яна")), f"{ROADS}/{address.rpartition('/')[2]}"
    assert asking.get(f"{ROADS}/persons/{there[LEV]}").get_json() == {"results": []}
    refused(asking.get(one), HTTPStatus.NOT_FOUND, "not_found")
    refused(asking.ask("POST", f"{ROADS}/persons/{there[LEV]}", json=SAID), HTTPStatus.NOT_FOUND, "not_found")
    refused(asking.ask("POST", f"{one}/files?name=a.pdf", data=b"%PDF"), HTTPStatus.NOT_FOUND, "not_found")
    refused(
        asking.ask("POST", f"{ROADS}/persons/{there[LEV]}", json={**SAID, "applicant": LEV}),
        HTTPStatus.FORBIDDEN,
        "not_allowed",
    )


def _asked_by_programs(archive: Archive, there: dict[str, Any]) -> None:
    yana, office = program(archive, archive.actor("яна")), program(archive, actor_of(archive))
    card = yana.ask("POST", f"{ROADS}/persons/{there[YANA]}", json=SAID).get_json()
    assert (card["state"], card["applicant"], card["hours"]) == ("applied", YANA, 68)
    (waits,) = office.get(f"{ROADS}/waiting").get_json()["results"]
    assert waits["result_id"] == card["result_id"]
    said = {
        "accepted": False,
        "number": "4",
        "on": archive.today().isoformat(),
        "commission": "Комиссия",
        "decision": "нет часов",
        "version": card["version"],
    }
    road = f"{ROADS}/{card['result_id']}/protocol"
    assert office.ask("POST", road, json=said).get_json()["state"] == "refused"
    refused(office.ask("POST", road, json=said), HTTPStatus.CONFLICT, "outside_result_decided")
    by_office = office.ask("POST", f"{ROADS}/persons/{there[ADA]}", json={**SAID, "applicant": MOTHER})
    assert by_office.get_json()["applicant"] == MOTHER
    second = yana.ask("POST", f"{ROADS}/persons/{there[YANA]}", json=SAID).get_json()
    road, why = f"{ROADS}/{second['result_id']}/withdrawal", {"version": second["version"], "reason": "передумала"}
    stranger = program(archive, archive.actor("ада"))
    refused(stranger.ask("POST", road, json=why), HTTPStatus.NOT_FOUND, "not_found")
    assert yana.ask("POST", road, json=why).get_json()["decision"] == "передумала"
    refused(yana.ask("POST", road, json=why), HTTPStatus.CONFLICT, "outside_result_decided")


def _commands(cli: Cli, there: dict[str, Any], login: str, paper: Path) -> None:
    outside = ("--user", login, "outside")
    (waits,) = cli.json(*outside, "waiting")["results"]
    assert waits["person"] == ADA
    decide = ("--number", "5", "--commission", "Комиссия", "--decision", "зачесть")
    today = waits["applied_on"]
    shown = cli.json(*outside, "decide", waits["result_id"], "--accept", *decide, "--on", today)
    assert shown["state"] == "accepted"
    filed = cli.json(*outside, "protocol", waits["result_id"], "--file", paper)
    assert ([one["name"] for one in filed["attached"]], filed["item"][:5]) == ([paper.name], "02-02")
    again = cli.run(*outside, "decide", waits["result_id"], "--refuse", *decide, "--on", today)
    assert (again.returncode != 0, "протокол уже внесён" in again.stderr) == (True, True)
    told = ("--subject", "Физика", "--organisation", "Лицей", "--result", "4", "--paper", "справка № 5")
    number = cli.json(*outside, "add", there[YANA], *told, "--applicant", YANA)["result_id"]
    assert "Физика" in cli.says(*outside, "list", there[YANA])
    assert cli.run("--user", "ада", "outside", "withdraw", number, "--reason", "чужое").returncode == 4
    back = cli.json(*outside, "withdraw", number, "--reason", "внесено дважды")
    assert (back["state"], back["decision"]) == ("withdrawn", "внесено дважды")


def _typed(said: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in said.items()}


def _entered(archive: Archive, login: str) -> Visitor:
    give_password(archive, login)
    visitor = Visitor(app_of(archive).test_client())
    visitor.sign_in(login)
    return visitor
