"""An act moved by programs: none of the shortcuts is open to them either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import HoldTarget
from storage.keys import BlobKey
from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import work
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

MEMBERS = [
    {"name": "Соколова М. И.", "post": "директор", "chair": True},
    {"name": "Орлов П. А.", "post": "завуч"},
    {"name": "Белова Т. В.", "post": "архивист", "present": False},
]


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_an_act_through_the_api(fresh_archive: Archive, tmp_path: Path) -> None:
    cabinet = Cabinet(fresh_archive, tmp_path)
    held, held_file = cabinet.closed("02-13", "спорная ведомость")
    free, free_file = cabinet.closed("02-13", "прочая ведомость", persons=("Рябинина Анна Петровна",))
    results = [cabinet.closed("02-14", name)[1] for name in ("протокол А", "протокол Б")]
    _, charter = cabinet.closed("01-01", "устав")
    _, journal = cabinet.closed("02-03", "журнал")
    work(fresh_archive)
    keeper, director = program(fresh_archive, cabinet.keeper), program(fresh_archive, cabinet.director)
    for number in (charter, journal):  # permanent; the whole journal
        refused(keeper.ask("POST", "/disposal-acts", json={"case_files": [number]}), 409, "not_eligible")

    proposed = director.ask("POST", "/disposal-acts", json={})
    act = f"/disposal-acts/{proposed.get_json()['act_id']}"
    confirm = {"confirm": act.rpartition("/")[2]}
    refused(keeper.ask("POST", f"{act}/execution", json=confirm), 409, "act_state")
    lines = {line["case_file_id"]: line["position"] for line in proposed.get_json()["entries"]}
    alone = [lines[number] for number in results]
    bulk = {"lines": alone, "decision": "destroy", "reason": "оптом"}
    refused(keeper.ask("POST", f"{act}/decisions", json=bulk), 409, "decided_one_by_one")
    protocol = {"number": "7", "on": fresh_archive.today().isoformat(), "members": MEMBERS}
    refused(keeper.ask("POST", f"{act}/review", json=protocol), 409, "not_decided")  # ЭПК lines are open
    for position in lines.values():
        said = {"lines": [position], "decision": "destroy", "reason": "ценности нет"}
        assert keeper.ask("POST", f"{act}/decisions", json=said).status_code == 200
    assert keeper.ask("POST", f"{act}/review", json=protocol).get_json()["state"] == "reviewed"
    refused(director.ask("POST", f"{act}/approval"), 409, "own_proposal")
    refused(keeper.ask("POST", f"{act}/approval"), 403, "not_allowed")
    assert keeper.ask("POST", f"{act}/withdrawal", json={"reason": "сначала описи"}).status_code == 200

    number = cabinet.approved(case_files=[held_file, free_file])
    again = f"/disposal-acts/{number}"
    refused(keeper.ask("POST", f"{again}/decisions", json=bulk | {"lines": [1]}), 409, "act_state")
    refused(keeper.ask("POST", f"{again}/execution", json={"confirm": "да"}), 400, "not_confirmed")
    assert keeper.ask("POST", f"{again}/execution", json={"confirm": str(number)}).status_code == 200
    fresh_archive.life.holding.add(
        HoldTarget.CASE_FILE, str(held_file), cabinet.keeper, reference="запрос суда", reason="иск"
    )
    work(fresh_archive)
    after = {line["case_file_id"]: line for line in keeper.get(again).get_json()["entries"]}
    assert (after[held_file]["state"], after[held_file]["left_code"]) == ("left", "held")
    assert fresh_archive.store.exists(BlobKey(cabinet.sha256(held)))
    assert not fresh_archive.store.exists(BlobKey(cabinet.sha256(free)))
    _told_as_destroyed(fresh_archive, keeper, (free, free_file), number)
    stones = keeper.get(f"{again}/remains").get_json()["remains"]
    assert {(one["document_id"], one["shared"]) for one in stones} == {(free, False)}
    log = keeper.get(f"{again}/personal-data.csv").text.splitlines()
    assert [line.partition(";")[0] for line in log[1:]] == ["Рябинина Анна Петровна"]
    refused(keeper.get(f"{act}/personal-data.csv"), 409, "nothing_personal")
    refused(director.get("/disposal-acts/999/personal-data.csv"), 404, "not_found")


def _told_as_destroyed(archive: Archive, keeper: Program, gone: tuple[int, int], act: int) -> None:
    """The card stays and names the act; search knows it no more."""
    for address in (f"/documents/{gone[0]}", f"/case-files/{gone[1]}"):
        fate = keeper.get(address).get_json()["destroyed"]
        assert (fate["act_id"], fate["act_on"]) == (act, archive.today().isoformat()), address
        assert fate["destroyed_at"], address
    assert keeper.get("/search?q=ведомость").get_json()["total"] == 1  # the held one
    assert keeper.get("/search?q=прочая").get_json()["total"] == 0
