"""`archive form`: the list, a PDF, a workbook, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import EXIT_BAD_INPUT, EXIT_CONFLICT, EXIT_NOT_FOUND
from archive_app.services.accession.places import Place
from tests.fixtures.archives import actor_of, work
from tests.integration.services.archiving import closed_one, open_one, second

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


def test_originals_are_lent_and_taken_back(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        one, until = open_one(archive, tmp_path, "журнал"), f"{archive.today():%d.%m.%Y}"
    card = tmp_path / "карта.pdf"
    lend = ("loan", "give", one, "--to", "Петрова А. И.", "--until", until)
    assert cli.json(*lend, "--volume", 1, "--card", card) == {"loan_id": 1}
    assert card.read_bytes().startswith(b"%PDF")
    assert cli.json(*lend, code=EXIT_CONFLICT)["error"]["code"] == "already_lent"
    assert "т. 1" in cli.says("loan", "list")
    assert "Ничего не выдано" in cli.says("loan", "list", "--overdue")
    assert cli.json("loan", "return", 1, "--condition", "надорван") == {"loan_id": 1}
    assert cli.json("loan", "return", 1, code=EXIT_CONFLICT)["error"]["code"] == "loan_returned"
    assert cli.json("loan", "list", "--all")["loans"][0]["condition"] == "надорван"
    assert "либо дело, либо документ" in cli.says(*lend, "--document", 1, code=EXIT_BAD_INPUT)


def test_a_check_of_presence_on_the_command_line(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        author, one = actor_of(archive), closed_one(archive, tmp_path, "журнал")
        act = archive.archiving.accessions.drawing_up.create([one], author, ground="график")
        work(archive)
        archive.archiving.accessions.taking_over.accept(act, second(archive), place=Place(room="2"))
    assert cli.json("presence", "begin", "--room", 9, code=EXIT_CONFLICT, ARCHIVE_USER=author.login)["error"][
        "code"
    ] == ("nothing_to_check")
    assert cli.json("presence", "begin", "--room", 2, ARCHIVE_USER=author.login) == {"check_id": 1}
    assert "не проверено" in cli.says("presence", "show", 1, ARCHIVE_USER=author.login)
    assert (
        cli.json("presence", "sign", 1, code=EXIT_CONFLICT, ARCHIVE_USER=author.login)["error"]["code"]
        == "check_unfinished"
    )
    assert cli.json("presence", "rest", 1, ARCHIVE_USER=author.login)["missing"] == 1
    assert "на месте" in cli.says("presence", "mark", 1, f"{one}/1", ARCHIVE_USER=author.login)
    cli.json("presence", "mark", 1, one, "--missing", ARCHIVE_USER=author.login)
    cli.json("presence", "sign", 1, "--conclusion", "хорошее", ARCHIVE_USER=author.login)
    (line,) = cli.json("presence", "list", ARCHIVE_USER=author.login)["searched_for"]
    assert "Разыскивается" in cli.says("presence", "list", ARCHIVE_USER=author.login)
    assert cli.json("presence", "found", line["line_id"], ARCHIVE_USER=author.login) == {"line_id": line["line_id"]}
