"""Pages that wait for a person, documents that somebody waits for, jobs that gave up, and the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from archive_app.db.engine import reading
from archive_app.db.models import Document, Job, JobState, Page, RecognitionState
from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due
from archive_app.errors import NotFound
from archive_app.jobs.queue import claim, fail
from archive_app.services.documents import card, page_text
from archive_app.services.kinds import RECOGNISE
from archive_app.services.review import Said
from archive_app.services.search_filters import Filters
from indexer.model import PageState
from storage.errors import StorageUnavailable
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def test_a_person_settles_a_page(archive: Archive, tmp_path: Path) -> None:
    actor = actor_of(archive)
    number = file_one(archive, note(tmp_path, "каракули\fвторая", "рукопись.txt"))
    work(archive)
    with archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == number, Page.number == 1).values(state=PageState.REVIEW))
        session.execute(update(Document).where(Document.id == number).values(recognition=RecognitionState.IN_REVIEW))
    assert [(page.document_id, page.page) for page in archive.review.waiting(actor)] == [(number, 1)]
    assert archive.review.waiting(actor, after=(number, 1)) == ()
    archive.review.settle(number, 1, actor, Said(text="Список кадетов", persons=("Жаворонков Иван Ильич",)))
    work(archive)
    assert archive.review.waiting(actor) == ()
    shown = card(archive.journal.reads, number, actor, with_text=True)
    assert (shown.recognition, shown.pages[0].state, shown.pages[0].text) == (
        "recognised",
        "reviewed",
        "Список кадетов",
    )
    assert [(person.name, person.pages) for person in shown.persons] == [("Жаворонков Иван Ильич", (1,))]
    for question in ("кадеты", "Жаворонкову", "лицо:Жаворонков"):
        assert [hit.document_id for hit in archive.searching.search(question, actor).hits] == [number], question
    assert archive.searching.search("каракули", actor, Filters(year=(2025,))).total == 0
    with pytest.raises(NotFound):
        archive.review.settle(number, 9, actor, Said(text="нет такой"))


def test_what_databases_refuse_in_a_text_is_left_out(archive: Archive, tmp_path: Path) -> None:
    """PostgreSQL takes no NUL, UTF-8 no lone surrogate; a text typed or recognised may hold either."""
    number = file_one(archive, note(tmp_path, "страница", "нули.txt"))
    work(archive)
    archive.review.settle(number, 1, actor_of(archive), Said(text="до\0после \ud800конец"))
    work(archive)
    assert page_text(archive.journal.reads, number, 1, actor_of(archive)) == "допосле конец"


def test_progress(archive: Archive, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "дорога", "дорога.txt"))
    assert archive.progress.finished([number]) == 0
    assert not archive.progress.stuck([number])
    assert archive.progress.states([number]) == {number: "waiting"}
    work(archive)
    assert archive.progress.finished([number]) == 1
    assert not archive.progress.stuck([number])
    assert archive.progress.states([number]) == {number: "recognised"}
    assert archive.progress.stuck([number, 10**6])


def test_two_schedulers_enqueue_once(archive: Archive) -> None:
    before = _jobs(archive)
    for _ in range(2):
        for schedule in SCHEDULES:
            enqueue_due(archive, schedule)
    assert _jobs(archive) - before <= len(SCHEDULES)
    work(archive)
    before = _jobs(archive)
    for schedule in SCHEDULES:
        enqueue_due(archive, schedule)
    assert _jobs(archive) == before


def test_a_worker_lost_for_good_is_told_on_the_document(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    number = file_one(archive, note(tmp_path, "убийца"))
    _kill_job(archive, "worker_lost")
    archive.indexing.catch_up()
    assert archive.progress.states([number]) == {number: "waiting"}
    _heal(archive)
    assert archive.progress.states([number]) == {number: "failed"}
    assert card(archive.journal.reads, number, actor_of(archive)).reason == "worker_lost"
    assert _jobs(archive, JobState.DEAD) == 1


def test_an_outage_kills_no_job_for_good(
    fresh_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = fresh_archive
    number = file_one(archive, note(tmp_path, "переждать"))
    _kill_job(archive, "storage_unavailable")
    with monkeypatch.context() as away:
        away.setattr(type(archive.store), "check", _does_not_answer)
        _heal(archive)
        assert _jobs(archive, JobState.DEAD) == 1
    archive.worker()._registry.handler("heal")(_Job())  # type: ignore[arg-type]
    work(archive)
    assert archive.progress.states([number]) == {number: "recognised"}
    assert _jobs(archive, JobState.DEAD) == 0


def test_the_doctor_tells_of_a_store_that_is_away(fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("check", "iterate"):
        monkeypatch.setattr(type(fresh_archive.store), method, _does_not_answer)
    diagnosis = fresh_archive.doctor.diagnose()
    assert not diagnosis.ok
    assert [check.name for check in diagnosis.checks if not check.ok] == ["storage", "blobs"]


def _does_not_answer(*_: object, **__: object) -> object:
    raise StorageUnavailable("away", reason="refused")


class _Log:
    def info(self, *_: object, **__: object) -> None: ...

    warning = info


class _Job:
    """As much of a job's context as the clock's work looks at."""

    log = _Log()


def _heal(archive: Archive) -> None:
    archive.worker()._registry.handler("heal")(_Job())  # type: ignore[arg-type]


def _kill_job(archive: Archive, code: str) -> None:
    """The recognition job dies of `code`, as it does after its last attempt."""
    now = archive.clock()
    with archive.sessions.begin() as session:
        job = claim(session, owner="x", kinds=[RECOGNISE], now=now, lease_for=timedelta(minutes=1))
        assert job is not None
        assert fail(session, job.lease, code=code, detail="", retry_at=None, now=now) is JobState.DEAD


def _jobs(archive: Archive, state: JobState | None = None) -> int:
    query = select(func.count()).select_from(Job)
    with reading(archive.sessions) as session:
        return session.scalar(query.where(Job.state == state) if state else query) or 0
