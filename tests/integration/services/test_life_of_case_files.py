"""A case file is closed with what it holds, judged by the rule of that day, held and reopened with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.migrations.frozen_triggers import drop_frozen_triggers
from archive_app.db.models import CaseFile, Document, FilePlanItem, HoldTarget, Volume
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.errors import NotFound, describe
from archive_app.services.fileplans import import_plan
from archive_app.services.life.errors import (
    AlreadyClosed,
    CarriedBackwards,
    CaseFileNotClosed,
    EventInFuture,
    EventKnown,
    FinishTooEarly,
    FinishUnknown,
    HoldReleased,
    NothingToSplit,
    NotReadyToClose,
    PersonalFileGoesOn,
    ProposalStale,
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
        drop_frozen_triggers(session.connection())
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
    assert {finding.code for finding in refused.value.findings} == {"sheets_unknown", "volume_too_thick"}
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


def test_what_the_item_asks_for_is_missed_by_name(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    _, case_file = filed(archive, tmp_path, "а", date=date(2025, 9, 2), sheets=1, kind="class_journal")
    archive.life.checklists.ask(JOURNALS, ["class_journal", "order"], actor)
    with pytest.raises(NotReadyToClose) as refused:
        archive.life.closing.close(case_file, actor)
    (finding,) = refused.value.findings
    assert (finding.code, finding.kinds) == ("documents_missing", ("Приказ",))
    assert "Приказ" in describe(refused.value).message
    with pytest.raises(NotFound):
        archive.life.checklists.ask(JOURNALS, ["нет такого"], actor)
    archive.life.checklists.ask(JOURNALS, [], actor)
    archive.life.closing.close(case_file, actor)


def test_thick_volumes_are_split_as_proposed_and_confirmed(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    splitting = archive.life.splitting
    days = {"в": date(2025, 12, 1), "а": date(2025, 9, 2), "б": date(2025, 10, 3)}
    numbers = {name: filed(archive, tmp_path, name, date=day, sheets=120) for name, day in days.items()}
    case_file = numbers["а"][1]
    proposal = splitting.propose(case_file, actor)
    assert [(part.number, part.sheets) for part in proposal.parts] == [(1, 240), (2, 120)]
    assert proposal.parts[1].documents == (numbers["в"][0],)  # by date, not as they were filed
    filed(archive, tmp_path, "г", date=date(2025, 9, 3), sheets=5)
    with pytest.raises(ProposalStale):
        splitting.confirm(case_file, proposal.stamp, actor)
    splitting.confirm(case_file, splitting.propose(case_file, actor).stamp, actor)
    volumes = archive.case_files.card(case_file, actor).volumes
    assert [(volume.number, volume.sheets, volume.documents) for volume in volumes] == [(1, 245, 3), (2, 120, 1)]
    with pytest.raises(NothingToSplit):
        splitting.propose(case_file, actor)
    archive.life.closing.close(case_file, actor)
    card = archive.case_files.card(case_file, actor)
    assert (card.volumes[0].first_date, card.volumes[0].last_date) == (date(2025, 9, 2), date(2025, 10, 3))
    assert [point.code for point in card.life] == ["opened", "last_document", "split", "closed", "eligible"]
    assert "01.01.(2025 + 1 + 5) = 01.01.2031" in card.life[-1].why


def test_a_book_goes_on_in_the_year_that_it_was_carried_into(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR + 1, actor)
    _, case_file = filed(archive, tmp_path, "а", date=date(YEAR, 9, 2), sheets=1)
    archive.life.carrying.over(case_file, YEAR + 1, actor)
    _, same = filed(archive, tmp_path, "б", date=date(YEAR + 1, 3, 2), sheets=1, year=YEAR + 1)
    assert same == case_file
    with pytest.raises(CarriedBackwards):
        archive.life.carrying.over(case_file, YEAR, actor)
    _, personal = filed(archive, tmp_path, "личное", "Ивашкина Анна Львовна", item=PERSONAL, sheets=3)
    with pytest.raises(PersonalFileGoesOn):
        archive.life.carrying.over(personal, YEAR + 1, actor)
    archive.life.closing.close(case_file, actor)
    _, other = filed(archive, tmp_path, "в", date=date(YEAR + 1, 4, 2), sheets=1, year=YEAR + 1)
    assert other != case_file


def test_the_sheet_tells_everything_at_once(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    _, case_file = filed(archive, tmp_path, "а", date=date(2025, 9, 2), sheets=1)
    archive.life.holding.add(HoldTarget.ITEM, JOURNALS, actor, reference="запрос № 2", reason="суд")
    archive.life.events.enter(Told(Trigger.REPLACED, date(2025, 9, 3), "акт № 1", case_file_id=case_file), actor)
    with statements_of(archive.database) as seen:
        sheet = archive.life.showing.sheet(case_file, actor)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 12
    assert (sheet.state, sheet.holds[0].reference, sheet.events[0].ground) == ("open", "запрос № 2", "акт № 1")
    assert sheet.examined is not None
    assert [point.code for point in sheet.life] == ["opened", "last_document", "closed", "held", "no_date"]
    assert [point.day for point in sheet.life[-2:]] == [archive.today(), None]
