"""A case file is closed with what it holds, judged by the rule of that day, held and reopened with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import CaseFile, Document, FilePlanItem, HoldTarget, Volume
from archive_app.services.life.errors import (
    AlreadyClosed,
    CaseFileNotClosed,
    EventInFuture,
    EventKnown,
    FinishTooEarly,
    FinishUnknown,
    HoldReleased,
    NotReadyToClose,
    TriggerNotWaitedFor,
)
from archive_app.services.life.events import Told
from archive_app.services.rights.errors import BadPeriod, ReasonMissing
from retention.term import Trigger
from retention.verdict import Status
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

JOURNALS, ORDERS, PERSONAL = "02-03", "01-02", "02-02"


def case_file_of(archive: Archive, document_id: int) -> int:
    with archive.sessions() as session:
        query = select(Volume.case_file_id).join(Document, Document.volume_id == Volume.id)
        return session.scalars(query.where(Document.id == document_id)).one()


def filed(archive: Archive, folder: Path, name: str, *persons: str, **said: object) -> tuple[int, int]:
    """A new document; its number and that of its case file."""
    number = file_one(archive, note(folder, f"журнал {name}", f"{name}.txt"), *persons, **said)
    return number, case_file_of(archive, number)


def test_closing_fixes_the_rule_and_the_date_of_the_last_document(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    life = archive.life
    filed(archive, tmp_path, "а", date=date(2025, 9, 2), sheets=40)
    _, case_file = filed(archive, tmp_path, "б", date=date(2026, 5, 4), sheets=60)
    assert life.judging.explain(case_file, actor).verdict.reasons[0].code == "not_closed"
    examined = life.closing.close(case_file, actor)
    assert (examined.documents, examined.sheets, examined.finished_on) == (2, 100, date(2026, 5, 4))
    judged = life.judging.explain(case_file, actor, date(2026, 12, 1))
    assert (judged.verdict.status, judged.verdict.date) == (Status.NOT_BEFORE, date(2032, 1, 1))
    assert judged.verdict.arithmetic == "01.01.(2026 + 1 + 5) = 01.01.2032"
    with archive.sessions.begin() as session:  # a later plan does not reach back
        item = session.scalars(select(FilePlanItem).where(FilePlanItem.index == JOURNALS)).first()
        assert item is not None
        item.term = dict(item.term, years=75, printed="75 лет")
    assert life.judging.explain(case_file, actor, date(2026, 12, 1)).verdict.date == date(2032, 1, 1)
    with pytest.raises(AlreadyClosed):
        life.closing.close(case_file, actor)
    _, next_one = filed(archive, tmp_path, "в", date=date(2026, 5, 5))
    assert next_one != case_file


def test_what_stands_in_the_way_is_named(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    closing = archive.life.closing
    filed(archive, tmp_path, "толстый", sheets=260)
    _, case_file = filed(archive, tmp_path, "без листов")
    with pytest.raises(NotReadyToClose) as refused:
        closing.close(case_file, actor)
    assert {finding.code for finding in refused.value.findings} == {"sheets_unknown", "volume_too_thick"}  # type: ignore[attr-defined]
    with pytest.raises(FinishUnknown):
        closing.close(case_file, actor, knowingly=True)
    filed(archive, tmp_path, "с датой", date=date(2025, 12, 1), sheets=1)
    with pytest.raises(FinishTooEarly):
        closing.close(case_file, actor, knowingly=True, finished_on=date(2025, 11, 30))
    closing.close(case_file, actor, knowingly=True, finished_on=date(2025, 12, 31))
    assert archive.life.judging.explain(case_file, actor).finished_on == date(2025, 12, 31)


def test_reopening_needs_a_reason_and_undoes_the_cut_off(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    _, case_file = filed(archive, tmp_path, "а", date=date(2025, 9, 2), sheets=1)
    with pytest.raises(CaseFileNotClosed):
        archive.life.closing.reopen(case_file, actor, reason="ошибка")
    archive.life.closing.close(case_file, actor)
    with pytest.raises(ReasonMissing):
        archive.life.closing.reopen(case_file, actor, reason="  ")
    archive.life.closing.reopen(case_file, actor, reason="найден лист")
    judged = archive.life.judging.explain(case_file, actor)
    assert (judged.finished_on, judged.verdict.date) == (None, None)
    archive.life.closing.close(case_file, actor)
    with archive.sessions() as session:
        assert session.get_one(CaseFile, case_file).rule_snapshot is not None


def test_a_term_that_waits_has_no_date_until_the_event(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    events, judging = archive.life.events, archive.life.judging
    _, case_file = filed(archive, tmp_path, "личное", "Ивашкина Анна Львовна", item=PERSONAL, sheets=3)
    archive.life.closing.close(case_file, actor, finished_on=date(2026, 6, 30))
    waiting = judging.explain(case_file, actor).verdict
    assert (waiting.status, waiting.date) == (Status.NO_DATE, None)
    with archive.sessions() as session:
        person = session.get_one(CaseFile, case_file).person_id
    assert person is not None
    left = Told(Trigger.AFTER_LEAVING, date(2026, 6, 30), "приказ от 30.06.2026 № 41-у", person_id=person)
    with pytest.raises(EventInFuture):
        events.enter(Told(left.trigger, archive.today() + timedelta(days=1), "приказ", person_id=person), actor)
    with pytest.raises(TriggerNotWaitedFor):
        events.enter(Told(Trigger.REPLACED, left.on, "акт", person_id=person), actor)
    with pytest.raises(ReasonMissing):
        events.enter(Told(left.trigger, left.on, " ", person_id=person), actor)
    event = events.enter(left, actor)
    with pytest.raises(EventKnown):
        events.enter(left, actor)
    assert judging.explain(case_file, actor).verdict.date == date(2030, 1, 1)
    events.cancel(event, actor, reason="не та ученица")
    assert judging.explain(case_file, actor).verdict.date is None


def test_a_hold_wins_wherever_it_lies(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    holding, judging = archive.life.holding, archive.life.judging
    number, case_file = filed(archive, tmp_path, "а", "Ивашкина Анна Львовна", date=date(2025, 9, 2), sheets=1)
    filed(archive, tmp_path, "иное", item=ORDERS, kind="order", date=date(2025, 9, 2), sheets=1)
    archive.life.closing.close(case_file, actor)
    with archive.sessions() as session:
        person = session.scalars(select(Document).where(Document.id == number)).one().persons[0].person_id
    far = date(2055, 1, 1)
    assert judging.explain(case_file, actor, far).verdict.status is Status.ELIGIBLE
    assert [one.case_file_id for one in judging.due(actor, far)] == [case_file]
    targets = {
        HoldTarget.DOCUMENT: number,
        HoldTarget.CASE_FILE: case_file,
        HoldTarget.PERSON: person,
        HoldTarget.ITEM: JOURNALS,
    }
    for target, identity in targets.items():
        hold = holding.add(target, str(identity), actor, reference="запрос № 2", reason="суд")
        held = judging.explain(case_file, actor, far).verdict
        assert (held.status, held.reasons[-1].params["reference"]) == (Status.HELD, "запрос № 2"), target
        assert [card.target for card in holding.listed(actor)] == [target.value]
        holding.release(hold, actor, reason="решение вступило в силу")
        with pytest.raises(HoldReleased):
            holding.release(hold, actor, reason="ещё раз")
        assert judging.explain(case_file, actor, far).verdict.status is Status.ELIGIBLE
    holding.add(HoldTarget.CASE_FILE, str(case_file), actor, reference="р", reason="п", until=date(2054, 12, 31))
    assert judging.explain(case_file, actor, far).verdict.status is Status.ELIGIBLE  # it ended the day before
    with pytest.raises(BadPeriod):
        holding.add(HoldTarget.ITEM, JOURNALS, actor, reference="р", reason="п", until=date(2020, 1, 1))


def test_only_keepers_of_the_archive_touch_its_life(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    _, case_file = filed(archive, tmp_path, "а", date=date(2025, 9, 2), sheets=1)
    teacher, clerk = account(archive, "учитель", "teacher"), account(archive, "писарь", "clerk")
    for act in (
        lambda: archive.life.closing.close(case_file, teacher),
        lambda: archive.life.judging.explain(case_file, teacher),
        lambda: archive.life.holding.listed(clerk),
        lambda: archive.life.holding.add(HoldTarget.ITEM, JOURNALS, clerk, reference="р", reason="п"),
    ):
        with pytest.raises(NotAllowed):
            act()
    archive.life.closing.close(case_file, clerk)


def test_judging_many_costs_as_many_statements_as_judging_one(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    for index, kind in ((JOURNALS, "class_journal"), (ORDERS, "order"), ("02-13", "exam_sheet")):
        _, case_file = filed(archive, tmp_path, index, item=index, kind=kind, date=date(YEAR, 9, 2), sheets=1)
        archive.life.closing.close(case_file, actor)
        with statements_of(archive.database) as seen:
            archive.life.judging.due(actor, date(2099, 1, 1))
        assert len([each for each in seen if each.startswith("SELECT")]) <= 6, seen
