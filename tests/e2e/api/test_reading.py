"""Each operation that reads, asked as a program asks it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import event, select

from archive_app.audit.reads import CARD_READ, DOWNLOADED, LISTED, PAGE_READ, PERSONS_SOUGHT, SEARCHED
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent
from archive_app.entrypoints.cli.output import to_json
from tests.e2e.api.conftest import IVANOVA
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.api import Program


def test_search_answers_as_the_command_does(archive: Archive, archivist: Program, scanned: int) -> None:
    answer = archivist.get("/search", query_string={"q": "лицо:Иванова", "year": 2025}).get_json()
    assert [hit["document_id"] for hit in answer["hits"]] == [scanned]
    told = json.loads(json.dumps(to_json(archive.searching.search("лицо:Иванова", actor_of(archive)))))
    assert answer["hits"] == told["hits"]
    assert set(answer) == set(told)
    assert answer["facets"]["year"] == [{"value": "2025", "label": "2025", "count": 1}]


def test_search_goes_on_and_leaves_counts_out(archivist: Program, scanned: int) -> None:
    beyond = archivist.get("/search", query_string={"q": "лицо:Иванова", "offset": 1, "facets": 0}).get_json()
    assert (beyond["total"], beyond["hits"]) == (1, [])
    assert not any(beyond["facets"].values())


def test_the_card(archivist: Program, scanned: int) -> None:
    card = archivist.get(f"/documents/{scanned}").get_json()
    assert (card["document_id"], card["title"], card["recognition"]) == (scanned, "Приказ о зачислении", "recognised")
    assert [person["name"] for person in card["persons"]] == [IVANOVA]
    assert [page["number"] for page in card["pages"]] == [1]
    assert "text" not in card["pages"][0]


def test_a_page_with_its_text_and_the_words_asked_for(archivist: Program, scanned: int) -> None:
    plain = archivist.get(f"/documents/{scanned}/pages/1").get_json()
    assert plain["words"] == []
    word = next(word for word in plain["text"].split() if word.isalpha() and len(word) > 5)
    marked = archivist.get(f"/documents/{scanned}/pages/1", query_string={"q": word}).get_json()
    assert any(each["text"].strip(".,:;").casefold() == word.casefold() for each in marked["words"])
    assert all(0 <= each["x0"] < each["x1"] <= 1 and 0 <= each["y0"] < each["y1"] <= 1 for each in marked["words"])


def test_images(archivist: Program, scanned: int) -> None:
    whole = archivist.get(f"/documents/{scanned}/pages/1/image.jpg")
    small = archivist.get(f"/documents/{scanned}/pages/1/image", query_string={"thumbnail": 1})
    assert whole.content_type == small.content_type == "image/jpeg"
    assert whole.data[:2] == small.data[:2] == b"\xff\xd8"
    assert len(small.data) < len(whole.data) / 4
    assert whole.headers["Cache-Control"] == "no-store"


def test_the_original_whole_and_in_parts(archivist: Program, scanned: int) -> None:
    address = f"/documents/{scanned}/original"
    whole = archivist.get(address)
    card = archivist.get(f"/documents/{scanned}").get_json()
    assert hashlib.sha256(whole.data).hexdigest() == card["sha256"]
    assert whole.headers["Content-Disposition"].startswith("attachment;")
    assert (whole.content_type, whole.content_length) == ("application/octet-stream", card["size"])
    part = archivist.get(address, headers={"Range": "bytes=100-199", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{card['size']}"
    rest = archivist.get(address, headers={"Range": f"bytes={card['size'] - 5}-"})
    assert (rest.status_code, rest.data) == (206, whole.data[-5:])
    changed = archivist.get(address, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (changed.status_code, len(changed.data)) == (200, card["size"])


def test_the_copy(archivist: Program, scanned: int) -> None:
    copy = archivist.get(f"/documents/{scanned}/copy")
    assert copy.data[:5] == b"%PDF-"
    assert copy.headers["X-Content-Type-Options"] == "nosniff"


def test_the_list_goes_on_by_its_next_address(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    filed = {file_one(archive, note(tmp_path, f"письмо {n}", f"{n}.txt"), kind="letter") for n in range(5)}
    address, met, parts = "/documents?kind=letter&limit=2", [], 0
    while address:
        part = archivist.get(address).get_json()
        assert len(part["documents"]) <= 2
        met += [line["document_id"] for line in part["documents"]]
        address, parts = part["next"], parts + 1
    assert (met, parts) == (sorted(filed, reverse=True), 3)


def test_the_list_is_narrowed(archivist: Program, scanned: int) -> None:
    person = archivist.get(f"/documents/{scanned}").get_json()["persons"][0]["person_id"]
    for asked, there in (
        ({"person": person}, True),
        ({"person": person + 1000}, False),
        ({"item": "02-03", "year": 2025, "recognition": "recognised"}, True),
        ({"item": "02-99"}, False),
        ({"recognition": "failed"}, False),
    ):
        answer = archivist.get("/documents", query_string=asked | {"limit": 200}).get_json()
        assert (scanned in {line["document_id"] for line in answer["documents"]}) is there, asked


def test_file_plans(archivist: Program, scanned: int) -> None:
    assert archivist.get("/file-plans").get_json() == {"years": [2025]}
    plan = archivist.get("/file-plans/2025").get_json()
    items = {item["index"]: item for section in plan["sections"] for item in section["items"]}
    assert plan["year"] == 2025
    assert items["02-03"]["documents"] >= 1


def test_persons_by_the_beginning_of_a_name(archivist: Program, scanned: int) -> None:
    found = archivist.get("/persons", query_string={"name": "иванова а"}).get_json()["persons"]
    assert [person["name"] for person in found] == [IVANOVA]
    assert archivist.get("/persons", query_string={"name": "Щукина"}).get_json() == {"persons": [], "next": None}


def test_who_asks(archive: Archive, archivist: Program) -> None:
    me = archivist.get("/me").get_json()
    actor = actor_of(archive)
    assert (me["login"], me["name"], me["roles"]) == (actor.login, actor.name, sorted(actor.roles))
    assert {"see", "file", "accounts"} <= set(me["acts"])


def test_looks_are_events(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "взгляд", "взгляд.txt"), "Щедрина Лия Юрьевна")
    work(archive)
    before = _last(archive)
    for path in ("", "/pages/1", "/original"):
        assert archivist.get(f"/documents/{number}{path}").status_code == 200
    archivist.get("/documents?limit=1")
    archivist.get("/persons", query_string={"name": "Щедрина"})
    archivist.get("/search", query_string={"q": "взгляд"})
    with reading(archive.sessions) as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.seq > before).order_by(AuditEvent.seq))
        assert list(actions) == [CARD_READ, PAGE_READ, DOWNLOADED, LISTED, PERSONS_SOUGHT, SEARCHED]


def test_lists_cost_a_bounded_number_of_statements(archive: Archive, archivist: Program, tmp_path: Path) -> None:
    for address in ("/documents?limit=200", "/search?q=ведомость&limit=200", "/persons?name=Белоглазов"):
        few = _statements(archive, archivist, address)
        for n in range(6):
            path = note(tmp_path, f"ведомость {n} {address}", f"{n}.txt")
            file_one(archive, path, f"Белоглазов Игорь {'абвгде'[n] * len(address)}")
        work(archive)
        assert archivist.get("/me").status_code == 200
        many = _statements(archive, archivist, address)
        assert many <= few + 1, address
        assert many <= 20, address


def _statements(archive: Archive, archivist: Program, address: str) -> int:
    told: list[str] = []

    def note_it(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(archive.database, "before_cursor_execute", note_it)
    try:
        assert archivist.get(address).status_code == 200
    finally:
        event.remove(archive.database, "before_cursor_execute", note_it)
    return len([each for each in told if each.lstrip().upper().startswith("SELECT")])


def _last(archive: Archive) -> int:
    with reading(archive.sessions) as session:
        return session.scalars(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1)).one()
