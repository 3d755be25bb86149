"""What is refused leaves nothing behind: no row, no blob, no staged bytes, no scratch folder; and says why."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import func, select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Blob, CaseFile, Document, Job, JobState, Page, Person, RecognitionState
from archive_app.services.case_files import UnknownItem, YearWithoutPlan
from archive_app.services.intake import Intake, Received, UnknownKind
from archive_app.services.page_rows import page_row
from archive_app.services.persons import NameNotUnderstood
from archive_app.services.taking_in import CannotRead
from archive_app.services.typed import TooLong
from indexer.errors import Damaged, EmptyFile, PasswordProtected, TooLarge
from indexer.model import PageResult, PageState
from storage.errors import StorageUnavailable
from tests.fixtures.archives import account, actor_of, facts, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from indexer.formats import Identified
    from storage.protocol import BlobStore, StagedBlob


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
        ({"title": "о" * 1001}, TooLong),
        ({"number": "1" * 101}, TooLong),
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
        archive.intake.receive(note(tmp_path, "текст"), "т.txt", facts(), account(archive, role, role))
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


def test_a_wrong_item_is_told_before_any_byte_is_taken(archive: Archive, tmp_path: Path) -> None:
    store = _CountingStore(archive.store)
    intake = _with(archive, store=store)
    with pytest.raises(UnknownItem):
        intake.receive(note(tmp_path, "текст"), "т.txt", facts(item="99-99"), actor_of(archive))
    assert store.staged == 0


def test_a_store_that_cannot_discard_hides_no_error(archive: Archive, tmp_path: Path) -> None:
    store = _CountingStore(archive.store)
    intake = _with(archive, store=store)
    with pytest.raises(EmptyFile):
        intake.receive(note(tmp_path, ""), "пусто.txt", facts(), actor_of(archive))
    assert (store.staged, store.discarded) == (1, 1)
    archive.store.sweep_staging(STALE)


@pytest.mark.parametrize("change", ["grow", "rewrite", "replace"])
def test_a_file_that_changes_meanwhile(archive: Archive, tmp_path: Path, change: str) -> None:
    path = note(tmp_path, "первая половина")

    def inspect(looked: Path, name: str) -> Identified:
        identified = archive.intake.taking_in.inspect(looked, name)
        if change == "grow":
            looked.write_text("первая половина и вторая", encoding="utf-8")
        elif change == "rewrite":
            os.utime(looked, ns=(1, 1))
        else:
            note(tmp_path, "первая половинЫ", "другой.txt").replace(looked)
        return identified

    before = _everything(archive)
    with pytest.raises(CannotRead) as error:
        _with(archive, inspect=inspect).receive(path, path.name, facts(), actor_of(archive))
    assert error.value.params["reason"] == "changed"
    assert _everything(archive) == before


def test_facts_in_another_encoding_are_stored_readable(archive: Archive, tmp_path: Path) -> None:
    typed = os.fsdecode("Приказ\nпо школе".encode("cp1251"))
    said = facts(os.fsdecode("Кодировкина Анна".encode("cp1251")), title=typed, number="5\x00/к")
    received = archive.intake.receive(note(tmp_path, "о кодировке"), "приказ.txt", said, actor_of(archive))
    with reading(archive.sessions) as session:
        document = session.get_one(Document, received.document_id)
        assert (document.title, document.number) == ("Приказ по школе", "5/к")
        assert [link.person.surname for link in document.persons] == ["Кодировкина"]


def test_filing_a_failed_document_again_is_a_new_try(archive: Archive, tmp_path: Path) -> None:
    path, actor = note(tmp_path, "не прочиталось"), actor_of(archive)
    number = archive.intake.receive(path, "т.txt", facts(), actor).document_id
    key = f"recognise:{number}"
    with archive.sessions.begin() as session:
        session.get_one(Document, number).recognition = RecognitionState.FAILED
        session.execute(update(Job).where(Job.unique_key == key).values(state=JobState.DEAD))
        session.add(page_row(number, PageResult(1, 1, 1, 300, 0, 0.0, "", (), None, PageState.FAILED)))
    again = archive.intake.receive(path, "т.txt", facts(title="Иное"), actor)
    assert again == Received(number, duplicate=True)
    with reading(archive.sessions) as session:
        document = session.get_one(Document, number)
        assert (document.recognition, document.title) == (RecognitionState.WAITING, "т")
        states = session.scalars(select(Job.state).where(Job.unique_key == key)).all()
        assert states == [JobState.WAITING]
        assert session.scalar(select(func.count()).select_from(Page).where(Page.document_id == number)) == 0
    before = _everything(archive)
    assert archive.intake.receive(path, "т.txt", facts(), actor).duplicate
    assert _everything(archive) == before


@dataclass
class _CountingStore:
    """The real store, except that it cannot discard."""

    store: BlobStore
    staged: int = 0
    discarded: int = 0

    def stage(self, *arguments: Any, **options: Any) -> StagedBlob:
        self.staged += 1
        return self.store.stage(*arguments, **options)

    def discard(self, staged: StagedBlob) -> None:
        self.discarded += 1
        raise StorageUnavailable(reason=staged.token)


def _refused(archive: Archive, error: type[Exception], path: Path) -> None:
    before = _everything(archive)
    with pytest.raises(error) as caught:
        archive.intake.receive(path, path.name, facts("Иванова Анна Петровна"), actor_of(archive))
    assert getattr(caught.value, "code", "")
    assert _everything(archive) == before


def _with(archive: Archive, **parts: Any) -> Intake:
    return replace(archive.intake, taking_in=replace(archive.intake.taking_in, **parts))


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
