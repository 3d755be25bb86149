"""Inventories and transfer acts by a program: the same refusals as everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.accession.places import Place
from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import YEAR, account, actor_of, work
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def test_inventories_and_acts_over_the_api(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    one = closed_one(archive, tmp_path, "приказ", item=PERMANENT, kind="order")
    other = program(archive, second(archive))
    _inventory(archivist, other, one)
    _act(archive, archivist, other, one)
    still_open = open_one(archive, tmp_path, "журнал")
    answer = archivist.ask("POST", "/accessions", json={"case_files": [still_open], "ground": "график"})
    refused(answer, 409, "case_files_refused")
    assert [each["name"] for each in answer.get_json()["errors"]] == [str(still_open)]
    reader = program(archive, account(archive, "завуч", "deputy"))
    refused(reader.get("/inventories"), 403, "not_allowed")
    refused(reader.get("/accessions"), 403, "not_allowed")


def _inventory(author: Program, other: Program, case_file: int) -> None:
    made = author.ask("POST", "/inventories", json={"kind": "permanent", "year": YEAR})
    assert made.status_code == 201
    at = f"/inventories/{made.get_json()['inventory_id']}"
    assert author.ask("POST", f"{at}/lines", json={"case_files": [case_file]}).get_json()["lines"] == 1
    agreed = author.ask("POST", f"{at}/agreement", json={"protocol": "протокол № 2"})
    assert agreed.get_json()["state"] == "agreed"
    refused(author.ask("POST", f"{at}/approval", json={}), 409, "own_inventory")
    approved = other.ask("POST", f"{at}/approval", json={"seen": agreed.get_json()["version"]}).get_json()
    assert (approved["state"], approved["number"], approved["first_unit"]) == ("approved", "1", 1)
    refused(author.ask("POST", f"{at}/removal", json={"case_files": [case_file]}), 409, "inventory_frozen")
    correction = {"field": "heading", "becomes": "Приказы за 2025 год", "reason": "уточнение"}
    assert author.ask("POST", f"{at}/lines/1/corrections", json=correction).status_code == 200
    (line,) = author.get(f"{at}/lines").get_json()["lines"]
    assert [each["becomes"] for each in line["corrections"]] == ["Приказы за 2025 год"]
    assert author.get(f"{at}/print").data.startswith(b"%PDF")
    assert [each["inventory_id"] for each in author.get("/inventories").get_json()["inventories"]]


def _act(archive: Archive, giver: Program, taker: Program, case_file: int) -> None:
    made = giver.ask("POST", "/accessions", json={"case_files": [case_file], "ground": "график"})
    assert (made.status_code, made.get_json()["state"]) == (201, "checking")
    at = f"/accessions/{made.get_json()['accession_id']}"
    refused(taker.ask("POST", f"{at}/acceptance", json={}), 409, "accession_not_checked")
    assert giver.ask("POST", f"{at}/check").status_code == 202
    work(archive)
    refused(giver.ask("POST", f"{at}/acceptance", json={}), 409, "own_accession")
    accepted = taker.ask("POST", f"{at}/acceptance", json={"room": "2", "shelf": "1"}).get_json()
    assert (accepted["state"], accepted["accepted_by"]) == ("accepted", "второй")
    refused(giver.ask("POST", f"{at}/withdrawal", json={"reason": "иначе"}), 409, "accession_settled")
    assert taker.ask("PUT", f"/case-files/{case_file}/place", json={"room": "5"}).status_code == 200
    (line,) = giver.get(f"{at}/lines").get_json()["lines"]
    assert line["place"] == {"room": "5", "rack": "", "shelf": "", "box": ""}
    assert giver.get(f"{at}/print").data.startswith(b"%PDF")
    assert giver.get("/accessions").get_json()["accessions"][0]["state"] == "accepted"


def test_print_forms_over_the_api(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    one = closed_one(archive, tmp_path, "сводка", item="02-06")
    assert "cover" in [form["name"] for form in archivist.get("/forms").get_json()["forms"]]
    assert archivist.get(f"/forms/cover/{one}/pdf").data.startswith(b"%PDF")
    assert archivist.get(f"/forms/certification/{one}/xlsx?volume=1").data.startswith(b"PK")
    refused(archivist.get("/forms/cover/99999/pdf"), 404, "not_found")
    refused(archivist.get(f"/forms/letter/{one}/pdf"), 400, "unknown_form")
    reader = program(archive, account(archive, "читатель", "deputy"))
    refused(reader.get(f"/forms/cover/{one}/pdf"), 403, "not_allowed")


def test_loans_over_the_api(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    one, until = open_one(archive, tmp_path, "портфолио", item="03-01"), archive.today().isoformat()
    wanted = {"case_file_id": one, "borrower": "Петрова А. И.", "due_on": until}
    lent = archivist.ask("POST", "/loans", json=wanted)
    assert (lent.status_code, lent.get_json()["borrower"]) == (201, "Петрова А. И.")
    at = f"/loans/{lent.get_json()['loan_id']}"
    refused(archivist.ask("POST", "/loans", json=wanted | {"volume": 1}), 409, "already_lent")
    refused(archivist.ask("POST", "/loans", json=wanted | {"case_file_id": 99999}), 404, "not_found")
    assert archivist.get(f"/forms/substitution-card/{lent.get_json()['loan_id']}/pdf").data.startswith(b"%PDF")
    assert [each["heading"] for each in archivist.get("/loans").get_json()["loans"]] == [lent.get_json()["heading"]]
    assert archivist.ask("POST", f"{at}/return", json={"condition": "пятно"}).get_json()["condition"] == "пятно"
    refused(archivist.ask("POST", f"{at}/return", json={}), 409, "loan_returned")
    reader = program(archive, account(archive, "куратор", "curator", group_id=None))
    refused(reader.get("/loans"), 403, "not_allowed")


def test_presence_checks_over_the_api(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    one = closed_one(archive, tmp_path, "сводные", item="02-14")
    giver, taker = actor_of(archive), account(archive, "третий", "archivist")
    act = archive.archiving.accessions.drawing_up.create([one], giver, ground="график")
    work(archive)
    archive.archiving.accessions.taking_over.accept(act, taker, place=Place(room="api"))
    refused(archivist.ask("POST", "/presence-checks", json={}), 400, "where_missing")
    begun = archivist.ask("POST", "/presence-checks", json={"room": "api"})
    assert (begun.status_code, begun.get_json()["waiting"]) == (201, 1)
    at = f"/presence-checks/{begun.get_json()['check_id']}"
    refused(archivist.ask("POST", f"{at}/signature", json={}), 409, "check_unfinished")
    refused(archivist.ask("POST", f"{at}/marks", json={"code": "сто"}), 400, "code_not_read")
    assert archivist.ask("POST", f"{at}/rest").get_json()["missing"] == 1
    assert archivist.ask("POST", f"{at}/signature", json={}).get_json()["state"] == "signed"
    refused(archivist.ask("POST", f"{at}/marks", json={"code": str(one)}), 409, "check_signed")
    (line,) = archivist.get(f"{at}/lines?only=missing").get_json()["lines"]
    searched = archivist.get("/searched-for").get_json()["lines"]
    assert line["line_id"] in [each["line_id"] for each in searched]
    assert archivist.ask("POST", f"/searched-for/{line['line_id']}/found").status_code == 200
    reader = program(archive, account(archive, "учитель", "teacher", group_id=None))
    refused(reader.get("/presence-checks"), 403, "not_allowed")
