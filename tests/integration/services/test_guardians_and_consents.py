"""Who speaks for whom, consents and their withdrawal, studies that go on or end: on both legs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import Authority, CaseEvent, Leaving, Purpose
from archive_app.errors import NotFound
from archive_app.services import consents, guardians
from archive_app.services.people import cards, errors, keeping, merging, moving_on, studies, undoing
from archive_app.services.people.papers import Paper, order_words
from archive_app.services.renaming import SeveralPersons, rename_person
from archive_app.services.rights.errors import BadPeriod, ReasonMissing
from tests.fixtures.archives import account, actor_of, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

BIRTH = Paper("свидетельство о рождении II-ЕН № 123456")
SINCE = date(2024, 9, 1)


@pytest.fixture
def boss(archive: Archive) -> Actor:
    return actor_of(archive)


def _child(archive: Archive, boss: Actor, name: str, born: date | None = date(2014, 2, 3)) -> int:
    return keeping.add_person(archive.people, name, boss, birth_date=born)


def _said(
    authority: Authority = Authority.PARENT, since: date = SINCE, until: date | None = None
) -> guardians.AuthoritySaid:
    return guardians.AuthoritySaid(authority, BIRTH, since, until)


def _events(archive: Archive, person: int) -> list[tuple[str, date, str, bool]]:
    with reading(archive.sessions) as session:
        rows = session.scalars(select(CaseEvent).where(CaseEvent.person_id == person).order_by(CaseEvent.id))
        return [(row.trigger, row.day, row.ground, row.cancelled_at is None) for row in rows]


def test_authority_holds_from_its_day_to_its_end(archive: Archive, boss: Actor) -> None:
    people, child = archive.people, _child(archive, boss, "Сойкина Ада Юрьевна")
    number = guardians.add_guardian(people, child, "Сойкина Вера Ильинична", _said(), boss)  # who has no card gets one
    with pytest.raises(errors.SpeaksAlready):
        guardians.add_guardian(people, child, "Сойкина Вера Ильинична", _said(since=date(2025, 1, 1)), boss)
    (line,) = cards.person_card(people, child, boss).guardians
    mother = line.person_id
    assert (line.guardianship_id, line.name, line.holds) == (number, "Сойкина Вера Ильинична", True)
    assert [ward.person_id for ward in cards.person_card(people, mother, boss).wards] == [child]
    with reading(archive.sessions) as session:
        days = {
            day: guardians.authority_of(session, mother, child, day) is not None
            for day in (date(2024, 8, 31), SINCE, date(2032, 2, 2), date(2032, 2, 3))
        }
    assert list(days.values()) == [False, True, True, False]  # it ends on the eighteenth birthday by itself
    with pytest.raises(ReasonMissing):
        guardians.revoke_guardian(people, number, boss, reason=" ", version=line.version)
    with pytest.raises(errors.DayNotCome):
        guardians.revoke_guardian(people, number, boss, reason="суд", version=line.version, on=date(2199, 1, 1))
    with pytest.raises(errors.PersonChanged):
        guardians.revoke_guardian(people, number, boss, reason="суд", version=line.version + 1)
    assert guardians.revoke_guardian(people, number, boss, reason="решение суда № 2-17", version=line.version) == child
    (line,) = cards.person_card(people, child, boss).guardians
    assert (line.holds, line.revoked_on, line.revoked_why) == (False, archive.today(), "решение суда № 2-17")
    with pytest.raises(errors.AuthorityEnded):
        guardians.revoke_guardian(people, number, boss, reason="ещё раз", version=line.version)
    told = [(point.on, point.what) for point in cards.person_card(people, child, boss).line]
    assert told == [(date(2014, 2, 3), "born"), (SINCE, "guardian"), (archive.today(), "guardian_ended")]


def test_what_no_authority_can_be(archive: Archive, boss: Actor) -> None:
    people, child = archive.people, _child(archive, boss, "Чайкина Ада Юрьевна")
    sister = _child(archive, boss, "Чайкина Ева Юрьевна", date(2010, 1, 1))
    grown = _child(archive, boss, "Чайкин Олег Юрьевич", date(2000, 1, 1))
    add = guardians.add_guardian
    with pytest.raises(errors.OnePerson):
        add(people, child, str(child), _said(), boss)
    with pytest.raises(errors.GuardianUnderAge):
        add(people, child, str(sister), _said(), boss)
    with pytest.raises(errors.WardOfAge):
        add(people, grown, "Чайкина Вера Ильинична", _said(), boss)
    with pytest.raises(errors.PaperMissing):
        add(people, child, str(grown), guardians.AuthoritySaid(Authority.GUARDIAN), boss)
    with pytest.raises(BadPeriod):
        add(people, child, str(grown), _said(until=date(2024, 8, 31)), boss)
    with pytest.raises(NotFound):
        add(people, child, "999999", _said(), boss)
    for _ in range(2):
        keeping.add_person(people, "Чайкина Анна", boss)
    with pytest.raises(SeveralPersons):
        add(people, child, "Чайкина Анна", _said(), boss)
    with pytest.raises(NotAllowed):
        add(people, child, str(grown), _said(), account(archive, "завуч-о-семье", "deputy"))
    assert cards.person_card(people, child, boss).guardians == ()
    add(people, grown, "Поверенный Ян", _said(Authority.PROXY), boss)  # of full age: by a power of attorney


def test_a_withdrawn_consent_starts_the_terms_once_none_is_left(archive: Archive, boss: Actor) -> None:
    people, child = archive.people, _child(archive, boss, "Дроздова Ада Юрьевна")
    guardians.add_guardian(people, child, "Дроздова Вера Ильинична", _said(), boss)
    (mother,) = (line.person_id for line in cards.person_card(people, child, boss).guardians)
    paper = Paper("согласие от 02.09.2024")
    stranger = keeping.add_person(people, "Посторонний Иван", boss)
    early = consents.ConsentSaid(Purpose.EDUCATION, paper, mother, date(2024, 8, 1))
    with pytest.raises(errors.MayNotConsent):
        consents.add_consent(people, child, consents.ConsentSaid(Purpose.EDUCATION, paper, stranger), boss)
    with pytest.raises(errors.MayNotConsent):  # before the authority began
        consents.add_consent(people, child, early, boss)
    numbers = [
        consents.add_consent(people, child, consents.ConsentSaid(purpose, paper, mother, date(2024, 9, 2)), boss)
        for purpose in (Purpose.EDUCATION, Purpose.PUBLICATION)
    ]
    with pytest.raises(BadPeriod):
        consents.withdraw_consent(people, numbers[0], boss, ground="отзыв", version=1, on=date(2024, 9, 1))
    with pytest.raises(errors.PaperMissing):
        consents.withdraw_consent(people, numbers[0], boss, ground="", version=1)
    consents.withdraw_consent(people, numbers[1], boss, ground="отзыв № 1", version=1, on=date(2025, 3, 3))
    assert _events(archive, child) == []  # another consent is in force
    consents.withdraw_consent(people, numbers[0], boss, ground="отзыв № 2", version=1, on=date(2025, 4, 4))
    assert _events(archive, child) == [("consent_end", date(2025, 4, 4), "отзыв № 2", True)]
    with pytest.raises(errors.ConsentWithdrawn):
        consents.withdraw_consent(people, numbers[0], boss, ground="отзыв", version=2)
    consents.add_consent(people, child, consents.ConsentSaid(Purpose.EDUCATION, paper, mother), boss)
    assert _events(archive, child)[0][3] is False  # a new consent: the term no longer runs
    held = {line.consent_id: line.holds for line in cards.person_card(people, child, boss).consents}
    assert [held[number] for number in numbers] == [False, False]


def test_studies_go_on_and_end_by_an_order(archive: Archive, boss: Actor, tmp_path: Path) -> None:
    people, child = archive.people, _child(archive, boss, "Синицына Ада Юрьевна")
    five, six = (archive.rights.dictionary.add_group(name, boss, started_on=SINCE) for name in ("5-С", "6-С"))
    order = file_one(archive, note(tmp_path, "приказ о переводе", "пр.txt"), kind="order", number="7-у", item="01-02")
    study = studies.add_study(people, child, five, studies.Stay(), boss)
    moved = Paper(order_words("7-у", date(2025, 8, 29)), order)
    assert moved.words == "приказ от 29.08.2025 № 7-у"
    with pytest.raises(BadPeriod):
        moving_on.move_to_group(people, study, six, SINCE, moved, boss, version=1)
    with pytest.raises(errors.PaperMissing):
        moving_on.move_to_group(people, study, six, date(2025, 9, 1), Paper(), boss, version=1)
    moving_on.move_to_group(people, study, six, date(2025, 9, 1), moved, boss, version=1)
    first, second = cards.person_card(people, child, boss).studies
    assert (first.until, first.leaving, first.leaving_document_id) == (date(2025, 8, 31), "moved", order)
    assert (second.group, second.since, second.until) == ("6-С", date(2025, 9, 1), None)
    with pytest.raises(errors.LeftBefore):
        moving_on.move_to_group(people, study, six, date(2025, 10, 1), moved, boss, version=first.version)
    assert _events(archive, child) == []
    graduated = Paper("приказ от 25.06.2026 № 40-у")
    moving_on.leave(people, second.study_id, Leaving.GRADUATED, date(2026, 6, 25), graduated, boss, version=1)
    assert _events(archive, child) == [("after_leaving", date(2026, 6, 25), graduated.words, True)]
    with pytest.raises(errors.DayNotCome):
        moving_on.leave(people, study, Leaving.EXPELLED, date(2199, 1, 1), graduated, boss, version=1)
    rename_person(
        archive.sessions,
        archive.clock,
        str(child),
        "Воронова Ада Юрьевна",
        boss,
        ground="св. о браке",
        document_id=order,
    )
    names = cards.person_card(people, child, boss).names
    assert (names[0].name, names[0].document_id) == ("Воронова Ада Юрьевна", order)
    with pytest.raises(NotFound):
        rename_person(archive.sessions, archive.clock, str(child), "Иная Ада", boss, document_id=99_999)


def test_a_merge_takes_authority_and_consents_along_and_back(archive: Archive, boss: Actor) -> None:
    people = archive.people
    kept, merged = (_child(archive, boss, f"{name} Ада Юрьевна") for name in ("Зяблова", "Зябликова"))
    guardians.add_guardian(people, merged, "Зяблова Вера Ильинична", _said(), boss)
    (mother,) = (line.person_id for line in cards.person_card(people, merged, boss).guardians)
    paper = Paper("согласие")
    consents.add_consent(people, merged, consents.ConsentSaid(Purpose.EDUCATION, paper, mother), boss)
    merge = merging.merge_persons(people, kept, merged, boss)
    card = cards.person_card(people, kept, boss)
    assert (len(card.guardians), len(card.consents)) == (1, 1)
    assert [ward.person_id for ward in cards.person_card(people, mother, boss).wards] == [kept]
    undoing.unmerge_persons(people, merge, boss)
    card, other = (cards.person_card(people, number, boss) for number in (kept, merged))
    assert (len(card.guardians), len(card.consents), len(other.guardians), len(other.consents)) == (0, 0, 1, 1)
