"""Filing by a program: forms and bare bodies, requests that come again, bytes that never fill the memory."""

from __future__ import annotations

import hashlib
import json
import shutil
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from archive_app.db.engine import reading
from archive_app.db.models import Document, IdempotencyKey
from archive_app.entrypoints.api import intake, sent
from archive_app.services.upkeep import OUTCOMES_KEPT
from tests.e2e.api.conftest import IVANOVA, KUKUSHKINA
from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import account, work

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from werkzeug.test import TestResponse

    from archive_app.bootstrap import Archive

MIB = 1024**2
PLACE: dict[str, Any] = {"item": "02-03", "year": "2025"}


def form(asking: Program, content: bytes, name: str = "приказ.txt", **fields: Any) -> TestResponse:
    return asking.ask("POST", "/documents", data=PLACE | fields | {"file": (BytesIO(content), name)})


def test_a_bare_body_with_its_facts_in_the_address(archivist: Program) -> None:
    made = archivist.file(
        "о приёме".encode(),
        name="приём.txt",
        title="О приёме",
        kind="order",
        number="17-к",
        date="2025-05-26",
        persons=[IVANOVA, KUKUSHKINA],
        confidentiality=1,
        sheets=3,
        carrier="paper",
    )
    assert made.status_code == 201
    assert made.get_json()["duplicate"] is False
    card = archivist.get(made.headers["Location"]).get_json()
    assert card["document_id"] == made.get_json()["document_id"]
    told = {name: card[name] for name in ("title", "kind", "number", "date", "confidentiality", "sheets", "carrier")}
    assert told == {
        "title": "О приёме",
        "kind": "order",
        "number": "17-к",
        "date": "2025-05-26",
        "confidentiality": 1,
        "sheets": 3,
        "carrier": "paper",
    }
    assert {person["name"] for person in card["persons"]} == {IVANOVA, KUKUSHKINA}
    assert card["original_name"] == "приём.txt"


def test_a_form_says_the_facts_one_by_one_or_together(archivist: Program) -> None:
    one_by_one = form(archivist, b"fields", title="По полям", persons=[IVANOVA, KUKUSHKINA])
    facts = PLACE | {"title": "Вместе", "persons": [IVANOVA], "year": 2025}
    data = {"facts": json.dumps(facts), "file": (BytesIO(b"together"), "вместе.txt")}
    together = archivist.ask("POST", "/documents", data=data)
    for made, title, persons in ((one_by_one, "По полям", 2), (together, "Вместе", 1)):
        assert made.status_code == 201, made.text
        card = archivist.get(made.headers["Location"]).get_json()
        assert (card["title"], len(card["persons"])) == (title, persons)
    assert archivist.get(together.headers["Location"]).get_json()["original_name"] == "вместе.txt"


def test_what_is_filed_is_found(archive: Archive, archivist: Program) -> None:
    made = archivist.file("ведомость о звездочтении".encode()).get_json()["document_id"]
    work(archive)
    found = archivist.get("/search", query_string={"q": "звездочтение"}).get_json()
    assert [hit["document_id"] for hit in found["hits"]] == [made]


def test_the_same_bytes_are_not_filed_twice(archivist: Program) -> None:
    first, second = archivist.file(b"once"), archivist.file(b"once", title="Again")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.get_json() == {"document_id": first.get_json()["document_id"], "duplicate": True}


def test_a_request_that_comes_again_is_answered_as_the_first_time(archivist: Program) -> None:
    key = {"Idempotency-Key": "приказ-1".encode().hex()}
    first, again = (archivist.file(b"repeated", headers=key) for _ in range(2))
    assert (first.status_code, first.get_json()) == (again.status_code, again.get_json())
    assert first.status_code == 201
    for changed in (archivist.file(b"other", headers=key), archivist.file(b"repeated", headers=key, title="Другой")):
        refused(changed, 422, "idempotency_key_used")


def test_a_key_is_of_its_sender(archive: Archive, archivist: Program) -> None:
    key = {"Idempotency-Key": "common"}
    other = program(archive, account(archive, "делопроизводитель", "archivist"))
    first, second = archivist.file(b"mine", headers=key), other.file(b"theirs", headers=key)
    assert first.get_json()["document_id"] != second.get_json()["document_id"]


def test_what_was_refused_may_be_tried_again_under_the_same_key(archivist: Program) -> None:
    key = {"Idempotency-Key": "corrected"}
    refused(archivist.file(b"corrected", headers=key, item="99-99"), 400, "unknown_item")
    assert archivist.file(b"corrected", headers=key).status_code == 201


def test_requests_side_by_side_are_one(archive: Archive, archivist: Program) -> None:
    key = {"Idempotency-Key": "side-by-side"}
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: archivist.file(b"side by side", headers=key), range(4)))
    outcomes = [(answer.status_code, answer.get_json()["document_id"]) for answer in answers]
    assert len({number for _, number in outcomes}) == 1
    assert archivist.file(b"side by side", headers=key).get_json()["document_id"] == outcomes[0][1]
    with reading(archive.sessions) as session:
        sha256 = hashlib.sha256(b"side by side").hexdigest()
        assert session.scalar(select(func.count()).where(Document.original_sha256 == sha256)) == 1


