"""Persons by program: listed in parts, added, merged, parted; the own kept searches."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from tests.fixtures.api import program
from tests.fixtures.archives import account

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from tests.fixtures.api import Program


def test_persons_are_added_listed_in_parts_merged_and_parted(archivist: Program) -> None:
    numbers = [
        archivist.ask("POST", "/persons", json={"name": f"Чебоксарова {name}", "birth_date": None}).get_json()[
            "person_id"
        ]
        for name in ("Ада", "Ева", "Ида")
    ]
    first = archivist.get("/persons", query_string={"name": "Чебоксаровой", "limit": 2}).get_json()
    rest = archivist.get(first["next"].removeprefix("/api/v1")).get_json()
    assert [each["person_id"] for each in [*first["persons"], *rest["persons"]]] == numbers
    assert rest["next"] is None
    merged = archivist.ask("POST", f"/persons/{numbers[0]}/merge", json={"person_id": numbers[1]})
    assert merged.status_code == HTTPStatus.CREATED
    card = archivist.get(f"/persons/{numbers[1]}").get_json()
    assert (card["person_id"], len(card["names"])) == (numbers[0], 2)
    undone = archivist.ask("POST", f"/persons/merges/{merged.get_json()['merge_id']}/undo")
    assert undone.get_json() == {"kept_id": numbers[0], "merged_id": numbers[1]}
    again = archivist.ask("POST", f"/persons/merges/{merged.get_json()['merge_id']}/undo")
    assert (again.status_code, again.get_json()["code"]) == (HTTPStatus.CONFLICT, "merge_undone")
    assert archivist.get(f"/persons/{numbers[0]}/documents").get_json() == {"documents": [], "next": None}
    assert archivist.get(f"/persons/{numbers[0]}/doubles").status_code == HTTPStatus.OK


def test_who_does_not_keep_cards_changes_none(archive: Archive, archivist: Program) -> None:
    number = archivist.ask("POST", "/persons", json={"name": "Сокрытая Яна"}).get_json()["person_id"]
    teacher = account(archive, "учитель-программист", "teacher", group_id=None)
    asking = program(archive, account(archive, "завуч-программист", "deputy"), [Act.SEE])
    assert not teacher.may(Act.PERSONS)
    assert asking.get(f"/persons/{number}").status_code == HTTPStatus.NOT_FOUND
    assert asking.get("/persons", query_string={"name": "Сокрытая"}).get_json()["persons"] == []
    assert asking.ask("POST", "/persons", json={"name": "Новая Яна"}).status_code == HTTPStatus.FORBIDDEN
    assert (
        asking.ask("POST", f"/persons/{number}/merge", json={"person_id": number}).status_code == HTTPStatus.FORBIDDEN
    )


def test_kept_searches(archivist: Program) -> None:
    said = {"name": "Приказы", "question": "приказ", "filters": {"year": ["2025"]}, "sort": "date"}
    kept = archivist.ask("POST", "/searches", json=said).get_json()
    number = kept.pop("search_id")
    assert kept == said
    renamed = archivist.ask("PATCH", f"/searches/{number}", json={"name": "Приказы года"}).get_json()
    assert renamed["name"] == "Приказы года"
    assert archivist.ask("DELETE", f"/searches/{number}").status_code == HTTPStatus.OK
    assert archivist.get("/searches").get_json() == {"searches": []}
    assert archivist.ask("POST", f"/searches/{number}/restore").get_json()["name"] == "Приказы года"
    wrong = archivist.ask("POST", "/searches", json=said | {"filters": {"year": ["год"]}})
    assert wrong.get_json()["code"] == "bad_filter"
