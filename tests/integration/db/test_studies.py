"""Studies of persons in groups, and the class list made of them, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from archive_app.db.models import Leaving, Person, PersonMerge, Study, StudyGroup
from archive_app.db.names import fold_name
from archive_app.db.queries.studies import class_list, studies_of
from tests.integration.db.rows import AT

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

SINCE = date(2024, 9, 1)


def _person(surname: str) -> Person:
    return Person(surname=surname, given="Анна", folded=fold_name(surname, "Анна"), created_at=AT)


def _study(person: Person, group: StudyGroup, **fields: object) -> Study:
    made = {"person": person, "group": group, "started_on": SINCE, "created_at": AT, "created_by": "clerk"}
    return Study(**made | fields)


def test_a_class_list_is_of_a_day_in_the_order_of_the_alphabet(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        group = StudyGroup(name="5-А", started_on=SINCE)
        left, later, stays = _person("Яшина"), _person("Аверина"), _person("Ёлкина")
        session.add_all(
            [
                _study(left, group, ended_on=date(2024, 12, 31), leaving=Leaving.TRANSFERRED),
                _study(later, group, started_on=date(2025, 1, 9)),
                _study(stays, group),
            ]
        )
        session.flush()
        everybody = [each.person.surname for each in class_list(session, group.id)]
        assert everybody == ["Аверина", "Ёлкина", "Яшина"]
        assert [each.person.surname for each in class_list(session, group.id, on=SINCE)] == ["Ёлкина", "Яшина"]
        spring = class_list(session, group.id, on=date(2025, 3, 1))
        assert [each.person.surname for each in spring] == ["Аверина", "Ёлкина"]
        assert [each.group.name for each in studies_of(session, [left.id])] == ["5-А"]


@pytest.mark.parametrize(
    "wrong",
    [{"ended_on": date(2024, 8, 31)}, {"leaving": Leaving.EXPELLED}, {}],
    ids=["ends before it begins", "left without a day", "the same stay twice"],
)
def test_the_database_refuses_what_cannot_be(session_factory: sessionmaker[Session], wrong: dict[str, object]) -> None:
    with session_factory() as session:
        person, group = _person("Яшина"), StudyGroup(name="5-А", started_on=SINCE)
        if not wrong:
            session.add(_study(person, group))
        session.add(_study(person, group, **wrong))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_card_is_part_of_one_other_card_only(session_factory: sessionmaker[Session]) -> None:
    with session_factory() as session:
        first, second, third = _person("Яшина"), _person("Яшина"), _person("Яшина")
        made = {"moved": {}, "merged_at": AT, "merged_by": "clerk"}
        session.add(PersonMerge(kept=first, merged=third, undone_at=AT, undone_by="clerk", **made))
        session.add(PersonMerge(kept=first, merged=third, **made))
        session.flush()
        session.add(PersonMerge(kept=second, merged=third, **made))
        with pytest.raises(IntegrityError):
            session.flush()
