"""`archive form`: the list, a PDF, a workbook, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import EXIT_BAD_INPUT, EXIT_NOT_FOUND

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli


def test_forms_are_listed_and_written(cli: Cli, tmp_path: Path) -> None:
    assert {"cover", "file-plan", "inventory"} <= {form["name"] for form in cli.json("form")["forms"]}
    assert "Обложка дела" in cli.says("form")
    for ending, begins in ((".pdf", b"%PDF"), (".xlsx", b"PK")):
        target = tmp_path / f"номенклатура{ending}"
        assert cli.json("form", "file-plan", 1, "--to", target)["form"] == "file-plan"
        assert target.read_bytes().startswith(begins)
    assert cli.json("form", "cover", 9, "--to", tmp_path / "x.pdf", code=EXIT_NOT_FOUND)["error"]["code"] == "not_found"
    wrong = cli.json("form", "cover", 9, "--to", tmp_path / "x.odt", code=EXIT_BAD_INPUT)
    assert wrong["error"]["code"] == "unknown_format"
    assert "archive form cover" in cli.says("form", "cover", code=EXIT_BAD_INPUT)
    assert not list(tmp_path.glob("x.*"))
