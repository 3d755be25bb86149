"""Data whose purpose has ended: thirty days, what is late, and what settles it; on both legs."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, CaseEvent, Consent, Leaving, Purpose
from archive_app.errors import NotFound, describe
from archive_app.services import consent_ends, consents
from archive_app.services.consent_ends import EndedConsent, list_ended, reach_purpose
from archive_app.services.consent_settling import Settlement, settle, settle_many, take_settlement_back
from archive_app.services.desk import what_waits
from archive_app.services.life.events import Told
from archive_app.services.people import cards, errors, group_orders, keeping, merging, moving_on, studies, undoing
from archive_app.services.people.group_orders import GroupOrder
from archive_app.services.people.meant import person_meant
from archive_app.services.people.papers import Paper
from archive_app.services.rights.errors import BadPeriod, ReasonMissing
from retention.term import Trigger
from tests.fixtures.archives import account, actor_of
from tests.fixtures.disposal import Cabinet
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

EXAMS = "02-13"
PATRONYMICS = ("Юрьевна", "Львовна", "Олеговна", "Ильинична", "Павловна", "Глебовна")
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
    with pytest.raises(errors.NotEnded) as going:
        settle_many(people, {still: 1, sent: 2}, Settlement(kept="срок идёт"), boss)
    assert describe(going.value).message == (
        "Цель ещё не закончилась: Сойкина Ада Юрьевна (другая цель). Оставьте эти согласия без отметки. Ничего не изменено."
    )
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


def test_many_are_settled_at_once_or_none(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    persons = [keeping.add_person(people, f"Сойкин{end} Ада Юрьевна", boss) for end in ("а", "ова", "енко")]
    chosen = {_given(archive, boss, person, Purpose.TRANSFER): 2 for person in persons}
    for number in chosen:
        reach_purpose(people, number, boss, ground="цель достигнута", version=1)
    first, second, third = chosen
    kept = Settlement(kept="ст. 586 Перечня, 10 лет")
    with pytest.raises(errors.NothingTicked):
        settle_many(people, {}, kept, boss)
    with pytest.raises(NotFound):
        settle_many(people, chosen | {10**6: 1}, kept, boss)
    with pytest.raises(NotAllowed):
        settle_many(people, chosen, kept, account(archive, "завуч", "deputy"))
    settle(people, second, kept, boss, version=2)
    with pytest.raises(errors.SettledBefore) as told:
        settle_many(people, chosen, kept, boss)
    assert "Сойкинова Ада Юрьевна (передача другим организациям)" in describe(told.value).message
    assert "Сойкина " not in describe(told.value).message
    assert take_settlement_back(people, second, boss, reason="не тот человек", version=3) == persons[1]
    with pytest.raises(errors.PersonChanged) as changed:
        settle_many(people, chosen, kept, boss)
    assert "Сойкинова" in describe(changed.value).message
    assert [one.consent_id for one in _ended(archive, boss)] == [first, second, third], "nothing was changed"
    assert settle_many(people, chosen | {second: 4}, kept, boss) == len(chosen)
    assert _ended(archive, boss) == []
    with reading(archive.sessions) as session:
        written = select(AuditEvent.action).where(AuditEvent.action.like("person:consent:%settle"))
        actions = list(session.scalars(written.order_by(AuditEvent.seq)))
    assert actions == [f"person:consent:{what}" for what in ("settle", "unsettle", "settle", "settle", "settle")]


def test_what_was_settled_is_taken_back_with_a_reason(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    person = keeping.add_person(people, ADA, boss)
    number = _given(archive, boss, person, Purpose.SPECIAL, until=date(2025, 7, 1))
    with pytest.raises(errors.NotSettled):
        take_settlement_back(people, number, boss, reason="ошибка", version=1)
    settle(people, number, Settlement(destroyed="акт от 01.07.2025 № 3"), boss, version=1)
    with pytest.raises(ReasonMissing):
        take_settlement_back(people, number, boss, reason=" ", version=2)
    with pytest.raises(errors.PersonChanged):
        take_settlement_back(people, number, boss, reason="ошибка", version=1)
    take_settlement_back(people, number, boss, reason="акт о другом человеке", version=2)
    (line,) = _ended(archive, boss)
    assert (line.consent_id, line.destroy_by, line.version) == (number, date(2025, 7, 31), 3)
    (told,) = cards.person_card(people, person, boss).consents
    assert (told.settled_as, told.settled_on, told.settled_ground) == (None, None, None)
    with reading(archive.sessions) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "person:consent:unsettle")).one()
        details = json.loads(event.details)
    assert (details["ground"], details["reason"]) == ("акт от 01.07.2025 № 3", "акт о другом человеке")


def test_lists_cost_the_same_for_few_and_many(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    costs = []
    for count in (2, 6):
        persons = [keeping.add_person(people, f"Сойкина Ада {patronymic}", boss) for patronymic in PATRONYMICS[:count]]
        chosen = {_given(archive, boss, one, Purpose.OTHER, until=date(2025, 7, 1)): 1 for one in persons}
        with statements_of(archive.database) as statements:
            settle_many(people, chosen, Settlement(kept="ст. 586"), boss)
        costs.append(sum(one.startswith("SELECT") and "audit" not in one for one in statements))
    assert costs[0] == costs[1]


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


def _tells(archive: Archive, person: int) -> list[tuple[date, str, str, bool]]:
    """The events that tell of an end of consent: day, ground, who, whether it stands."""
    with reading(archive.sessions) as session:
        query = select(CaseEvent).where(CaseEvent.person_id == person, CaseEvent.trigger == "consent_end")
        rows = session.scalars(query.order_by(CaseEvent.id)).all()
        return [(one.day, one.ground, one.entered_by, one.cancelled_at is None) for one in rows]


def test_on_its_last_day_a_consent_still_holds(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    person = keeping.add_person(people, ADA, boss)
    last, over = (_given(archive, boss, person, Purpose.OTHER, until=today - timedelta(days=n)) for n in (0, 1))
    photos = _given(archive, boss, person, Purpose.PUBLICATION, until=today)
    consents.withdraw_consent(people, photos, boss, ground="отзыв", version=1)
    assert [line.consent_id for line in _ended(archive, boss)] == [over, photos], "withdrawn on it: no more"
    with pytest.raises(errors.NotEnded):
        settle(people, last, Settlement(kept="договор"), boss, version=1)
    shown = {
        line.consent_id: (line.holds, line.destroy_by) for line in cards.person_card(people, person, boss).consents
    }
    assert shown[last] == (True, None)


def test_the_clock_tells_that_the_last_consent_has_run_out(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    clock = archive.upkeep.consents
    over, going = (keeping.add_person(people, name, boss) for name in (ADA, "Сойкин Лев Юрьевич"))
    for person, days in ((over, 2), (over, 1), (going, 3), (going, 0)):
        _given(archive, boss, person, Purpose.OTHER, until=today - timedelta(days=days))
    assert (clock.run(), clock.run()) == (1, 0)
    told = (today - timedelta(days=1), "согласие № 1", "system")
    assert (_tells(archive, over), _tells(archive, going)) == ([(*told, True)], [])
    with reading(archive.sessions) as session:
        event = session.scalars(select(CaseEvent.id).where(CaseEvent.person_id == over)).one()
    archive.life.events.cancel(event, boss, reason="согласие продлено")
    assert clock.run() == 0, "somebody has said that it is not so"
    assert _tells(archive, over) == [(*told, False)]


def test_a_consent_of_former_years_gives_no_term_its_rest_back(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    person = keeping.add_person(people, ADA, boss)
    photos = _given(archive, boss, person, Purpose.PUBLICATION)
    consents.withdraw_consent(people, photos, boss, ground="отзыв", version=1)
    _given(archive, boss, person, Purpose.OTHER, until=today - timedelta(days=9))
    assert _tells(archive, person) == [(today, "отзыв", boss.login, True)]
    _given(archive, boss, person, Purpose.OTHER, until=today)
    assert _tells(archive, person) == [(today, "отзыв", boss.login, False)]


def test_a_leaving_that_is_an_event_alone_ends_the_consent_for_education(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    person = keeping.add_person(people, ADA, boss)
    taught = _given(archive, boss, person, Purpose.EDUCATION)
    left = Told(Trigger.AFTER_LEAVING, date(2025, 6, 25), ORDER.words, person_id=person)
    archive.life.events.enter(left, boss)
    assert (archive.upkeep.consents.run(), archive.upkeep.consents.run()) == (1, 0)
    (line,) = _ended(archive, boss)
    assert (line.consent_id, line.why, line.ended_on, line.ground) == (taught, "reached", left.on, ORDER.words)
    assert _tells(archive, person) == [(left.on, ORDER.words, "system", True)]


def test_a_leaving_that_was_entered_by_mistake_gives_the_consent_back(fresh_archive: Archive, boss: Actor) -> None:
    archive, people = fresh_archive, fresh_archive.people
    persons = [keeping.add_person(people, f"Сойкина {name}", boss) for name in ("Ада", "Ева")]
    taught = [_given(archive, boss, person, Purpose.EDUCATION) for person in persons]
    left = [Told(Trigger.AFTER_LEAVING, date(2025, 6, 25), ORDER.words, person_id=person) for person in persons]
    events = [archive.life.events.enter(told, boss) for told in left]
    assert archive.upkeep.consents.run() == 2
    settle(people, taught[1], Settlement(kept="ст. 586 Перечня"), boss, version=_version(archive, taught[1]))
    for event in events:
        archive.life.events.cancel(event, boss, reason="не тот человек")
    assert (archive.upkeep.consents.run(), archive.upkeep.consents.run()) == (1, 0)
    with reading(archive.sessions) as session:
        assert [session.get_one(Consent, number).reached_on for number in taught] == [None, left[1].on], "settled"
    stands = (left[0].on, ORDER.words, "system")
    assert [_tells(archive, person) for person in persons] == [[(*stands, False)], [(*stands, True)]]


def test_whoever_has_studied_after_a_leaving_is_taught_still(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, left = fresh_archive, fresh_archive.people, date(2025, 6, 25)
    group = archive.rights.dictionary.add_group("10-А", boss, started_on=BEGUN)
    back, longer = (keeping.add_person(people, f"Сойкина {name}", boss) for name in ("Ада", "Ева"))
    studies.add_study(people, back, group, studies.Stay(date(2025, 9, 1)), boss)
    studies.add_study(people, longer, group, studies.Stay(BEGUN, date(2025, 6, 30), Leaving.GRADUATED), boss)
    for person in (back, longer):
        _given(archive, boss, person, Purpose.EDUCATION)
        archive.life.events.enter(Told(Trigger.AFTER_LEAVING, left, ORDER.words, person_id=person), boss)
    assert (archive.upkeep.consents.run(), _ended(archive, boss)) == (0, [])


def test_an_order_taken_back_leaves_a_consent_that_was_withdrawn_ended(fresh_archive: Archive, boss: Actor) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    person = keeping.add_person(people, ADA, boss)
    group = archive.rights.dictionary.add_group("9-А", boss, started_on=BEGUN)
    studies.add_study(people, person, group, studies.Stay(BEGUN), boss)
    taught = _given(archive, boss, person, Purpose.EDUCATION)
    order = GroupOrder(group, date(2025, 6, 25), ORDER, leaving=Leaving.EXPELLED)
    chosen = {line.study_id: line.version for line in group_orders.preview(people, order, boss)}
    group_orders.carry_out(people, order, chosen, boss)
    version = _version(archive, taught)
    consents.withdraw_consent(people, taught, boss, ground="отзыв № 1", version=version)
    chosen = {line.study_id: line.version for line in group_orders.preview(people, order, boss)}
    group_orders.take_back(people, order, chosen, boss)
    assert [told for told in _tells(archive, person) if told[-1]] == [(today, "отзыв № 1", boss.login, True)]


def test_a_card_that_brings_a_consent_stops_the_terms_of_an_end_until_the_cards_part(
    fresh_archive: Archive, boss: Actor
) -> None:
    archive, people, today = fresh_archive, fresh_archive.people, fresh_archive.today()
    kept, other = (keeping.add_person(people, ADA, boss) for _ in range(2))
    photos = _given(archive, boss, kept, Purpose.PUBLICATION)
    consents.withdraw_consent(people, photos, boss, ground="отзыв", version=1)
    _given(archive, boss, other, Purpose.TRANSFER)
    merge = merging.merge_persons(people, kept, other, boss)
    assert _tells(archive, kept) == [(today, "отзыв", boss.login, False)]
    undoing.unmerge_persons(people, merge, boss)
    assert _tells(archive, kept) == [(today, "отзыв", boss.login, True)]
    merge = merging.merge_persons(people, other, kept, boss)
    assert _tells(archive, other) == [(today, "отзыв", boss.login, False)]
    undoing.unmerge_persons(people, merge, boss)
    assert (_tells(archive, kept), _tells(archive, other)) == ([(today, "отзыв", boss.login, True)], [])
