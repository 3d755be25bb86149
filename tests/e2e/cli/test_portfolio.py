"""Portfolios: filled by the student, checked by the curator of the group, taken out whole, closed to everybody else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    AuditEvent,
    PortalFile,
    Study,
)
from archive_app.errors import NotFound
from archive_app.services import guardians
from archive_app.services.desk import what_waits
from archive_app.services.outside.applying import Told
from archive_app.services.people import cards, keeping, merging
from archive_app.services.portfolio import errors
from archive_app.services.portfolio.files import MOST_FILES, Attachment
from archive_app.services.portfolio.filling import Achievement
from archive_app.services.requests.errors import DayToCome
from archive_app.services.rights.errors import NotToOneself
from indexer.errors import Damaged
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import account, actor_of
from tests.fixtures.families import ADA, LEV, YANA, family_school
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.statements import statements_of
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

WON = Achievement(
    AchievementKind.CONTEST,
    AchievementPaper.DIPLOMA,
    AchievementLevel.REGIONAL,
    "Олимпиада по химии",
    date(2026, 3, 14),
    "Дворец творчества, Тверь",
    "призёр",
)
SCRIPT = "<script>alert(1)</script>"
SAID = {"kind": "contest", "paper": "diploma", "level": "regional", "happened_on": "14.03.2026"}
HOUR = timedelta(hours=1)
LEARNED = Told("Химия", "Лицей № 2", "5", "справка № 4", 68)


def _diploma(folder: Path, name: str = "диплом.png", colour: int = 200) -> Attachment:
    path = folder / f"{colour}.png"
    Image.new("L", (400, 300), colour).save(path)
    return Attachment(path, name)


def test_an_entry_goes_to_the_curator_and_back_and_is_frozen_when_accepted(
    fresh_archive: Archive, tmp_path: Path
) -> None:
    archive, made = fresh_archive, fresh_archive.portfolios
    there, ada, curator = family_school(archive), archive.actor("ада"), archive.actor("куратор-а")
    entry = made.filling.add(there[ADA], WON, ada, (_diploma(tmp_path),))
    assert made.judging.waiting(curator) == ()
    with pytest.raises(NotFound):  # a draft is the student's own
        made.showing.card(entry, curator)
    made.filling.send(entry, ada, version=made.showing.card(entry, ada).version)
    assert {line.code: line.count for line in what_waits(archive.sessions, curator, archive.today())} == {
        "portfolio": 1
    }
    card = made.showing.card(entry, curator)
    assert (card.judges, card.fills) == (True, False)
    with pytest.raises(errors.CommentMissing):
        made.judging.give_back(entry, " ", curator, version=card.version)
    made.judging.give_back(entry, "Нет подписи на дипломе", curator, version=card.version)
    with pytest.raises(errors.AchievementChanged):  # who looked before has to look again
        made.judging.accept(entry, curator, version=card.version)
    card = made.showing.card(entry, ada)
    assert (card.state, card.comment, card.fills) == ("returned", "Нет подписи на дипломе", True)
    made.filling.detach(card.attached[0].file_id, ada)
    made.filling.attach(entry, (_diploma(tmp_path, "с подписью.png", 90),), ada)
    made.filling.change(entry, replace(WON, result="победитель"), ada, version=card.version)
    made.filling.send(entry, ada, version=made.showing.card(entry, ada).version)
    made.judging.accept(entry, curator, version=made.showing.card(entry, curator).version, comment="Поздравляю")
    card = made.showing.card(entry, ada)
    assert (card.state, card.result, [file.name for file in card.attached]) == (
        "accepted",
        "победитель",
        ["с подписью.png"],
    )
    for change in (
        lambda: made.filling.change(entry, WON, ada, version=card.version),
        lambda: made.filling.attach(entry, (_diploma(tmp_path),), ada),
        lambda: made.filling.detach(card.attached[0].file_id, ada),
        lambda: made.filling.send(entry, ada, version=card.version),
    ):
        with pytest.raises(errors.AchievementFrozen):
            change()
    with pytest.raises(errors.AchievementNotSent):
        made.judging.accept(entry, curator, version=card.version)
    assert what_waits(archive.sessions, curator, archive.today()) == []


def test_only_a_curator_of_the_group_in_those_days_judges(fresh_archive: Archive) -> None:
    archive, made, boss = fresh_archive, fresh_archive.portfolios, actor_of(fresh_archive)
    there, ada = family_school(archive), archive.actor("ада")
    entry = made.filling.add(there[ADA], WON, ada)
    made.filling.send(entry, ada, version=made.showing.card(entry, ada).version)
    yesterday = archive.today() - timedelta(days=1)
    account(archive, "бывший", "curator", group_id=there["5-А"], valid_to=yesterday)
    account(archive, "учитель", "teacher", group_id=there["5-А"])
    for login in ("куратор-б", "бывший", "учитель", "яна"):
        other = archive.actor(login)
        with pytest.raises((NotFound, NotAllowed)):
            made.showing.card(entry, other)
        with pytest.raises((NotFound, NotAllowed)):
            made.judging.accept(entry, other, version=2)
    with pytest.raises(NotAllowed):
        made.judging.accept(entry, archive.actor("мать"), version=2)
    assert [line.entry_id for line in made.judging.waiting(boss)] == [entry]  # who holds the right everywhere
    mother = account(archive, "мать", "curator", group_id=there["5-А"])  # her own child is judged by another
    assert made.judging.waiting(mother) == ()
    with pytest.raises(NotToOneself):
        made.judging.accept(entry, mother, version=2)
    with archive.sessions.begin() as session:  # moved to the other class: now the other curator's
        study = session.scalars(select(Study).where(Study.person_id == there[ADA])).one()
        study.group_id = there["7-Б"]
    assert made.judging.waiting(archive.actor("куратор-а")) == ()
    assert [line.entry_id for line in made.judging.waiting(archive.actor("куратор-б"))] == [entry]


def test_what_waits_goes_on_by_key_and_costs_the_same_however_much_it_is(fresh_archive: Archive) -> None:
    archive, made = fresh_archive, fresh_archive.portfolios
    there, ada, curator = family_school(archive), archive.actor("ада"), archive.actor("куратор-а")
    sent = []
    for number in range(5):
        sent.append(made.filling.add(there[ADA], replace(WON, title=f"Олимпиада {number}"), ada))
        made.filling.send(sent[-1], ada, version=1)
    seen: list[int] = []
    while part := made.judging.waiting(curator, after=seen[-1] if seen else None, limit=2):
        seen += [line.entry_id for line in part]
    assert seen == sent
    first = made.showing.portfolio(there[ADA], ada, limit=3)
    rest = made.showing.portfolio(there[ADA], ada, before=first.before, limit=3)
    assert [line.entry_id for line in (*first.entries, *rest.entries)] == sent[::-1]
    costs = []
    for limit in (1, 5):
        with statements_of(archive.database) as seen_statements:
            made.judging.waiting(curator, limit=limit)
            made.showing.portfolio(there[ADA], ada, limit=limit)
        costs.append(len([one for one in seen_statements if one.startswith("SELECT")]))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("диплом.png", b"<html><script>alert(1)</script></html>", errors.FileKindRefused),
        ("рисунок.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', errors.FileKindRefused),
        ("игра.pdf", b"MZ" + bytes(4000), Damaged),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_of_it_is_kept(
    embedded_home: Any, tmp_path: Path, name: str, content: bytes, expected: type[Exception]
) -> None:
    with embedded_home.opened() as archive:
        there, ada, made = family_school(archive), archive.actor("ада"), archive.portfolios
        path = tmp_path / "присланное"
        path.write_bytes(content)
        with pytest.raises(expected):
            made.filling.add(there[ADA], WON, ada, (_diploma(tmp_path), Attachment(path, name)))
        assert made.showing.portfolio(there[ADA], ada).entries == ()
        entry = made.filling.add(there[ADA], WON, ada)
        with pytest.raises(DayToCome):
            made.filling.add(there[ADA], replace(WON, happened_on=archive.today() + timedelta(days=1)), ada)
        many = tuple(_diploma(tmp_path, f"{shade}.png", shade) for shade in range(MOST_FILES + 1))
        with pytest.raises(errors.TooManyAttachments):
            made.filling.attach(entry, many, ada)
        with path.open("wb") as big:
            big.truncate(20 * 1024**2 + 1)
        with pytest.raises(errors.AttachmentTooLarge):
            made.filling.attach(entry, (Attachment(path, "большой.pdf"),), ada)
        with archive.sessions() as session:
            assert session.scalars(select(PortalFile)).all() == []


def test_the_archive_holds_what_was_accepted_with_its_hashes(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        there, made, ada = family_school(archive), archive.portfolios, archive.actor("ада")
        diploma = _diploma(tmp_path, "../../диплом.png")
        wicked = replace(WON, title=SCRIPT, result="=cmd|' /C calc'!A0")
        entry = made.filling.add(there[ADA], wicked, ada, (diploma,))
        made.filling.add(there[ADA], replace(WON, title="Черновик"), ada)
        made.filling.send(entry, ada, version=1)
    assert cli.json("--user", "куратор-а", "portfolio", "waiting")["entries"][0]["entry_id"] == entry
    assert SCRIPT in cli.says("--user", "куратор-а", "portfolio", "accept", entry, "--comment", "+1")
    target = tmp_path / "портфолио.zip"
    told = cli.json("--user", "ада", "portfolio", "export", there[ADA], "--to", target)
    assert (told["entries"], told["files"], told["size"]) == (1, 1, target.stat().st_size)
    assert cli.run("--user", "яна", "portfolio", "export", there[ADA], "--to", tmp_path / "чужое.zip").returncode == 4
    assert cli.run("--user", "ада", "portfolio", "export", there[ADA], "--to", target).returncode != 0
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert names[:3] == ["index.html", "portfolio.json", "portfolio.csv"]
        assert all(".." not in name and not name.startswith("/") for name in names)
        (listed,) = json.loads(packed.read("portfolio.json"))["entries"]
        for file in listed["files"]:
            assert hashlib.sha256(packed.read(file["path"])).hexdigest() == file["sha256"]
        assert packed.read(listed["files"][0]["path"]) == diploma.path.read_bytes()
        assert SCRIPT not in packed.read("index.html").decode()
        rows = list(csv.reader(io.StringIO(packed.read("portfolio.csv").decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 2
        assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
        assert "'+1" in rows[1]
    assert "Черновик".encode() not in target.read_bytes()


def test_a_draft_is_looked_at_and_thrown_away_and_the_list_filed(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        there, made, ada = family_school(archive), archive.portfolios, archive.actor("ада")
        draft = made.filling.add(there[ADA], WON, ada, (_diploma(tmp_path),))
        number = archive.outside.applying.apply(there[ADA], LEARNED, ada, (_diploma(tmp_path),))
        (paper,) = archive.outside.showing.card(number, ada).attached
    own, curator = ("--user", "ада", "portfolio"), ("--user", "куратор-а", "portfolio")
    (file,) = cli.json(*own, "show", draft)["attached"]
    assert f"{file['file_id']}  диплом.png" in cli.says(*own, "show", draft)
    assert f"{paper.file_id}  диплом.png" in cli.says("--user", "ада", "outside", "show", number)
    for one in (file["file_id"], paper.file_id):
        target = tmp_path / f"{one}.jpg"
        assert cli.json(*own, "look", one, "--to", target)["pages"] == 1
        with Image.open(target) as picture:
            assert picture.format == "JPEG"
        assert cli.run(*own, "look", one, "--to", target).returncode != 0, "nothing is overwritten"
    missing = cli.run(*own, "look", file["file_id"], "--page", 7, "--to", tmp_path / "7.jpg")
    assert (missing.returncode, (tmp_path / "7.jpg").exists()) == (4, False)
    assert cli.run(*curator, "show", draft).returncode == 4, "a draft is the student's own"
    assert cli.run("--user", "яна", "portfolio", "discard", draft).returncode == 4
    assert cli.json(*own, "discard", draft) == {"entry": draft, "person": there[ADA]}
    assert cli.run(*own, "show", draft).returncode == 4
    empty = cli.run(*curator, "file", there[ADA])
    assert (empty.returncode != 0, "Перечислять нечего" in empty.stderr) == (True, True)
    with cli.home.opened() as archive:
        made, ada = archive.portfolios, archive.actor("ада")
        entry = made.filling.add(there[ADA], WON, ada)
        made.filling.send(entry, ada, version=1)
    cli.json(*curator, "accept", entry)
    filed = cli.json(*curator, "file", there[ADA])
    assert filed["made"] is True
    assert f"документ {filed['document_id']}" in cli.says(*curator, "file", there[ADA])


def test_the_list_is_filed_on_the_page_of_the_portfolio(cli: Cli) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there, made, ada = family_school(archive), archive.portfolios, archive.actor("ада")
        page = f"/portfolio/persons/{there[ADA]}"
        curator, own = _entered(archive, "куратор-а"), _entered(archive, "ада")
        entry = made.filling.add(there[ADA], WON, ada)
        made.filling.send(entry, ada, version=1)
        empty = curator.send(f"{page}/list", page)
        assert (empty.status_code, "Перечислять нечего" in empty.text) == (HTTPStatus.CONFLICT, True)
        made.judging.accept(entry, archive.actor("куратор-а"), version=2)
        answer = curator.send(f"{page}/list", page)
        assert "Перечень достижений лежит в деле." in curator.get(answer.headers["Location"]).text
        assert "Положить перечень в дело" not in own.get(page).text


def test_a_merge_takes_the_portfolio_along(embedded_home: Any) -> None:
    with embedded_home.opened() as archive:
        there, boss, made = family_school(archive), actor_of(archive), archive.portfolios
        entry = made.filling.add(there[ADA], WON, archive.actor("ада"))
        second = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss, birth_date=date(2014, 2, 3))
        merging.merge_persons(archive.people, second, there[ADA], boss)
        ada = archive.actor("ада")
        assert [line.entry_id for line in made.showing.portfolio(there[ADA], ada).entries] == [entry]
        assert made.showing.card(entry, ada).person_id == second


def test_nothing_of_others_by_any_address_or_field(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there, made = family_school(archive), archive.portfolios
        entries, files = {}, {}
        for login, name in {"ада": ADA, "лев": LEV, "яна": YANA}.items():
            who = archive.actor(login)
            entries[name] = made.filling.add(
                there[name], replace(WON, title=f"{SCRIPT} {name}"), who, (_diploma(tmp_path),)
            )
            files[name] = made.showing.card(entries[name], who).attached[0].file_id
        for login, own in {"ада": {ADA}, "мать": {ADA, LEV}}.items():
            visitor, asking = _entered(archive, login), program(archive, archive.actor(login))
            for name in (ADA, LEV, YANA):
                expected = HTTPStatus.OK if name in own else HTTPStatus.NOT_FOUND
                person, entry, file = there[name], entries[name], files[name]
                pages = [
                    f"/portfolio/persons/{person}",
                    f"/portfolio/entries/{entry}",
                    f"/portfolio/persons/{person}.zip",
                ]
                for road in (*pages, f"/portfolio/files/{file}"):
                    answer = visitor.get(road)
                    assert answer.status_code == expected, (login, road)
                    assert answer.mimetype != "text/html" or SCRIPT not in answer.text
                roads = [
                    f"/portfolio/persons/{person}",
                    f"/portfolio/entries/{entry}",
                    f"/portfolio/persons/{person}/archive",
                ]
                for road in (*roads, f"/portfolio/files/{file}"):
                    assert asking.get(road).status_code == expected, (login, road)
                _changes_nothing(visitor, asking, person, entry, file, own=name == ADA and login == "ада")
            assert visitor.get("/portfolio/waiting").status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
            assert asking.get("/portfolio/waiting").status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
        for name, login in {LEV: "лев", YANA: "яна"}.items():
            card = made.showing.card(entries[name], archive.actor(login))
            assert (card.state, card.version, len(card.attached)) == ("draft", 1, 1)


def test_a_revoked_representative_and_a_rush_of_exports(cli: Cli) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there, boss = family_school(archive), actor_of(archive)
        visitor = _entered(archive, "мать")
        assert visitor.get(f"/portfolio/persons/{there[LEV]}").status_code == HTTPStatus.OK
        (line,) = cards.person_card(archive.people, there[LEV], boss).guardians
        guardians.revoke_guardian(archive.people, line.guardianship_id, boss, reason="суд", version=line.version)
        found = [
            number for number in range(1, 60) if visitor.get(f"/portfolio/persons/{number}.zip").status_code == 200
        ]
        assert found == [there[ADA]]
        with archive.sessions() as session:
            taken = select(AuditEvent.object_id).where(AuditEvent.action == "portfolio:archive:export")
            assert session.scalars(taken).all() == [str(there[ADA])]


def _entered(archive: Archive, login: str) -> Visitor:
    give_password(archive, login)
    visitor = Visitor(app_of(archive).test_client())
    visitor.sign_in(login)
    return visitor


def _changes_nothing(visitor: Visitor, asking: Any, person: int, entry: int, file: int, *, own: bool) -> None:
    """Each way to change a portfolio that is not the own; of a child too, for the student fills it."""
    if own:
        return
    token = csrf_of(visitor.get("/account").text)
    form = {"csrf_token": token, "version": "1", "title": "чужое", "comment": "чужое", **SAID}
    for road in (
        f"persons/{person}/new",
        *(f"entries/{entry}/{verb}" for verb in ("change", "send", "discard", "accept", "return")),
        f"files/{file}/remove",
    ):
        answer = visitor.client.post(f"/portfolio/{road}", data=form)
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, road
    told = {**SAID, "happened_on": "2026-03-14", "title": "чужое"}
    for verb, road, said in (
        ("POST", f"persons/{person}/entries", told),
        ("PUT", f"entries/{entry}", told | {"version": 1}),
        ("POST", f"entries/{entry}/send", {"version": 1}),
        ("POST", f"entries/{entry}/discard", {"version": 1}),
        ("POST", f"entries/{entry}/accept", {"version": 1}),
        ("POST", f"entries/{entry}/return", {"version": 1, "comment": "чужое"}),
        ("DELETE", f"files/{file}", None),
    ):
        answer = asking.ask(verb, f"/api/v1/portfolio/{road}", json=said)
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, road
