"""Every command as the issue describes it: the JSON's shape, the sentence for a person, the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.demo.scans import SCHOOL_PLAN
from tests.fixtures.archives import ADMIN, Home, note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli

FILE = ("--item", "02-03", "--year", "2025")
HUGE = "99999999999999999999"


def test_the_whole_day(cli: Cli, tmp_path: Path) -> None:
    """File, find, show, rename, review, export, reindex, examine: each answer in its documented shape."""
    path = note(tmp_path, "Классный журнал: Авдеева Дарья", "журнал.txt")
    filed = cli.json("file", path, *FILE, "--person", "Авдеева Дарья Ильинична", "--date", "26.05.2025", "--wait")
    assert filed["files"] == [
        {"path": str(path), "outcome": "filed", "document_id": 1, "state": "recognised", "code": None, "message": None}
    ]
    assert (filed["filed"], filed["duplicates"], filed["refused"]) == (1, 0, 0)

    found = cli.json("search", "журналы", "--item", "02-03", "--year", "2025", "--person", "Авдеевой", "--limit", "5")
    assert set(found) >= {"total", "took_ms", "hits", "did_you_mean", "facets"}
    (hit,) = found["hits"]
    assert set(hit) >= {"document_id", "title", "item", "year", "page", "snippet", "score"}
    assert (hit["document_id"], hit["title"], hit["item"], hit["year"], hit["page"]) == (1, "журнал", "02-03", 2025, 1)
    assert "журнал" in hit["snippet"]
    assert cli.json("search", "жюрнал")["did_you_mean"] or cli.json("search", "жюрнал")["total"]

    cli.json("person", "rename", "Авдеева Дарья Ильинична", "--to", "Белова Дарья Ильинична", "--since", "2025-09-01")
    shown = cli.json("show", 1)
    assert (shown["recognition"], shown["date"], shown["persons"][0]["former"]) == (
        "recognised",
        "2025-05-26",
        ["Авдеева Дарья Ильинична"],
    )
    assert cli.json("review", "list") == {"pages": []}
    assert cli.json("review", "set", 1, 1, "--text", "Новый текст") == {"document_id": 1, "page": 1}
    files = cli.json("export", 1, "--to", tmp_path / "out")["files"]
    assert [name.rpartition(".")[2] for name in files] == ["txt", "txt", "json"]
    assert cli.json("reindex") == {"documents": 1}

    examined = cli.json("doctor")
    assert set(examined) == {"ok", "documents", "jobs", "blobs", "index", "programs", "checks"}
    assert set(examined["documents"]) >= {"total", "recognised", "in_review", "failed"}
    assert set(examined["jobs"]) >= {"waiting", "running", "dead"}
    assert examined["blobs"] == {"total": 1, "missing": 0, "unknown": 0}
    assert set(examined["index"]) == {"engine", "documents", "behind"}
    assert examined["ok"] is all(check["ok"] for check in examined["checks"]) is True

    for command in (("search", "текст"), ("show", 1, "--text"), ("review", "list"), ("doctor",), ("reindex",)):
        _is_russian(cli.says(*command))


def test_what_is_said_of_a_document_narrows_the_search(cli: Cli, tmp_path: Path) -> None:
    path = note(tmp_path, "Ведомость с грифом", "гриф.txt")
    cli.json("file", path, *FILE, "--confidentiality", 2, "--sheets", 12, "--carrier", "paper", "--wait")
    assert [cli.json("search", "гриф", "--confidentiality", level)["total"] for level in (2, 1)] == [1, 0]
    assert cli.json("search", "гриф", "--unit", "Нет такого")["total"] == 0
    assert "сведения не изменены" in cli.says("file", path, *FILE, "--title", "Иное")
    assert cli.json("show", 1)["title"] == "гриф"


def test_init_and_the_file_plan(tmp_path: Path) -> None:
    from tests.e2e.cli.conftest import Cli

    cli = Cli(Home(tmp_path / "home"))
    assert cli.json("doctor", code=2)["error"]["code"] == "not_initialised"
    made = cli.json("init", "--admin", ADMIN)
    assert (made["home"], made["login"]) == (str(tmp_path / "home"), "соколова")
    again = cli.json("init", "--admin", ADMIN)
    assert {**again, "invitation": ""} == {**made, "invitation": ""}
    assert again["invitation"] != made["invitation"], "an invitation is told once, so the next one is another"
    assert cli.json("init")["invitation"] is None  # nobody was named: the browser asks who it is
    assert cli.json("fileplan", "show", "--year", 2025, code=4)["error"]["code"] == "not_found"
    imported = cli.json("fileplan", "import", SCHOOL_PLAN, "--year", 2025)
    assert (imported["year"], imported["items"]) == (2025, 32)
    assert len([item for _, items in cli.json("fileplan", "show", "--year", 2025)["sections"] for item in items]) == 32
    table = cli.says("fileplan", "export", "--year", 2025)
    copied = note(tmp_path, table, "plan.csv")
    assert cli.json("fileplan", "import", copied, "--year", 2024)["items"] == 32
    assert cli.says("fileplan", "export", "--year", 2024) == table
    cli.says("fileplan", "export", "--year", 2025, "--to", tmp_path / "нет" / "план.csv", code=2)


def test_a_plan_with_a_bad_row_is_refused_whole(cli: Cli, tmp_path: Path) -> None:
    lines = SCHOOL_PLAN.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("5 лет", "пять с половиной веков")
    bad = note(tmp_path, "\n".join(lines), "bad.csv")
    refused = cli.json("fileplan", "import", bad, "--year", 2030, code=2)
    assert [problem["line"] for problem in refused["problems"]] == [4]
    assert cli.json("fileplan", "show", "--year", 2030, code=4)["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("show", 99), 4, "not_found"),
        (("export", 99, "--to", "out"), 4, "not_found"),
        (("review", "set", 99, 1), 4, "not_found"),
        (("person", "rename", "Никто Никем", "--to", "Кто Кем"), 4, "not_found"),
        (("person", "rename", HUGE, "--to", "Кто Кем"), 4, "not_found"),
        (("--user", "никто", "search", "слово"), 4, "nobody_acts"),
    ],
)
def test_exit_codes(shared_cli: Cli, arguments: tuple[object, ...], code: int, error: str) -> None:
    answer = shared_cli.json(*arguments, code=code)["error"]
    assert answer["code"] == error
    _is_russian(answer["message"])
    _is_russian(shared_cli.says(*arguments, code=code))


@pytest.mark.parametrize(
    "arguments",
    [
        ("нет-такой",),
        ("file",),
        ("show", "слово"),
        ("show", HUGE),
        ("jobs", "retry", HUGE),
        ("review", "set", "1", HUGE),
        ("search",),
        ("search", "слово", "--year", "-1"),
        ("search", "слово", "--person", HUGE),
        ("file", "x"),
        ("file", "x", "--item", "02-03", "--year", HUGE),
        ("file", "x", "--item", "02-03", "--confidentiality", "10"),
    ],
)
def test_a_wrong_command_line(shared_cli: Cli, arguments: tuple[str, ...]) -> None:
    _is_russian(shared_cli.says(*arguments, code=2))


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("ARCHIVE_HTTP_PROT", "1", "ARCHIVE_HTTP_PROT"),
        ("ARCHIVE_HTTP_PORT", "дверь", "ARCHIVE_HTTP_PORT"),
        ("ARCHIVE_NODES", "2", "database_url"),
        ("ARCHIVE_TIMEZONE", "Луна", "ARCHIVE_TIMEZONE"),
        ("ARCHIVE_SECRET_KEY_FILE", "/нет/такого", "ARCHIVE_SECRET_KEY_FILE"),
        ("ARCHIVE_CONFIG", "/нет/такого", "/нет/такого"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_else_is_shown(
    shared_cli: Cli, variable: str, value: str, named: str
) -> None:
    answer = shared_cli.json("doctor", code=7, ARCHIVE_STORAGE_SECRET_KEY="не для чужих", **{variable: value})
    assert answer["error"]["code"] == "settings"
    assert named in answer["error"]["message"]
    said = shared_cli.run("doctor", ARCHIVE_STORAGE_SECRET_KEY="не для чужих", **{variable: value})
    assert "не для чужих" not in said.stdout + said.stderr
    assert "Traceback" not in said.stdout + said.stderr


def test_a_dead_database_is_told_as_such(shared_cli: Cli) -> None:
    url = "postgresql://archive:not-for-eyes@127.0.0.1:9/archive"
    done = shared_cli.run("doctor", "--json", ARCHIVE_DATABASE_URL=url)
    assert done.returncode == 6, done.stdout
    assert "database_unavailable" in done.stdout
    assert "not-for-eyes" not in done.stdout + done.stderr


def _is_russian(text: str) -> None:
    letters = [letter for letter in text.casefold() if "а" <= letter <= "я"]
    assert len(letters) > 3, text
