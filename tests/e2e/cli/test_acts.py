"""Local acts by commands and by a program: the same book, the same refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fixtures.api import program, refused
from tests.fixtures.archives import account, actor_of, note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli

TITLE = "Положение о портфолио"
SAID = ("--post", "Директор", "--name", "А. А. Батрак", "--approved", "04.05.2026")


def test_local_acts_by_commands(cli: Cli, tmp_path: Path) -> None:
    agreed = ("--agreed", "Педагогический совет", "8", "04.05.2026", "--agreed", "Совет родителей", "2", "03.05.2026")
    first = cli.json("acts", "enter", TITLE, *SAID, *agreed, "--order", "01-03-083")["line"]["act_id"]
    card = cli.says("acts", "show", first)
    assert "Совет родителей, № 2, 03.05.2026" in card
    assert "19.05.2026" in card
    second = cli.json("acts", "enter", TITLE, *SAID, "--from", "01.09.2026", "--replaces", first)["line"]["act_id"]
    assert [one["act_id"] for one in cli.json("acts", "list", "--on", "31.08.2026")["acts"]] == [first]
    assert "просроч" in cli.says("acts", "list", "--only", "overdue")
    _corrected(cli, first, tmp_path)
    cli.says("acts", "publish", first, "--on", "05.05.2026", "--address", "school.ru", code=2)
    assert "https://school.ru/a" in cli.says(
        "acts", "publish", first, "--on", "05.05.2026", "--address", "https://school.ru/a"
    )
    cli.says("acts", "end", first, "--last", "01.06.2026", "--ground", "приказ", code=5)
    assert (
        cli.json("acts", "end", second, "--last", "01.10.2026", "--ground", "приказ № 4")["ended_ground"]
        == "приказ № 4"
    )
    cli.says("acts", "show", 77, code=4)


def _corrected(cli: Cli, act: int, folder: Path) -> None:
    """What is named is corrected, the rest stays; who looked at an older version has to look again."""
    before = cli.json("acts", "show", act)
    after = cli.json("acts", "change", act, "--name", "А. А. Батракова", "--site-by", "12.05.2026")
    assert (after["approved_name"], after["line"]["publish_by"]) == ("А. А. Батракова", "2026-05-12")
    kept = ("approved_post", "order_number", "agreements", "replaced_by_id")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    cli.says("acts", "change", act, "--number", "7", "--version", before["version"], code=5)
    cli.says("acts", "change", act, "--from", "02.09.2026", code=2)  # it ends before
    cli.says("acts", "change", act, "--title", " ", code=2)
    agreed = cli.json("acts", "change", act, "--agreed", "Совет родителей", "3", "03.05.2026", "--number", "7")
    assert ([one["protocol"] for one in agreed["agreements"]], agreed["line"]["number"]) == (["3"], "7")
    said = ("--agreed", "Педагогический совет", "8", "04.05.2026", "--agreed", "Совет родителей", "2", "03.05.2026")
    (document,) = cli.json("file", note(folder, "Положение"), "--item", "02-03", "--year", "2025")["files"]
    given = ("--order", "9", "--order-day", "04.05.2026", "--document", document["document_id"], "--from", "05.05.2026")
    full = cli.json("acts", "change", act, *said, *given)
    assert (full["order_number"], full["document_id"]) == ("9", document["document_id"])
    assert full["line"]["in_force_from"] == "2026-05-05"
    options = ("from", "to", "number", "order", "order-day", "agreed", "site-by", "document")
    bare = cli.json("acts", "change", act, *(word for name in options for word in ("--without", name)))
    empty = (bare["order_number"], bare["order_on"], bare["agreements"], bare["document_id"], bare["line"]["number"])
    assert empty == ("", None, [], None, "")
    assert (bare["line"]["in_force_from"], bare["line"]["publish_by"]) == ("2026-05-04", "2026-05-19")
    cli.says("acts", "change", act, *said, code=0)


def test_local_acts_over_the_api(cli: Cli) -> None:
    with cli.home.opened() as archive:
        keeper, teacher = program(archive, actor_of(archive)), program(archive, account(archive, "учитель", "teacher"))
        said = {
            "kind": "regulation",
            "title": TITLE,
            "approved_post": "Директор",
            "approved_name": "Батрак",
            "approved_on": "2026-05-04",
            "agreements": [{"body": "Совет", "agreed_on": "2026-05-04"}],
        }
        made = keeper.ask("POST", "/local-acts", json=said)
        assert made.status_code == 201
        card = made.get_json()
        at = f"/local-acts/{card['line']['act_id']}"
        changed = keeper.ask("PUT", at, json=said | {"version": card["version"], "publish_named": "2026-05-12"})
        assert changed.get_json()["line"]["publish_by"] == "2026-05-12"
        refused(keeper.ask("PUT", at, json=said | {"version": card["version"]}), 409, "local_act_changed")
        version = changed.get_json()["version"]
        there = {"version": version, "on": "2026-05-11", "address": "https://school.ru/a"}
        refused(teacher.ask("POST", f"{at}/publication", json=there), 403, "not_allowed")
        refused(keeper.ask("POST", f"{at}/publication", json=there | {"address": "x"}), 400, "publication_unclear")
        version = keeper.ask("POST", f"{at}/publication", json=there).get_json()["version"]
        ended = {"version": version, "last": "2026-06-01", "ground": "приказ № 9"}
        assert keeper.ask("POST", f"{at}/end", json=ended).get_json()["line"]["in_force_to"] == "2026-06-01"
        assert teacher.get("/local-acts?on=2026-06-01&q=ПОРТФОЛИО").get_json()["acts"][0]["title"] == TITLE
        assert teacher.get("/local-acts?on=2026-06-02").get_json()["acts"] == []
        refused(teacher.get("/local-acts/999"), 404, "not_found")
