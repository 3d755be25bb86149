"""The life of case files by a program: the same answers, the same refusals as in the browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import Document, Volume
from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import account, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from archive_app.bootstrap import Archive


def told(answer: TestResponse) -> Any:
    return answer.get_json()


def a_case_file(archive: Archive, folder: Path, item: str, *persons: str) -> int:
    text = note(folder, f"{item} {folder}", "бумага.txt")
    document = file_one(archive, text, *persons, item=item, kind="order", date=date(2025, 9, 2))
    with archive.sessions() as session:
        return session.scalars(select(Volume.case_file_id).join(Document).where(Document.id == document)).one()


def test_closed_judged_held_and_opened_again(archivist: Program, archive: Archive, tmp_path: Path) -> None:
    address = f"/case-files/{a_case_file(archive, tmp_path, '01-03')}"
    answer = archivist.ask("POST", f"{address}/close", json={})
    refused(answer, 409, "not_ready_to_close")
    assert [each["name"] for each in told(answer)["errors"]] == ["sheets_unknown"]
    closed = archivist.ask("POST", f"{address}/close", json={"knowingly": True})
    assert told(closed)["finished_on"] == "2025-09-02"
    verdict = told(archivist.get(f"{address}/verdict?on=2055-01-01"))
    assert (verdict["status"], verdict["eligible_on"]) == ("eligible", "2031-01-01")
    number = address.rpartition("/")[2]
    hold = {"target": "case_file", "target_id": number, "reference": "запрос № 2", "reason": "суд"}
    made = archivist.ask("POST", "/holds", json=hold)
    assert made.status_code == 201
    held = told(archivist.get(f"{address}/verdict?on=2055-01-01"))
    assert (held["status"], held["reasons"][-1]["code"]) == ("held", "held")
    assert [each["hold_id"] for each in told(archivist.get(f"{address}/life"))["holds"]] == [told(made)["number"]]
    archivist.ask("POST", f"/holds/{told(made)['number']}/release", json={"reason": "решено"})
    due = told(archivist.get("/retention/due?on=2055-01-01"))["case_files"]
    assert int(number) in [each["case_file_id"] for each in due]
    refused(archivist.ask("POST", f"{address}/reopen", json={"reason": " "}), 400, "reason_missing")
    assert archivist.ask("POST", f"{address}/reopen", json={"reason": "найден лист"}).status_code == 200
    assert told(archivist.get(f"{address}/life"))["life"][-3]["code"] == "reopened"


def test_a_day_is_written_out_and_never_a_number(archivist: Program) -> None:
    for day in ("0", "86400", "20261122", "2026-11-22T00:00:00", "2026-02-30"):
        refused(archivist.get(f"/retention/due?on={day}"), 422, "bad_parameters")
    assert archivist.get("/retention/due?on=2026-11-22").status_code == 200
    said: dict[str, object] = {"trigger": "expulsion", "person_id": 1, "ground": "приказ № 1"}
    answer = archivist.ask("POST", "/events", json=said | {"on": 0})
    refused(answer, 422, "bad_parameters")
    assert [(each["name"], each["reason"]) for each in told(answer)["errors"]] == [("on", "нужна дата вида 2025-05-26")]


def test_there_is_no_date_without_the_event(archivist: Program, archive: Archive, tmp_path: Path) -> None:
    number = a_case_file(archive, tmp_path, "02-02", "Беглова Вера Павловна")
    archivist.ask("POST", f"/case-files/{number}/close", json={"knowingly": True})
    verdict = told(archivist.get(f"/case-files/{number}/verdict?on=2099-01-01"))
    assert (verdict["status"], verdict["eligible_on"]) == ("no_date", None)
    event = {"trigger": "after_leaving", "on": "2026-06-30", "ground": "приказ № 41-у", "case_file_id": number}
    assert archivist.ask("POST", "/events", json=event).status_code == 201
    assert told(archivist.get(f"/case-files/{number}/verdict"))["eligible_on"] == "2030-01-01"
    refused(archivist.ask("POST", "/events", json=event), 409, "event_known")
    refused(archivist.ask("POST", "/events", json=event | {"trigger": "book_end"}), 400, "trigger_not_waited_for")
    refused(archivist.ask("POST", "/events", json=event | {"case_file_id": None}), 400, "event_of_nothing")


def test_a_printed_term_is_counted_and_told(archivist: Program) -> None:
    counted = told(archivist.get("/retention/term?term=5 лет ЭПК&finished=2026-05-04"))
    assert (counted["eligible_on"], counted["arithmetic"]) == ("2032-01-01", "01.01.(2026 + 1 + 5) = 01.01.2032")
    assert [each["code"] for each in counted["reasons"]] == ["counted", "commission_decides"]
    waits = "/retention/term?term=3 года после выбытия&finished=2020-06-25"
    assert told(archivist.get(waits))["eligible_on"] is None
    known = told(archivist.get(f"{waits}&event=2021-06-30"))
    assert (known["eligible_on"], known["status"]) == ("2025-01-01", "eligible")  # as it is today
    leaving = "/retention/term?finished=2020-06-25&event=2021-06-30&trigger=after_leaving&term="
    assert told(archivist.get(f"{leaving}3 года"))["eligible_on"] == "2025-01-01"
    refused(archivist.get(f"{leaving}До замены новыми"), 422, "trigger_mismatch")
    refused(archivist.get("/retention/term?term=чепуха&finished=2020-06-25"), 422, "term_not_understood")
    refused(archivist.get("/retention/term?term=5 лет&finished=9999-12-31"), 422, "beyond_calendar")


def test_the_list_of_an_order_is_looked_through_and_entered(
    archivist: Program, archive: Archive, tmp_path: Path
) -> None:
    number = a_case_file(archive, tmp_path, "02-02", "Лядова Ирина Олеговна")
    archivist.ask("POST", f"/case-files/{number}/close", json={"knowingly": True})
    text = "ФИО;Дата\nЛядова Ирина Олеговна;30.06.2026\nНиктова Нина Ильинична;30.06.2026"
    order = {"trigger": "after_leaving", "ground": "приказ № 44-у", "text": text}
    seen = told(archivist.ask("POST", "/events/list", json=order))
    assert [line["verdict"] for line in seen["lines"]] == ["ready", "unknown"]
    assert told(archivist.get(f"/case-files/{number}/verdict"))["eligible_on"] is None  # nothing is written yet
    entered = told(archivist.ask("POST", "/events/list", json=order | {"enter": True}))
    assert [line["words"] for line in entered["lines"]] == ["внесено", "такого человека в архиве нет"]
    assert told(archivist.get(f"/case-files/{number}/verdict"))["eligible_on"] == "2030-01-01"  # 2026 + 1 + 3
    refused(archivist.ask("POST", "/events/list", json=order | {"text": " "}), 400, "event_list_empty")
    assert (
        program(archive, account(archive, "учитель списков", "teacher"))
        .ask("POST", "/events/list", json=order)
        .status_code
        == 403
    )


def test_others_are_refused(archive: Archive, tmp_path: Path) -> None:
    number = a_case_file(archive, tmp_path, "01-02")
    teacher = program(archive, account(archive, "учитель жизни", "teacher"))
    for method, path in (("GET", "life"), ("POST", "close"), ("POST", "reopen"), ("GET", "split"), ("POST", "carry")):
        assert teacher.ask(method, f"/case-files/{number}/{path}", json={}).status_code == 403
    assert teacher.get("/holds").status_code == 403
