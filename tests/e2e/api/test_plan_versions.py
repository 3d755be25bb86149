"""Work at a file plan by a program: from a draft to force, tables there and back, nothing approved is changed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from tests.fixtures.api import Program, program, refused
from tests.fixtures.archives import YEAR, account

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive

NEXT = YEAR + 1
ITEM = {
    "index": "02-77",
    "section": "02 Учебная работа",
    "title": '=HYPERLINK("http://x")',
    "retention_text": "5 лет ЭПК",
    "note": "-1+2",
    "carrier": "paper",
}


def test_a_plan_from_draft_to_force_over_the_api(archive: Archive, archivist: Program) -> None:
    director = program(archive, account(archive, "директор", "director"))
    made = archivist.ask("POST", "/file-plans/versions", json={"year": NEXT, "source": YEAR})
    assert (made.status_code, made.get_json()["status"]) == (201, "draft")
    at, items = f"/file-plans/versions/{made.get_json()['plan_id']}", len(made.get_json()["lines"])
    revision = made.get_json()["revision"]
    added = archivist.ask("POST", f"{at}/items", json=ITEM | {"revision": revision}).get_json()
    refused(archivist.ask("POST", f"{at}/items", json=ITEM | {"revision": revision}), 409, "plan_stale")
    wrong = ITEM | {"revision": added["revision"], "index": "02-78", "retention_text": "когда-нибудь"}
    answer = archivist.ask("POST", f"{at}/items", json=wrong)
    refused(answer, 400, "plan_item_refused")
    assert "когда-нибудь" in answer.get_json()["errors"][0]["reason"]
    changed = archivist.ask("PUT", f"{at}/items/02-77", json=ITEM | {"revision": added["revision"], "index": "02-79"})
    compared = archivist.get(f"{at}/comparison").get_json()
    assert ([line["index"] for line in compared["added"]], compared["changed"]) == (["02-79"], [])
    refused(archivist.ask("POST", f"{at}/approval"), 403, "not_allowed")
    agreed = archivist.ask(
        "POST", f"{at}/agreement", json={"revision": changed.get_json()["revision"], "protocol": "протокол № 4"}
    ).get_json()
    assert len(agreed["lines"]) == items + 1
    assert director.ask("POST", f"{at}/approval").get_json()["approved_by"] == "директор"
    _nothing_is_changed(archivist, at)
    assert archivist.ask("POST", f"{at}/enforcement").get_json()["status"] == "in_force"
    _nothing_is_changed(archivist, at)
    assert [line["plan_id"] for line in archivist.get("/file-plans/versions").get_json()["versions"]]
    _tables(archivist, at)
    totals = archivist.get(f"/file-plans/{NEXT}/totals").get_json()
    assert (totals["total"]["begun"], totals["fixed_on"]) == (0, None)
    reader = program(archive, account(archive, "учитель", "deputy"))
    refused(reader.get("/file-plans/versions"), 403, "not_allowed")


def _nothing_is_changed(archivist: Program, at: str) -> None:
    now = archivist.get(at).get_json()["revision"]
    asks = [("POST", "items", ITEM), ("PUT", "items/02-79", ITEM), ("POST", "items/02-79/removal", {})]
    asks += [("POST", "discarding", {}), ("POST", "agreement", {"protocol": "другой"})]
    for method, road, said in asks:
        refused(archivist.ask(method, f"{at}/{road}", json=said | {"revision": now}), 409, "plan_fixed")


def _tables(archivist: Program, at: str) -> None:
    """Both tables are taken back; no cell of either is run as a formula."""
    book, text = (archivist.get(f"{at}/table.{kind}").data for kind in ("xlsx", "csv"))
    cells = [cell for row in load_workbook(io.BytesIO(book)).worksheets[0].iter_rows() for cell in row]
    (title,) = [cell for cell in cells if cell.value == ITEM["title"]]
    assert (title.data_type, title.quotePrefix) == ("s", True)
    assert """'=HYPERLINK(""" in text.decode("utf-8-sig")
    assert "'-1+2" in text.decode("utf-8-sig")
    lines = archivist.get(at).get_json()["lines"]
    for table in (book, text):
        taken = archivist.ask("POST", f"/file-plans/versions/table?year={NEXT + 1}", data=table)
        assert (taken.status_code, taken.get_json()["lines"]) == (201, lines)
        mine = taken.get_json()
        given_up = f"/file-plans/versions/{mine['plan_id']}/discarding"
        assert archivist.ask("POST", given_up, json={"revision": mine["revision"]}).get_json()["status"] == "closed"
    broken = text.replace("5 лет ЭПК".encode(), "пять".encode())
    answer = archivist.ask("POST", f"/file-plans/versions/table?year={NEXT + 1}", data=broken)
    refused(answer, 400, "plan_refused")
    assert all(each["name"].isdigit() for each in answer.get_json()["errors"])
