"""The pages and the API of backups: what is shown, asked for and printed, and to whom."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pikepdf
import pytest

from archive_app.auth.acts import Act
from archive_app.db.models import Job, RunKind
from archive_app.services.backup.responsible import Responsible
from archive_app.wiring.drilling import drill_of
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.backups import Backed, backed
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

SECRET = "Тайный заголовок"
WORDS = {"name": ["Орлова М. И.", ""], "post": ["завуч", ""], "ground": ["приказ № 12", ""]}


@pytest.fixture
def made(embedded_home: Home, tmp_path: Path) -> Backed:
    return backed(embedded_home, tmp_path / "b")


@pytest.fixture
def opened(made: Backed, tmp_path: Path) -> Iterator[Archive]:
    with quick_hashes(), made.home.opened(drill_identity=str(made.identity)) as archive:
        file_one(archive, note(tmp_path, "текст", "1.txt"), title=SECRET)
        yield archive


def test_what_is_asked_for_is_done_and_stands_in_the_journal(opened: Archive) -> None:
    mine = _visitor(opened, actor_of(opened).login)
    page = "/admin/backups"
    for task in ("backup", "drill", "fixity_full"):
        assert _press(mine, page, f"{page}/tasks/{task}").status_code == 302
        assert _press(mine, page, f"{page}/tasks/{task}").status_code == 302  # the second one is served by the first
        with opened.sessions() as session:
            assert session.query(Job).filter(Job.kind == task).count() == 1
        assert 'hx-trigger="every 3s"' in mine.get(page).text
        opened.worker().run(until_idle=True)
    runs = {run.kind: run for run in opened.backups.state.runs()}
    assert all(runs[kind].ok for kind in (RunKind.BACKUP, RunKind.DRILL, RunKind.FIXITY)), runs
    text = mine.get(page).text
    assert "hx-trigger" not in text.split('id="now"')[1].split("</section>")[0]
    assert "в порядке" in text
    assert SECRET not in text
    assert "Возможность восстановления доказана" in mine.get("/").text
    assert mine.get(f"{page}/drills/{runs[RunKind.DRILL].id}.pdf").data.startswith(b"%PDF")
    assert mine.get(f"{page}/drills/{runs[RunKind.BACKUP].id}.pdf").status_code == 404
    year = opened.today().year
    sheet = openpyxl.load_workbook(io.BytesIO(mine.get(f"{page}/journal/{year}.xlsx").data)).active
    assert sheet is not None
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {"резервная копия", "учебное восстановление", "проверка целостности хранилища", "успешно"} <= cells
    with pikepdf.open(io.BytesIO(mine.get(f"{page}/journal/{year}.pdf").data)) as pdf:
        assert len(pdf.pages) == 1


def test_what_failed_stands_everywhere_until_it_succeeds(opened: Archive, made: Backed) -> None:
    mine = _visitor(opened, actor_of(opened).login)
    metric = 'archive_backups_failed{{kind="drill"}} {}.0'

    def told() -> tuple[bool, ...]:
        words = "не удалось в последний раз: учебное восстановление"
        return words in mine.get("/").text, words in mine.get("/admin/backups").text, metric.format(1) in _metrics()

    def _metrics() -> str:
        return str(mine.get("/metrics").text)

    assert opened.backups.taking.run("test")[0].ok
    assert drill_of(opened).run_with("test", made.identity)[0].ok
    assert told() == (False, False, False)
    assert not drill_of(opened).run_with("test", made.folder / "absent")[0].ok
    assert told() == (True, True, True)
    (place,) = program(opened, actor_of(opened)).get("/api/v1/backups").get_json()["places"]
    assert place["failed"] == ["drill"]
    assert drill_of(opened).run_with("test", made.identity)[0].ok
    assert told() == (False, False, False)
    assert metric.format(0) in _metrics()


def test_who_answers_is_told_and_a_stale_list_is_not_written(opened: Archive) -> None:
    mine = _visitor(opened, actor_of(opened).login)
    page = "/admin/backups"
    assert _press(mine, page, f"{page}/responsible", version="0", **WORDS).status_code == 302
    assert opened.backups.responsibles.listed().persons == (Responsible("Орлова М. И.", "завуч", "приказ № 12"),)
    stale = _press(mine, page, f"{page}/responsible", version="0", name="Другой", post="кто-то", ground="приказ")
    assert stale.status_code == 409
    assert "Другой" in stale.text  # what was typed is not lost
    half = _press(mine, page, f"{page}/responsible", version="1", name="Без должности", post="", ground="")
    assert half.status_code == 400
    assert re.findall(r'id="([a-z]+-1)"[^>]* autofocus', half.text) == ["post-1"]
    assert " autofocus" not in mine.get(page).text
    assert opened.backups.responsibles.listed().version == 1


def test_programs_ask_and_are_told(opened: Archive) -> None:
    keeper = program(opened, actor_of(opened))
    assert keeper.ask("POST", "/backups").status_code == 202
    assert [one["task"] for one in keeper.get("/backups").get_json()["under_way"]] == ["backup"]
    opened.worker().run(until_idle=True)
    refused(keeper.ask("POST", "/drills?confidence=0"), 422, "bad_parameters")
    assert keeper.ask("POST", "/drills?confidence=95&share=50").status_code == 202
    assert keeper.ask("POST", "/fixity", json={"full": True}).status_code == 202
    opened.worker().run(until_idle=True)
    told = keeper.get("/backups?limit=1").get_json()
    assert (told["overdue"], told["under_way"], len(told["runs"])) == ([], [], 1)
    assert keeper.get(f"/backups?before={told['before']}").get_json()["runs"]
    (drill,) = keeper.get("/drills").get_json()["drills"]
    assert keeper.get(f"/drills/{drill['id']}").get_json()["ok"] is True
    assert drill["by"] == actor_of(opened).login
    assert drill["facts"]["sample"] == {"drawn": 1, "of": 1, "confidence": 95, "share": 50}
    assert keeper.get(f"/drills/{drill['id']}/pdf").data.startswith(b"%PDF")
    fixity = keeper.get("/fixity").get_json()
    assert (fixity["ok"], fixity["blobs"], fixity["never"], fixity["found"]) == (True, 1, 0, [])
    assert SECRET not in keeper.get("/backups").text + keeper.get("/drills").text


def test_a_drill_of_another_certainty_is_another_one(opened: Archive) -> None:
    keeper = program(opened, actor_of(opened))
    asked = ("/drills", "/drills?confidence=95&share=50", "/drills?confidence=50", "/drills?share=50")
    for path in asked + asked:
        assert keeper.ask("POST", path).status_code == 202
    assert [one["task"] for one in keeper.get("/backups").get_json()["under_way"]] == ["drill"] * len(asked)


def test_wrong_duties_get_nowhere_and_the_director_may_only_look(opened: Archive) -> None:
    teacher = program(opened, account(opened, "учитель", "curator"), [Act.SEE])
    for path in ("/backups", "/drills", "/fixity"):
        assert teacher.get(path).status_code == 403
        assert teacher.ask("POST", path, json={}).status_code == 403
    account(opened, "директор", "director")
    director, curator = _visitor(opened, "директор"), _visitor(opened, "учитель")
    page = "/admin/backups"
    shown = director.get(page)
    assert shown.status_code == 200
    assert "/tasks/" not in shown.text
    assert _press(director, page, f"{page}/tasks/backup").status_code == 403
    for year in (2026, 0, 1, 9998):
        assert director.get(f"{page}/journal/{year}.xlsx").status_code == 200
    assert curator.get(page).status_code == 403
    assert curator.get(f"{page}/journal/2026.pdf").status_code == 403


def test_what_cannot_be_done_says_why(embedded_home: Home, made: Backed) -> None:
    with embedded_home.opened() as archive:
        asked = program(archive, actor_of(archive)).ask("POST", "/backups")
        assert (asked.status_code, asked.get_json()["code"]) == (400, "backup_not_set_up")
    with made.home.opened() as archive:
        asked = program(archive, actor_of(archive)).ask("POST", "/drills")
        assert (asked.status_code, asked.get_json()["code"]) == (409, "drill_key_not_set")


def _visitor(archive: Archive, login: str) -> Visitor:
    give_password(archive, login)
    visitor = Visitor(app_of(archive).test_client())
    visitor.sign_in(login)
    return visitor


def _press(visitor: Visitor, page: str, action: str, /, **fields: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
    token = csrf_of(visitor.get(page).text)
    return visitor.client.post(action, data={"csrf_token": token, **fields})
