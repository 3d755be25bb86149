"""Local acts by commands and by a program: the same book, the same refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fixtures.api import program, refused
from tests.fixtures.archives import account, actor_of

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli

TITLE = "Положение о портфолио"
SAID = ("--post", "Директор", "--name", "А. А. Батрак", "--approved", "04.05.2026")


def test_local_acts_by_commands(cli: Cli) -> None:
    agreed = ("--agreed", "Педагогический совет", "8", "04.05.2026", "--agreed", "Совет родителей", "2", "03.05.2026")
    first = cli.json("acts", "enter", TITLE, *SAID, *agreed, "--order", "01-03-083")["line"]["act_id"]
    card = cli.says("acts", "show", first)
    assert "Совет родителей, № 2, 03.05.2026" in card
    assert "19.05.2026" in card
    second = cli.json("acts", "enter", TITLE, *SAID, "--from", "01.09.2026", "--replaces", first)["line"]["act_id"]
    assert [one["act_id"] for one in cli.json("acts", "list", "--on", "31.08.2026")["acts"]] == [first]
    assert "просроч" in cli.says("acts", "list", "--only", "overdue")
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
