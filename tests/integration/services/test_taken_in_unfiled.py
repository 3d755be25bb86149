"""Documents that were taken in and wait to be filed: whose they are, who sees them, what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Document, IntakeSource, StudyGroup, Unit
from archive_app.errors import NotFound
from archive_app.services.documents import card
from archive_app.services.intake import Origin, Said, UnknownKind
from archive_app.services.intake_batches import batch_of
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import account, actor_of, note, work

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

FROM_BROWSER = Origin(IntakeSource.BROWSER)


def _take(archive: Archive, path: Path, actor: Actor, said: Said | None = None) -> int:
    return archive.intake.receive_unfiled(path, path.name, actor, FROM_BROWSER, said or Said()).document_id


def _sees(archive: Archive, actor: Actor, number: int) -> bool:
    fresh = archive.actor(actor.login)
    with reading(archive.sessions) as session:
        return session.scalar(select(Document.id).where(Document.id == number, visible(fresh))) is not None


def test_it_waits_with_its_road_and_batch_and_is_found(archive: Archive, tmp_path: Path) -> None:
    person = actor_of(archive)
    with archive.sessions.begin() as session:
        batch = batch_of(session, IntakeSource.MAIL, "письмо-1", person, archive.clock(), label="Приказы")
        again = batch_of(session, IntakeSource.MAIL, "письмо-1", person, archive.clock())
    assert batch == again
    path = note(tmp_path, "Ожидает перелистывания", "ожидание.txt")
    kept: list[int] = []
    received = archive.intake.receive_unfiled(
        path, path.name, person, Origin(IntakeSource.MAIL, batch), also=lambda _, one: kept.append(one.document_id)
    )
    assert kept == [received.document_id]
    work(archive)
    with reading(archive.sessions) as session:
        row = session.get_one(Document, received.document_id)
        assert (row.volume_id, row.source, row.intake_batch_id) == (None, IntakeSource.MAIL, batch)
        tags = session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(row.id))).all()
    assert "document:file:take_in" in tags
    shown = card(archive.journal.reads, received.document_id, person)
    assert (shown.item, shown.volume, shown.recognition) == (None, None, "recognised")
    found = archive.searching.search("перелистывание", person, Filters.parse({}), limit=5)
    assert [hit.document_id for hit in found.hits] == [received.document_id]
    assert archive.intake.receive_unfiled(path, "иначе.txt", person, FROM_BROWSER).duplicate


@pytest.fixture
def school(archive: Archive, day: date) -> dict[str, Actor]:
    with archive.sessions.begin() as session:
        unit = session.scalar(select(Unit).where(Unit.name == "Отделение")) or Unit(fonds_id=1, name="Отделение")
        group = session.scalar(select(StudyGroup).where(StudyGroup.name == "7-Б")) or StudyGroup(
            name="7-Б", started_on=day
        )
        session.add_all([unit, group])
        session.flush()
        unit_id, group_id = unit.id, group.id
    return {
        "clerk": account(archive, "clerk", "clerk"),
        "deputy": account(archive, "deputy", "deputy"),
        "teacher": account(archive, "teacher", "teacher", group_id=group_id),
        "secretary": account(archive, "secretary", "commission_secretary", unit_id=unit_id),
        "auditor": account(archive, "auditor", "auditor"),
    }


@pytest.fixture
def day(archive: Archive) -> date:
    return archive.today()


def test_only_those_who_may_file_it_see_it(archive: Archive, school: dict[str, Actor], tmp_path: Path) -> None:
    by_clerk = _take(archive, note(tmp_path, "от делопроизводителя", "д.txt"), school["clerk"])
    by_teacher = _take(archive, note(tmp_path, "от учителя", "у.txt"), school["teacher"])
    by_secretary = _take(archive, note(tmp_path, "от секретаря", "с.txt"), school["secretary"])
    with reading(archive.sessions) as session:
        rows = {number: session.get_one(Document, number) for number in (by_clerk, by_teacher, by_secretary)}
    assert rows[by_clerk].kind_code == "other"
    assert rows[by_teacher].group_id == school["teacher"].grants[0].group_id
    assert rows[by_secretary].unit_id == school["secretary"].grants[0].unit_id
    seen = {name: {number for number in rows if _sees(archive, actor, number)} for name, actor in school.items()}
    assert seen["clerk"] & {by_clerk, by_teacher} == {by_clerk}
    assert seen["teacher"] == {by_teacher}
    assert seen["secretary"] == {by_secretary}
    assert seen["deputy"] == set(), "sees every filed document, files none"
    readers = archive.rights.explaining.who_sees(by_clerk, actor_of(archive))
    assert "deputy" not in {reader.login for reader in readers}
    assert "clerk" in {reader.login for reader in readers}
    with pytest.raises(NotFound):
        card(archive.journal.reads, by_clerk, archive.actor("deputy"))


def test_whoever_files_nowhere_takes_nothing_in(archive: Archive, school: dict[str, Actor], tmp_path: Path) -> None:
    path = note(tmp_path, "чужое", "ч.txt")
    for name, said in (("auditor", Said()), ("deputy", Said()), ("teacher", Said(kind="order"))):
        with pytest.raises(NotAllowed):
            _take(archive, path, school[name], said)
    with pytest.raises(UnknownKind):
        _take(archive, path, school["clerk"], Said(kind="нет"))
