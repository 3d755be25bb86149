"""Several people file at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, FilePlanItem, Job, Volume
from tests.fixtures.archives import actor_of, facts, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

FILERS = 4


def test_the_same_bytes_become_one_document(archive: Archive, tmp_path: Path) -> None:
    path, actor = note(tmp_path, "одни и те же байты"), actor_of(archive)

    def file_it(number: int) -> tuple[int, bool]:
        received = archive.intake.receive(path, f"копия {number}.txt", facts(item="01-02"), actor)
        return received.document_id, received.duplicate

    with ThreadPoolExecutor(FILERS) as filers:
        outcomes = list(filers.map(file_it, range(FILERS)))
    assert len({document for document, _ in outcomes}) == 1
    assert [duplicate for _, duplicate in outcomes].count(False) == 1
    with reading(archive.sessions) as session:
        assert session.scalar(select(func.count()).where(Document.id == outcomes[0][0])) == 1
        jobs = select(func.count()).where(Job.unique_key == f"recognise:{outcomes[0][0]}")
        assert session.scalar(jobs) == 1
    assert archive.doctor.diagnose().blobs.unknown == 0


def test_the_same_case_file_is_opened_once(archive: Archive, tmp_path: Path) -> None:
    actor = actor_of(archive)
    paths = [note(tmp_path, f"приказ {number}", f"{number}.txt") for number in range(FILERS * 2)]
    with ThreadPoolExecutor(FILERS) as filers:
        received = list(
            filers.map(lambda path: archive.intake.receive(path, path.name, facts(item="01-03"), actor), paths)
        )
    assert len({each.document_id for each in received}) == len(paths)
    with reading(archive.sessions) as session:
        opened = select(func.count()).select_from(CaseFile).join(CaseFile.item).where(FilePlanItem.index == "01-03")
        assert session.scalar(opened) == 1
        volumes = select(func.count()).select_from(Volume).join(CaseFile).join(FilePlanItem)
        assert session.scalar(volumes.where(FilePlanItem.index == "01-03")) == 1


def test_a_duplicate_points_at_the_first(archive: Archive, tmp_path: Path) -> None:
    path = note(tmp_path, "подлинник")
    number = file_one(archive, path)
    again = archive.intake.receive(path, "другое имя.txt", facts(item="01-02"), actor_of(archive))
    assert (again.document_id, again.duplicate) == (number, True)
