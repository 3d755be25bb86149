"""Cards changed by programs: the version is asked for, the late one is told both values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fixtures.api import Program, refused
from tests.fixtures.archives import file_one, note, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

pytestmark = pytest.mark.parametrize("archive", ["embedded"], indirect=True)


def test_a_card_is_changed_told_and_taken_back(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    address = f"/documents/{file_one(archive, note(tmp_path, 'письмо'), title='Письмо')}"
    first = archivist.get(address).headers["ETag"]

    changed = archivist.ask(
        "PATCH", address, json={"title": "Ответ", "persons": [{"name": "Орлова Ия"}]}, headers={"If-Match": first}
    )

    assert (changed.status_code, set(changed.get_json()["fields"])) == (200, {"title", "persons"})
    late = archivist.ask("PATCH", address, json={"title": "Поздно"}, headers={"If-Match": first})
    refused(late, 412, "stale_edit")
    assert {"name": "title", "reason": "сейчас: Ответ; у вас: Поздно"} in late.get_json()["errors"]
    changes = archivist.get(f"{address}/changes").get_json()["changes"]
    assert ("title", "Письмо", "Ответ") in [(each["field"], each["old"], each["new"]) for each in changes]
    archivist.ask("POST", f"{address}/changes/undo", headers={"If-Match": changed.headers["ETag"]})
    assert archivist.get(address).get_json()["title"] == "Письмо"


def test_a_waiting_document_is_put_into_a_case_file(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    address = f"/documents/{take_in(archive, note(tmp_path, 'ждёт'))}"
    version = {"If-Match": archivist.get(address).headers["ETag"]}
    place = {"item": "02-03", "year": 2025, "changes": {"title": "Журнал"}}

    filed = archivist.ask("POST", f"{address}/place", json=place, headers=version)

    assert (filed.status_code, archivist.get(address).get_json()["item"]) == (200, "02-03")
    again = {"If-Match": filed.headers["ETag"]}
    refused(archivist.ask("POST", f"{address}/place", json=place, headers=again), 409, "already_filed")
    moved = place | {"item": "02-05", "reason": "Не туда"}
    assert archivist.ask("POST", f"{address}/place", json=moved, headers=again).status_code == 200


def test_what_cannot_be_carried_out_is_told(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    address = f"/documents/{file_one(archive, note(tmp_path, 'акт'))}"
    version = {"If-Match": archivist.get(address).headers["ETag"]}
    refused(archivist.ask("PATCH", address, json={"title": "Без версии"}), 428, "version_missing")
    refused(archivist.ask("PATCH", address, data=b"[1]", headers=version), 422, "bad_parameters")
    refused(archivist.ask("PATCH", address, json={"colour": "red"}, headers=version), 422, "bad_parameters")
    refused(archivist.ask("PATCH", address, json={"title": ""}, headers=version), 400, "title_missing")
