"""What is refused leaves nothing behind: no row, no blob, no staged bytes, no scratch folder; and says why."""

from __future__ import annotations

import os
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import func, select

from archive_app.auth.actor import Actor
from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Blob, CaseFile, Document, Job, Person
from archive_app.services.case_files import UnknownItem, YearWithoutPlan
from archive_app.services.intake import CannotRead, UnknownKind
from archive_app.services.persons import NameNotUnderstood
from indexer.errors import Damaged, EmptyFile, PasswordProtected, TooLarge
from tests.fixtures.archives import actor_of, facts, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


STALE = timedelta(0)


def test_empty(archive: Archive, tmp_path: Path) -> None:
    _refused(archive, EmptyFile, note(tmp_path, ""))


def test_truncated_jpeg(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "скан.jpg"
    Image.effect_noise((400, 400), 90).save(path)
    path.write_bytes(path.read_bytes()[:200])
    _refused(archive, Damaged, path)


def test_password(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "тайна.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    _refused(archive, PasswordProtected, path)


def test_a_picture_of_30000_by_30000(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "план.png"
    Image.new("1", (30_000, 30_000)).save(path)
    _refused(archive, TooLarge, path)


def test_a_folder(archive: Archive, tmp_path: Path) -> None:
    _refused(archive, CannotRead, tmp_path)


def test_a_missing_path(archive: Archive, tmp_path: Path) -> None:
    _refused(archive, CannotRead, tmp_path / "нет.pdf")


def test_a_name_that_no_disk_takes(archive: Archive, tmp_path: Path) -> None:
    _refused(archive, CannotRead, tmp_path / ("я" * 300 + ".pdf"))


@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(archive: Archive, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    _refused(archive, CannotRead, tmp_path / "pipe")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"item": "99-99"}, UnknownItem),
        ({"year": 1999}, YearWithoutPlan),
        ({"kind": "novel"}, UnknownKind),
        ({"persons": ("Иванова 2",)}, NameNotUnderstood),
    ],
)
def test_wrong_facts(archive: Archive, tmp_path: Path, said: dict[str, object], error: type[Exception]) -> None:
    before = _everything(archive)
    with pytest.raises(error):
        archive.intake.receive(note(tmp_path, "текст"), "текст.txt", facts(**said), actor_of(archive))
    assert _everything(archive) == before


@pytest.mark.parametrize("role", ["sysadmin", "teacher", "auditor"])
def test_who_may_not_file(archive: Archive, tmp_path: Path, role: str) -> None:
    before = _everything(archive)
    with pytest.raises(NotAllowed):
        archive.intake.receive(note(tmp_path, "текст"), "т.txt", facts(), Actor("x", "X", frozenset({role})))
    assert _everything(archive) == before


def test_a_bomb_is_filed_or_refused_but_never_half(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "бомба.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = zlib.compress(zlib.compress(b"\0" * 200_000_000, 9), 9)
        pdf.pages[0].Contents = pikepdf.Stream(pdf, bomb, Filter=[pikepdf.Name.FlateDecode] * 2)
        pdf.save(path, compress_streams=False)
    before = _everything(archive)
    try:
        archive.intake.receive(path, path.name, facts(), actor_of(archive))
    except TooLarge:
        assert _everything(archive) == before
    else:
        assert _everything(archive)["documents"] == before["documents"] + 1


def _refused(archive: Archive, error: type[Exception], path: Path) -> None:
    before = _everything(archive)
    with pytest.raises(error) as caught:
        archive.intake.receive(path, path.name, facts("Иванова Анна Петровна"), actor_of(archive))
    assert getattr(caught.value, "code", "")
    assert _everything(archive) == before


def _everything(archive: Archive) -> dict[str, int]:
    """How much of everything there is, staged bytes and scratch folders too."""
    tables = {
        "documents": Document,
        "blobs": Blob,
        "persons": Person,
        "cases": CaseFile,
        "jobs": Job,
        "audit": AuditEvent,
    }
    with reading(archive.sessions) as session:
        rows = {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}
    stored = sum(1 for _ in archive.store.iterate())
    staged = archive.store.sweep_staging(STALE)
    scratch = len(list(archive.settings.work_folder.iterdir()))
    return rows | {"stored": stored, "staged": staged, "scratch": scratch}
