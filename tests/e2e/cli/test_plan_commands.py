"""`archive fileplan` from a draft to force: tables of Excel there and back, an agreed plan that no command changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import load_workbook

from archive_app.errors import EXIT_BAD_INPUT, EXIT_CONFLICT
from tests.fixtures.archives import YEAR, account

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli

NEXT = YEAR + 1


def test_a_plan_is_drafted_of_a_workbook_and_fixed_once_it_is_agreed(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        account(archive, "директор", "director")
    book = tmp_path / "план.xlsx"
    cli.says("fileplan", "export", "--year", YEAR, "--to", book, ARCHIVE_USER="соколова")
    sheet = load_workbook(book)
    sheet.worksheets[0].cell(2, 3).value = "Устав, новая редакция"
    sheet.save(book)

    def plan(*words: object, user: str = "соколова", code: int = 0) -> str:
        return cli.says("fileplan", *words, code=code, ARCHIVE_USER=user)

    plan("draft", NEXT, "--table", book)
    assert "Устав, новая редакция" in plan("compare", NEXT)
    plan("agree", NEXT, "--protocol", "протокол № 4")
    for words in (
        ("put", NEXT, "01-01", "--title", "Иначе"),
        ("drop", NEXT, "01-01"),
        ("agree", NEXT, "--protocol", "другой"),
    ):
        plan(*words, code=EXIT_CONFLICT)
    plan("approve", NEXT, user="директор")
    plan("put", NEXT, "01-01", "--title", "Иначе", code=EXIT_CONFLICT)
    plan("discard", NEXT, code=EXIT_CONFLICT)
    plan("enforce", NEXT)
    assert "Устав, новая редакция" in plan("export", "--year", NEXT)
    assert cli.json("fileplan", "import", book, "--year", NEXT + 1, ARCHIVE_USER="соколова")["items"] == 32
    sheet.worksheets[0].cell(2, 4).value = "когда-нибудь"
    sheet.save(book)
    assert "строка 2" in plan("draft", NEXT + 2, "--table", book, code=EXIT_BAD_INPUT)


def test_a_kind_is_told_and_what_is_not_named_stays(cli: Cli) -> None:
    before = cli.json("kind", "show", "thesis")["kind"]
    assert before["filler"] == "Обучающийся"
    kind = cli.json("kind", "describe", "thesis", "--due", "За 10 дней до защиты", "--item", "02-13")["kind"]
    assert (kind["filler"], kind["due"], kind["item"]) == (before["filler"], "За 10 дней до защиты", "02-13")
    assert "За 10 дней до защиты" in cli.says("kind", "show", "thesis")
    assert "99-99" in cli.says("kind", "describe", "thesis", "--item", "99-99", code=4)
