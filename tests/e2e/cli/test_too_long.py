"""What does not fit is refused by commands too: the sentence names the field and the limit, nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli


def test_a_name_that_does_not_fit(cli: Cli) -> None:
    said = cli.says("unit", "add", "ж" * 201, code=2)
    assert "«Название» — знаков 201, а помещается 200. Сократите." in said
    assert "жжж" not in cli.says("unit", "list")


def test_a_table_of_too_many_lines(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "контингент.csv"
    table.write_text("ФИО;Класс\n" + "Орлова Вера;9-А\n" * 2001, encoding="utf-8")
    said = cli.says("person", "import", str(table), "--enter", code=2)
    assert "«Строки»: пришло 2001, а за один раз принимается не больше 2000" in said
