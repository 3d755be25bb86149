"""The watched folder: what is whole is taken in once and put aside; what grows, hides or is refused is treated so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Document, IntakeBatch, IntakeSource, Unit
from archive_app.entrypoints.cli import inbox_command, mail_command
from archive_app.entrypoints.cli.feed_answer import NotSet
from archive_app.entrypoints.scheduler import schedules_of
from archive_app.entrypoints.web.app import create_app
from archive_app.services.kinds import INBOX
from archive_app.services.scanner_files import InboxUnreadable, ScannerFiles
from tests.fixtures.api import app_of
from tests.fixtures.archives import account, actor_of
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def watching(embedded_home: Home, folder: Path) -> Iterator[Archive]:
    with embedded_home.opened(inbox=str(folder), inbox_settle="1") as archive:
        yield archive


def _put(folder: Path, name: str, text: str, age: int = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def _run(archive: Archive) -> dict[str, int]:
    assert archive.feeding.inbox is not None
    return dict(archive.feeding.inbox.run().outcomes)


def _aside(folder: Path, where: str) -> list[str]:
    return sorted(path.relative_to(folder / where).as_posix()[11:] for path in (folder / where).rglob("*.*"))


def test_what_is_whole_is_taken_in_and_the_rest_waits(watching: Archive, folder: Path) -> None:
    _put(folder, "скан 1.txt", "первый")
    _put(folder, "растёт.txt", "ещё пишется", age=0)
    for name in (".скрыт.txt", "~скан.txt", "скан.pdf.part", "скан.tmp", "Thumbs.db"):
        _put(folder, name, "не то")
    assert _run(watching) == {"taken_in": 1}
    assert _aside(folder, "done") == ["скан 1.txt"]
    with reading(watching.sessions) as session:
        row = session.scalars(select(Document)).one()
        batch = session.scalars(select(IntakeBatch)).one()
    assert (row.title, row.source, row.volume_id, row.intake_batch_id) == (
        "скан 1",
        IntakeSource.FOLDER,
        None,
        batch.id,
    )
    _put(folder, "растёт.txt", "дописан")
    assert _run(watching) == {}, "it changed between two looks"
    assert _run(watching) == {"taken_in": 1}


def test_what_is_refused_says_why_beside_it(watching: Archive, folder: Path) -> None:
    _put(folder, "битый.pdf", "%PDF-1.7 и больше ничего")
    _put(folder, "пустой.txt", "")
    _put(folder, "хороший.txt", "текст")
    assert _run(watching) == {"refused": 2, "taken_in": 1}
    assert _aside(folder, "refused") == ["битый.pdf", "битый.pdf.txt", "пустой.txt", "пустой.txt.txt"]
    why = next((folder / "refused").rglob("пустой.txt.txt")).read_text(encoding="utf-8")
    assert "пуст" in why
    _put(folder, "битый.pdf", "%PDF-1.7 другой")
    _run(watching)
    assert "битый (2).pdf" in _aside(folder, "refused"), "nothing is written over"


def test_the_same_bytes_are_put_aside_with_the_document_that_they_are(watching: Archive, folder: Path) -> None:
    _put(folder, "раз.txt", "одно и то же")
    _put(folder, "два.txt", "одно и то же")
    assert _run(watching) == {"taken_in": 1, "duplicate": 1}
    assert len([name for name in _aside(folder, "done") if name.endswith(".txt.txt")]) == 1


def test_ended_between_the_commit_and_the_move_nothing_is_lost_nor_doubled(
    watching: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(folder, "скан.txt", "важный скан")
    with monkeypatch.context() as ending:
        ending.setattr(ScannerFiles, "put", _end)
        with pytest.raises(SystemExit):
            _run(watching)
    assert (folder / "скан.txt").exists()
    assert _run(watching) == {"duplicate": 1}
    assert not (folder / "скан.txt").exists()
    with reading(watching.sessions) as session:
        assert len(session.scalars(select(Document)).all()) == 1


def _end(*_: object) -> None:
    raise SystemExit


def test_a_subfolder_names_the_unit_or_the_person(embedded_home: Home, folder: Path) -> None:
    _put(folder, "Бухгалтерия/счёт.txt", "счёт")
    with embedded_home.opened(inbox=str(folder), inbox_settle="1") as archive:
        with archive.sessions.begin() as session:
            session.add(Unit(fonds_id=1, name="Бухгалтерия"))
        assert _run(archive) == {"taken_in": 1}
        with reading(archive.sessions) as session:
            row = session.scalars(select(Document)).one()
            assert row.unit is not None
            assert row.unit.name == "Бухгалтерия"
    _put(folder, "clerk/заявление.txt", "заявление")
    _put(folder, "nobody/чужое.txt", "чужое")
    with embedded_home.opened(inbox=str(folder), inbox_settle="1", inbox_subfolder="user") as archive:
        account(archive, "clerk", "clerk")
        assert _run(archive) == {"taken_in": 1, "refused": 1}
        with reading(archive.sessions) as session:
            assert session.scalars(select(Document.created_by).order_by(Document.id)).all()[-1] == "clerk"


def test_the_clock_asks_where_there_is_a_folder_and_the_doctor_knows(
    embedded_home: Home, watching: Archive, folder: Path
) -> None:
    assert INBOX in {schedule.kind for schedule in schedules_of(watching.settings)}
    with embedded_home.opened() as plain:
        assert INBOX not in {schedule.kind for schedule in schedules_of(plain.settings)}
    check = {check.name: check for check in watching.doctor.diagnose().checks}
    assert "inbox" in check
    _run(watching)
    assert next(check for check in watching.doctor.diagnose().checks if check.name == "inbox").ok
    folder.rename(folder.with_name("gone"))
    assert not next(check for check in watching.doctor.diagnose().checks if check.name == "inbox").ok


def test_machines_that_watch_are_told_of_the_last_look(watching: Archive, folder: Path) -> None:
    _put(folder, "скан.txt", "текст")
    done = CliRunner().invoke(inbox_command.command, ["run"], obj=watching.settings)
    assert (done.exit_code, done.output) == (0, "Принято: 1\n")
    told = create_app(watching).test_client().get("/metrics").text
    assert 'archive_feed_ok{feed="inbox"} 1.0' in told
    plain = CliRunner().invoke(mail_command.command, ["run"], obj=watching.settings)
    assert isinstance(plain.exception, NotSet)


def test_a_file_that_cannot_be_moved_stops_no_other_and_is_told(
    watching: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(folder, "а.txt", "один")
    _put(folder, "б.txt", "два")
    rename = Path.rename

    def stuck(path: Path, target: Path) -> Path:
        if path.name == "а.txt":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    with monkeypatch.context() as closed:
        closed.setattr(Path, "rename", stuck)
        assert _run(watching) == {"later": 1, "taken_in": 1}
    check = next(check for check in watching.doctor.diagnose().checks if check.name == "inbox")
    assert not check.ok
    assert "а.txt" in check.message
    assert _run(watching) == {"duplicate": 1}


def test_the_intake_tells_of_a_folder_that_cannot_be_read(watching: Archive, folder: Path) -> None:
    login = actor_of(watching).login
    with quick_hashes():
        give_password(watching, login)
        visitor = Visitor(app_of(watching).test_client())
        visitor.sign_in(login)
    _run(watching)
    assert "Последний просмотр" not in visitor.get("/intake").text
    folder.rmdir()
    with pytest.raises(InboxUnreadable):
        _run(watching)
    page = visitor.get("/intake").text
    assert "<strong>Папка сканеров.</strong>" in page
    assert "Последний просмотр" in page
