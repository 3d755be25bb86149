"""`archive inventory` and `archive accession`, in one process: the way of a case file, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.entrypoints.cli.main import main
from archive_app.errors import EXIT_CONFLICT
from tests.fixtures.archives import YEAR, Home, actor_of, work
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


@pytest.fixture
def run(embedded_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with `--json` as a user; the answer, or the code of the refusal."""
    for name, value in embedded_home.environment.items():
        monkeypatch.setenv(name, value)

    def asked(user: str, *words: object, code: int = 0) -> Any:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["--user", user, *map(str, words), "--json"])
        answer = json.loads(capsys.readouterr().out)
        assert left.value.code == code, answer
        return answer["error"]["code"] if code else answer

    return asked


def test_the_way_of_a_case_file(run: Run, embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        one = closed_one(archive, tmp_path, "приказ", item=PERMANENT, kind="order")
        still_open = open_one(archive, tmp_path, "журнал")
        author, other = actor_of(archive).login, second(archive).login
    assert run(author, "inventory", "create", "--kind", "permanent", "--year", YEAR) == {"inventory_id": 1}
    assert run(author, "inventory", "add", 1, one)["lines"] == 1
    run(author, "inventory", "agree", 1, "--protocol", "протокол № 2")
    assert run(author, "inventory", "approve", 1, code=EXIT_CONFLICT) == "own_inventory"
    assert run(other, "inventory", "approve", 1)["first_unit"] == 1
    assert run(author, "inventory", "remove", 1, one, code=EXIT_CONFLICT) == "inventory_frozen"
    run(other, "inventory", "correct", 1, 1, "--field", "sheets", "--to", 11, "--reason", "пересчёт")
    assert run(author, "inventory", "show", 1)["lines"][0]["corrections"][0]["becomes"] == "11"
    run(author, "inventory", "print", 1, "--to", tmp_path / "опись.pdf")
    assert (tmp_path / "опись.pdf").read_bytes().startswith(b"%PDF")

    ground = ("--ground", "график передачи")
    assert run(author, "accession", "create", still_open, *ground, code=EXIT_CONFLICT) == "case_files_refused"
    assert run(author, "accession", "create", one, *ground) == {"accession_id": 1}
    with embedded_home.opened() as archive:
        work(archive)
    assert run(author, "accession", "accept", 1, code=EXIT_CONFLICT) == "own_accession"
    assert run(other, "accession", "accept", 1, "--room", 2)["case_files"] == 1
    assert run(author, "accession", "withdraw", 1, "--reason", "иначе", code=EXIT_CONFLICT) == "accession_settled"
    assert run(author, "accession", "show", 1)["lines"][0]["place"]["room"] == "2"
    assert [len(run(author, name, "list")[key]) for name, key in _LISTS] == [1, 1]


_LISTS = (("inventory", "inventories"), ("accession", "accessions"))
