"""Requests by a program: the same register, the same refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.people.keeping import add_person
from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import account, actor_of

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive


def test_the_register_over_the_api(archive: Archive, archivist: Program) -> None:
    person = add_person(archive.people, "Орлова Вера Ивановна", actor_of(archive))
    said = {"kind": "grades", "applicant": "Орлова Вера Ивановна", "person_id": person}
    made = archivist.ask("POST", "/requests", json=said)
    assert made.status_code == 201
    card = made.get_json()
    at = f"/requests/{card['request_id']}"
    assert "рабочих" in card["deadline_words"]
    corrected = {"version": card["version"], "applicant": said["applicant"], "ground": "заявление № 5"}
    assert archivist.ask("PUT", at, json=corrected).get_json()["ground"] == "заявление № 5"
    refused(archivist.ask("PUT", at, json=corrected), 409, "request_changed")
    taken = archivist.ask("POST", f"{at}/assign", json={"version": card["version"] + 1}).get_json()
    assert taken["state"] == "in_work"
    assert [one["request_id"] for one in archivist.get("/requests?only=mine").get_json()["requests"]]
    ended = archivist.ask("POST", f"{at}/refuse", json={"version": taken["version"], "why": "отозвано"}).get_json()
    assert [moment["action"] for moment in ended["line"]][-1] == "request:record:refuse"
    refused(archivist.get("/requests/99999"), 404, "not_found")
    refused(archivist.ask("PUT", "/request-terms/grades", json=_TERM), 403, "not_allowed")
    head = program(archive, account(archive, "директор-программа", "director"))
    terms = head.ask("PUT", "/request-terms/grades", json=_TERM).get_json()["terms"]
    assert next(term for term in terms if term["kind"] == "grades")["rule"] == "same_day"
    refused(head.ask("PUT", "/request-terms/nothing", json=_TERM), 404, "not_found")
    day = {"day": "2030-05-06", "works": True, "why": "приказ № 8"}
    assert head.ask("POST", "/working-days", json=day).get_json()["days"][0]["day"] == day["day"]
    assert head.ask("POST", "/working-days", json=day | {"works": None}).get_json()["days"] == []
    teacher = program(archive, account(archive, "учитель-программа", "teacher"))
    for road in ("/requests", at, "/request-terms", "/working-days"):
        refused(teacher.get(road), 403, "not_allowed")


def test_an_answer_over_the_api(archive: Archive, archivist: Program) -> None:
    keeper = actor_of(archive)
    import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, archive.today().year, keeper)
    person = add_person(archive.people, "Ветрова Алла Ильинична", keeper)
    said = {"kind": "archive_certificate", "applicant": "Ветрова", "person_id": person, "ground": "заявление № 8"}
    number = archivist.ask("POST", "/requests", json=said).get_json()["request_id"]
    at = f"/requests/{number}/answer"
    refused(archivist.get(at), 404, "not_found")
    refused(archivist.ask("POST", f"{at}/draft", json={"version": 1}), 400, "form_missing")
    wording = {"kind": "archive_certificate", "body": "О {person} сообщаем"}
    drafted = archivist.ask("POST", "/answer-wording", json=wording)
    form = drafted.get_json()["versions"][-1]["form_id"]
    refused(archivist.ask("POST", f"/answer-wording/{form}/approval"), 403, "not_allowed")
    head = program(archive, account(archive, "директор-ответов", "director"))
    assert head.ask("POST", f"/answer-wording/{form}/approval").get_json()["approved_by"] == "директор-ответов"
    assert "Ветрова" in archivist.ask("POST", f"{at}/draft", json={"version": 1}).get_json()["body"]
    assert archivist.ask("PUT", at, json={"version": 2, "body": "О Ветровой\nсообщаем"}).status_code == 200
    signed = archivist.ask("POST", f"{at}/signature", json={"version": 3, "signatory": "директор Орлов"}).get_json()
    assert signed["number"].startswith("1/")
    assert archivist.get(f"{at}/pdf").data.startswith(b"%PDF")
    handed = {"version": 4, "received_by": "Ветрова", "shown": "паспорт 1", "item": "02-03"}
    assert archivist.ask("POST", f"{at}/issue", json=handed).get_json()["document_id"]
    refused(archivist.ask("POST", f"{at}/issue", json=handed), 409, "request_ended")
    (line,) = archivist.get(f"/disclosures?person_id={person}").get_json()["disclosures"]
    assert line["ground"] == "заявление № 8"
    release = {"recipient": "Суд", "ground": " ", "extent": "личное дело", "person_id": person}
    refused(archivist.ask("POST", "/disclosures", json=release), 400, "ground_missing")
    assert archivist.ask("POST", "/disclosures", json=release | {"ground": "определение № 2"}).status_code == 201
    refused(program(archive, account(archive, "учитель-ответов", "teacher")).get("/disclosures"), 403, "not_allowed")


_TERM = {"rule": "same_day", "start": "application", "source": "положение, п. 5"}
