"""Data whose purpose has ended: thirty days, what is late, and what settles it; on both legs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, Consent, Leaving, Purpose
from archive_app.services import consent_ends, consents
from archive_app.services.consent_ends import EndedConsent, Settlement, list_ended, reach_purpose, settle
from archive_app.services.desk import what_waits
from archive_app.services.people import cards, errors, group_orders, keeping, merging, moving_on, studies, undoing
from archive_app.services.people.group_orders import GroupOrder
from archive_app.services.people.meant import person_meant
from archive_app.services.people.papers import Paper
from archive_app.services.rights.errors import BadPeriod
from tests.fixtures.archives import account, actor_of
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

EXAMS = "02-13"
ADA = "Сойкина Ада Юрьевна"
BEGUN = date(2024, 9, 1)
ORDER = Paper("приказ от 25.06.2025 № 40-у")


@pytest.fixture
def boss(fresh_archive: Archive) -> Actor:
    return actor_of(fresh_archive)


def _given(archive: Archive, boss: Actor, person: int, purpose: Purpose, until: date | None = None) -> int:
    told = consents.ConsentSaid(purpose, Paper("согласие № 1"), given_on=BEGUN, until=until)
    return consents.add_consent(archive.people, person, told, boss)


def _ended(archive: Archive, boss: Actor) -> list[EndedConsent]:
    lines, more = list_ended(archive.people, boss)
    assert more is None
    return list(lines)


def _version(archive: Archive, number: int) -> int:
    with reading(archive.sessions) as session:
        return session.get_one(Consent, number).version


def test_thirty_days_run_from_the_withdrawal_the_last_day_and_the_purpose(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    person = keeping.add_person(people, ADA, boss)
    photos, health, sent, still = (
        _given(archive, boss, person, Purpose.PUBLICATION),
        _given(archive, boss, person, Purpose.SPECIAL, until=today - timedelta(days=31)),
        _given(archive, boss, person, Purpose.TRANSFER),
        _given(archive, boss, person, Purpose.OTHER, until=today + timedelta(days=1)),
    )
    consents.withdraw_consent(people, photos, boss, ground="отзыв № 1", version=1, on=today - timedelta(days=30))
    assert reach_purpose(people, sent, boss, ground="олимпиада прошла", version=1) == person
    assert [(line.consent_id, line.why, line.destroy_by - today, line.overdue) for line in _ended(archive, boss)] == [
        (health, "expired", timedelta(days=-1), True),
        (photos, "withdrawn", timedelta(days=0), False),
        (sent, "reached", timedelta(days=30), False),
    ]
    first, more = list_ended(people, boss, limit=2)
    assert [line.consent_id for line in first] == [health, photos]
    assert [line.consent_id for line in list_ended(people, boss, after=more)[0]] == [sent]
    waiting = {line.code: line.count for line in what_waits(archive.sessions, boss, today)}
    assert waiting["ended_consents"] == 3
    with pytest.raises(errors.NotEnded):
        settle(people, still, Settlement(kept="срок идёт"), boss, version=1)
    with pytest.raises(errors.PurposeEnded):
        reach_purpose(people, photos, boss, ground="ещё раз", version=_version(archive, photos))
    with pytest.raises(errors.PaperMissing):
        reach_purpose(people, still, boss, ground=" ", version=1)
    with pytest.raises(errors.DayNotCome):
        reach_purpose(people, still, boss, ground="праздник", version=1, on=today + timedelta(days=1))
    with pytest.raises(BadPeriod):
        reach_purpose(people, still, boss, ground="праздник", version=1, on=date(2024, 8, 31))
    deputy = account(archive, "завуч", "deputy")
    with pytest.raises(NotAllowed):
        list_ended(people, deputy)
    with pytest.raises(NotAllowed):
        settle(people, photos, Settlement(kept="нет"), deputy, version=2)


def test_an_act_another_paper_or_a_ground_settles_it(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, people = fresh_archive, fresh_archive.people
    cabinet = Cabinet(archive, tmp_path)
    keeper = cabinet.keeper
    cabinet.closed(EXAMS, "ведомость", persons=(ADA,))
    act = cabinet.executed()
    line = person_meant(people, ADA, keeper) or 0
    other = keeping.add_person(people, "Ивин Лев Ильич", keeper)
    numbers = [_given(archive, keeper, line, purpose) for purpose in (Purpose.OTHER, Purpose.TRANSFER, Purpose.SPECIAL)]
    numbers.append(_given(archive, keeper, other, Purpose.OTHER))
    for number in numbers:
        reach_purpose(people, number, keeper, ground="цель достигнута", version=1)
    for unclear in (Settlement(), Settlement(act, kept="и то и другое")):
        with pytest.raises(errors.SettlementUnclear):
            settle(people, numbers[0], unclear, keeper, version=2)
    with pytest.raises(errors.ActNotOfPerson):
        settle(people, numbers[3], Settlement(act), keeper, version=2)
    settle(people, numbers[0], Settlement(act), keeper, version=2)
    settle(people, numbers[1], Settlement(destroyed="акт от 01.07.2025 № 3"), keeper, version=2)
    settle(people, numbers[2], Settlement(kept="ст. 586 Перечня, 10 лет"), keeper, version=2)
    with pytest.raises(errors.NotEnded):
        settle(people, numbers[2], Settlement(kept="ещё раз"), keeper, version=3)
    with pytest.raises(errors.PersonChanged):
        settle(people, numbers[3], Settlement(kept="раньше"), keeper, version=1)
    told = {one.consent_id: one for one in cards.person_card(people, line, keeper).consents}
    assert [(told[number].settled_as, told[number].settled_act_id) for number in numbers[:3]] == [
        ("destroyed", act),
        ("destroyed", None),
        ("kept", None),
    ]
    assert told[numbers[0]].settled_ground == f"Акт об уничтожении персональных данных № {act}-ПД"
    assert [one.consent_id for one in _ended(archive, keeper)] == [numbers[3]]


def test_education_ends_with_the_studies_and_goes_on_when_the_order_is_taken_back(
    fresh_archive: Archive, boss: Actor
) -> None:
    archive, people = fresh_archive, fresh_archive.people
    group = archive.rights.dictionary.add_group("9-А", boss, started_on=BEGUN)
    person = keeping.add_person(people, ADA, boss)
    studies.add_study(people, person, group, studies.Stay(BEGUN), boss)
    taught, photos = (_given(archive, boss, person, purpose) for purpose in (Purpose.EDUCATION, Purpose.PUBLICATION))
    order = GroupOrder(group, date(2025, 6, 25), ORDER, leaving=Leaving.GRADUATED)
    for settled in (False, True):
        (line,) = group_orders.preview(people, order, boss)
        group_orders.carry_out(people, order, {line.study_id: line.version}, boss)
        (end,) = _ended(archive, boss)
        assert (end.consent_id, end.why, end.ground) == (taught, "reached", ORDER.words)
        assert (end.destroy_by, end.overdue) == (date(2025, 7, 25), True)
        if settled:
            settle(people, taught, Settlement(kept="личное дело, 75 лет"), boss, version=end.version)
        (line,) = group_orders.preview(people, order, boss)
        group_orders.take_back(people, order, {line.study_id: line.version}, boss)
        assert _ended(archive, boss) == []
    lines = {one.consent_id: one for one in cards.person_card(people, person, boss).consents}
    assert (lines[taught].holds, lines[photos].holds) == (False, True), "what was settled stays"
    with reading(archive.sessions) as session:
        left = session.scalars(select(CaseEvent.trigger).where(CaseEvent.cancelled_at.is_(None)))
        assert left.all() == []


def test_the_last_consent_that_ends_starts_the_terms_that_wait(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    group = archive.rights.dictionary.add_group("9-А", boss, started_on=BEGUN)
    person, double = (keeping.add_person(people, ADA, boss) for _ in range(2))
    study = studies.add_study(people, person, group, studies.Stay(BEGUN), boss)
    taught = _given(archive, boss, person, Purpose.EDUCATION)
    moving_on.leave(people, study, Leaving.EXPELLED, date(2025, 6, 25), ORDER, boss, version=1)
    with reading(archive.sessions) as session:
        told = session.scalars(select(CaseEvent.trigger).where(CaseEvent.person_id == person)).all()
    assert sorted(told) == ["after_leaving", "consent_end"]
    merge = merging.merge_persons(people, double, person, boss)
    assert [line.person_id for line in _ended(archive, boss)] == [double]
    undoing.unmerge_persons(people, merge, boss)
    assert [(line.person_id, line.consent_id) for line in _ended(archive, boss)] == [(person, taught)]
    assert consent_ends.destroy_by(date(2025, 6, 25)) == date(2025, 7, 25)