def test_outcomes_are_forgotten_after_two_days(archive: Archive, archivist: Program) -> None:
    for name in ("old", "new"):
        assert archivist.file(name.encode(), headers={"Idempotency-Key": name}).status_code == 201
    long_ago = archive.clock() - OUTCOMES_KEPT - timedelta(minutes=1)
    with archive.sessions.begin() as session:
        session.execute(update(IdempotencyKey).where(IdempotencyKey.key == "old").values(created_at=long_ago))
    assert archive.first_outcomes.forget(archive.clock() - OUTCOMES_KEPT) == 1
    assert archivist.file(b"old", headers={"Idempotency-Key": "old"}).status_code == 200  # the bytes are known
    assert archivist.file(b"new", headers={"Idempotency-Key": "new"}).status_code == 201  # told as the first time


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"item": ""}, {"item"}),
        ({"year": "прошлый"}, {"year"}),
        ({"date": "26.05.2025"}, {"date"}),
        ({"confidentiality": "10"}, {"confidentiality"}),
        ({"carrier": "stone"}, {"carrier"}),
        ({"title": "a\x00b", "number": "\x1b[2J"}, {"title", "number"}),
        ({"colour": "red"}, {"colour"}),
    ],
)
def test_facts_that_are_not_understood_are_named(archivist: Program, facts: dict[str, Any], names: set[str]) -> None:
    for answer in (archivist.file(b"never", **facts), form(archivist, b"never", **facts)):
        refused(answer, 422, "bad_parameters")
        assert {error["name"] for error in answer.get_json()["errors"]} == names


def test_what_cannot_be_filed(archivist: Program) -> None:
    refused(archivist.file(b""), 422, "empty_file")
    refused(archivist.file(b"x1", kind="poem"), 400, "unknown_kind")
    refused(archivist.file(b"x2", year="1999"), 400, "year_without_plan")
    refused(archivist.file(b"x3", persons=["Иванов 2"]), 400, "name_not_understood")
    refused(archivist.file(b"x4", unit="Нет такого"), 400, "unknown_name")
    refused(archivist.file(b"x5", headers={"Idempotency-Key": "k" * 256}), 422, "bad_parameters")
    for key, told in (("k" * 256, "255"), ("é", "ASCII")):
        answer = archivist.file(b"x6", headers={"Idempotency-Key": key})
        assert told in answer.get_json()["errors"][0]["reason"]


def test_forms_that_are_no_upload(archivist: Program) -> None:
    two = {"file": [(BytesIO(b"1"), "1.txt"), (BytesIO(b"2"), "2.txt")]}
    for data in (PLACE | two, PLACE | {"scan": (BytesIO(b"1"), "1.txt")}, {"facts": "{", "file": (BytesIO(b"1"), "1")}):
        refused(archivist.ask("POST", "/documents", data=data), 422, "bad_parameters")
    refused(
        archivist.ask("POST", "/documents", data=b"\x00", content_type="multipart/form-data"), 422, "bad_parameters"
    )
    broken = "multipart/form-data; boundary=x"
    refused(archivist.ask("POST", "/documents", data=b"--x\r\nno", content_type=broken), 422, "bad_parameters")


def test_more_than_may_be_sent(archive: Archive, archivist: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "receive", lambda folder, _limit: sent.receive(folder, 1024**2))
    too_much = bytes(3 * 1024**2)
    refused(archivist.file(too_much), 413, "upload_too_large")
    refused(form(archivist, too_much), 413, "upload_too_large")
    assert archivist.file(bytes(1024**2 - 10), name="как раз.bin").status_code == 201
    assert list(archive.settings.work_folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("as_form", [False, True], ids=["body", "form"])
def test_a_large_upload_takes_no_memory(archivist: Program, tmp_path: Path, as_form: bool) -> None:
    path = tmp_path / "запись.bin"
    with path.open("wb") as target:
        for number in range(160):
            target.write(number.to_bytes(4, "big") * (MIB // 4))
    body, length, kind = (
        _as_form(path) if as_form else (path.open("rb"), path.stat().st_size, "application/octet-stream")
    )
    tracemalloc.start()
    with body:
        answer = archivist.ask(
            "POST",
            "/documents",
            query_string=PLACE | {"name": "запись.bin", "title": f"Запись {as_form}"},
            input_stream=body,
            content_length=length,
            content_type=kind,
        )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code in {200, 201}, answer.text
    assert peak < 64 * MIB  # parts of an upload to S3 among them
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert archivist.get(answer.headers["Location"]).get_json()["sha256"] == sha256


def _as_form(path: Path) -> tuple[BinaryIO, int, str]:
    form = path.with_suffix(".form")
    fields = "".join(
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in PLACE.items()
    )
    opening = '--limit\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n'
    with form.open("wb") as target, path.open("rb") as source:
        target.write((fields + opening).encode())
        shutil.copyfileobj(source, target)
        target.write(b"\r\n--limit--\r\n")
    return form.open("rb"), form.stat().st_size, "multipart/form-data; boundary=limit"
