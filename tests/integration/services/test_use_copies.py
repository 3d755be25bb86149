"""What a person types of a page is in the use copy too, and the original's bytes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from sqlalchemy import func, select, update

from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Document, Job, JobState, Page, Rendition, RenditionKind
from archive_app.demo.draw import PageKind
from archive_app.services.kinds import COPY
from archive_app.services.review import Said
from indexer.model import PageState
from storage.keys import BlobKey
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive

TYPED = "Приказ о выпуске\nКрякозябров Иван Ильич"


def test_a_typed_text_comes_into_the_copy(fresh_archive: Archive, scan: Callable[..., Path]) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    number = file_one(archive, scan(PageKind.ORDER, "лист.tif", pages=2))
    work(archive)
    first = _copy(archive, number)
    assert "Крякозябров" not in _text(archive, first, 0)
    before = _text(archive, first, 1)

    _make_wait(archive, number)
    archive.review.settle(number, 1, actor, Said(text=TYPED))
    work(archive)
    assert _copy(archive, number) == first, "the other page still waits for a person"
    archive.review.settle(number, 2, actor, Said())
    _pass_time(archive)
    work(archive)

    second = _copy(archive, number)
    assert _text(archive, second, 0).split() == TYPED.split()
    assert _text(archive, second, 1) == before
    assert archive.store.exists(BlobKey(first))
    with reading(archive.sessions) as session:
        renewed = session.scalars(select(AuditEvent).where(AuditEvent.action == "document:copy:renew")).all()
        assert [event.object_id for event in renewed] == [str(number)]
        document = session.get_one(Document, number)
        assert archive.store.stat(BlobKey(document.original_sha256)).size == document.original.size
    boxes = archive.searching.boxes(number, 1, "крякозябров", actor)
    assert [word.text for word in boxes] == ["Крякозябров"]


def test_the_last_page_needs_no_waiting(fresh_archive: Archive, scan: Callable[..., Path]) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    number = file_one(archive, scan(PageKind.ORDER))
    work(archive)
    _make_wait(archive, number)
    archive.review.settle(number, 1, actor, Said(text=TYPED))
    work(archive)
    second = _copy(archive, number)
    assert _text(archive, second, 0).split() == TYPED.split()
    with archive.sessions.begin() as session:  # done twice it changes nothing
        session.execute(update(Job).where(Job.kind == COPY).values(state=JobState.WAITING, finished_at=None))
    work(archive)
    assert _copy(archive, number) == second


def test_what_has_no_copy_gets_no_job(archive: Archive, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "просто текст", "текст.txt"))
    work(archive)
    archive.review.settle(number, 1, actor_of(archive), Said(text="иначе"))
    with reading(archive.sessions) as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.kind == COPY)) == 0


def _copy(archive: Archive, number: int) -> str:
    query = select(Rendition.sha256).where(Rendition.document_id == number, Rendition.kind == RenditionKind.PDFA)
    with reading(archive.sessions) as session:
        return session.scalars(query).one()


def _text(archive: Archive, sha256: str, page: int) -> str:
    with archive.store.open(BlobKey(sha256)) as stream:
        pdf = pypdfium2.PdfDocument(stream.read())
    text: str = pdf[page].get_textpage().get_text_range()
    pdf.close()
    return text


def _make_wait(archive: Archive, number: int) -> None:
    with archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == number).values(state=PageState.REVIEW))


def _pass_time(archive: Archive) -> None:
    with archive.sessions.begin() as session:
        session.execute(update(Job).where(Job.state == JobState.WAITING).values(run_after=Job.created_at))
