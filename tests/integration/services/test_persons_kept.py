"""Cards of persons: found by any name, changed by one at a time, known to whom a document tells; on both legs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    Act,
    Leaving,
)
from archive_app.errors import NotFound
from archive_app.services.people import (
    cards,
    doubles,
    errors,
    keeping,
    listing,
    meant,
    merging,
    named_in,
    studies,
)
from archive_app.services.people.papers import Paper
from archive_app.services.renaming import rename_person
from archive_app.services.rights.errors import BadPeriod
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive


@pytest.fixture
def boss(archive: Archive) -> Actor:
    return actor_of(archive)


def _add(archive: Archive, name: str, boss: Actor, **said: Any) -> int:
    return keeping.add_person(archive.people, name, boss, **said)


def _group(archive: Archive, name: str, boss: Actor) -> int:
    return archive.rights.dictionary.add_group(name, boss, started_on=date(2024, 9, 1))


def _found(archive: Archive, typed: str, boss: Actor) -> list[str]:
    return [line.name for line in listing.list_persons(archive.people, boss, typed).rows]


def test_found_by_any_name_in_any_case_and_leafed_through(archive: Archive, boss: Actor) -> None:
    for name in ("Заварзина Мария Ильинична", "Заварзинская Мария Ильинична", "Заварзин Олег"):
        _add(archive, name, boss)
    former = _add(archive, "Щукина Мария Ильинична", boss)
    card = cards.person_card(archive.people, former, boss)
    keeping.add_former_name(archive.people, former, "Заварзина Мария Ильинична", boss, version=card.version)
    assert _found(archive, "заварзин", boss) == [
        "Заварзин Олег",
        "Заварзина Мария Ильинична",
        "Заварзинская Мария Ильинична",
        "Щукина Мария Ильинична",
    ]
    assert _found(archive, "Заварзиной Марии", boss) == ["Заварзина Мария Ильинична", "Щукина Мария Ильинична"]
    assert _found(archive, "Заварзиным", boss)[0] == "Заварзин Олег"
    first = listing.list_persons(archive.people, boss, "заварзин", limit=3)
    rest = listing.list_persons(archive.people, boss, "заварзин", after=first.after, limit=3)
    assert ([line.name for line in rest.rows], rest.after) == (["Щукина Мария Ильинична"], None)
    assert rest.rows[0].former == ("Заварзина Мария Ильинична",)


def test_whoever_types_a_name_need_not_know_numbers(archive: Archive, boss: Actor) -> None:
    first, second = (
        _add(archive, "Чижиков Олег Ильич", boss, birth_date=born) for born in (date(2008, 1, 2), date(2010, 3, 4))
    )
    lone, longer = _add(archive, "Чижикова Мария", boss), _add(archive, "Чижиковская Мария", boss)

    def whom(typed: str, actor: Actor = boss, asking: Act | None = None) -> int | None:
        return meant.person_meant(archive.people, typed, actor, asking=asking)

    assert [whom(typed) for typed in ("", " ", "25", "№ 25")] == [None, None, 25, 25]
    assert whom("Чижикова Мария") == whom("Чижиковой Марии") == lone
    assert whom("чижиковская") == longer
    with pytest.raises(errors.SeveralMeant) as several:
        whom("Чижиков Олег Ильич")
    assert several.value.params["persons"] == (
        f"№ {first} Чижиков Олег Ильич, 02.01.2008; № {second} Чижиков Олег Ильич, 04.03.2010"
    )
    with pytest.raises(NotFound):
        whom("Никто Никтович")
    for patronymic in ("Андреевна", "Борисовна", "Вадимовна", "Глебовна", "Ильинична", "Львовна", "Юрьевна"):
        _add(archive, f"Чижова Анна {patronymic}", boss)
    once = _add(archive, "Ястребова Анна", boss)
    version = cards.person_card(archive.people, once, boss).version
    keeping.add_former_name(archive.people, once, "Чижова Анна", boss, version=version)
    assert whom("Чижова Анна") == once, "the one who bears it whole, however many names begin with it"
    teacher, auditor, admin = (account(archive, role, role) for role in ("teacher", "auditor", "sysadmin"))
    for actor, act in ((teacher, Act.AUDIT), (teacher, Act.ACCOUNTS), (auditor, None), (auditor, Act.ACCOUNTS),
                       (admin, None), (admin, Act.AUDIT)):  # fmt: skip
        with pytest.raises(NotFound):  # knows of nobody, but where the work is about anybody
            whom("Чижикова Мария", actor, act)
    assert whom("Чижикова Мария", auditor, Act.AUDIT) == whom("Чижикова Мария", admin, Act.ACCOUNTS) == lone
    with pytest.raises(errors.SeveralMeant) as without_births:
        whom("Чижиков Олег Ильич", auditor, Act.AUDIT)
    assert "2008" not in str(without_births.value.params["persons"])
    with pytest.raises(errors.SeveralMeant) as with_births:
        whom("Чижиков Олег Ильич", admin, Act.ACCOUNTS)
    assert with_births.value.params["persons"] == several.value.params["persons"]


def test_a_card_is_changed_by_one_person_at_a_time(archive: Archive, boss: Actor) -> None:
    person = _add(archive, "Щеглова Вера Олеговна", boss)
    old = cards.person_card(archive.people, person, boss).version
    keeping.change_birth_date(archive.people, person, date(2010, 5, 4), boss, version=old)
    late: list[Any] = [
        lambda: keeping.change_birth_date(archive.people, person, None, boss, version=old),
        lambda: keeping.add_former_name(archive.people, person, "Галкина Вера Олеговна", boss, version=old),
        lambda: rename_person(archive.sessions, archive.clock, str(person), "Галкина Вера", boss, version=old),
    ]
    for change in late:
        with pytest.raises(errors.PersonChanged):
            change()
    card = cards.person_card(archive.people, person, boss)
    assert (card.birth_date, card.former) == (date(2010, 5, 4), ())
    keeping.add_former_name(
        archive.people,
        person,
        "Галкина Вера Олеговна",
        boss,
        version=card.version,
        until=date(2020, 1, 1),
        ground="св.",
    )
    again = cards.person_card(archive.people, person, boss)
    assert [(line.name, line.ground, line.current) for line in again.names] == [
        ("Щеглова Вера Олеговна", None, True),
        ("Галкина Вера Олеговна", "св.", False),
    ]
    assert again.version > card.version
    with pytest.raises(errors.NameHad):
        keeping.add_former_name(archive.people, person, "галкина вера олеговна", boss, version=again.version)
    for born in (date(2199, 1, 1), date(1799, 12, 31)):
        with pytest.raises(errors.BadBirthDate):
            keeping.change_birth_date(archive.people, person, born, boss, version=again.version)


def test_studies_of_one_group_share_no_day(archive: Archive, boss: Actor) -> None:
    person = _add(archive, "Орлова Яна Львовна", boss)
    five, six = _group(archive, "5-Я", boss), _group(archive, "6-Я", boss)
    left = studies.Stay(until=date(2025, 5, 31), leaving=Leaving.MOVED, left=Paper("приказ № 5"))
    first = studies.add_study(archive.people, person, five, left, boss)
    for since, until in ((date(2025, 5, 31), None), (date(2024, 1, 1), date(2024, 9, 1)), (date(2024, 1, 1), None)):
        with pytest.raises(errors.StudyOverlaps):
            studies.add_study(archive.people, person, five, studies.Stay(since, until), boss)
    with pytest.raises(BadPeriod):
        studies.add_study(archive.people, person, six, studies.Stay(date(2025, 9, 1), date(2025, 8, 31)), boss)
    studies.add_study(archive.people, person, five, studies.Stay(date(2025, 6, 1)), boss)
    studies.add_study(archive.people, person, six, studies.Stay(date(2025, 9, 1)), boss)
    lines = cards.person_card(archive.people, person, boss).studies
    assert [(line.group, line.since.year, line.leaving) for line in lines] == [
        ("5-Я", 2024, "moved"),
        ("5-Я", 2025, None),
        ("6-Я", 2025, None),
    ]
    longer = studies.Stay(since=date(2024, 9, 1), until=date(2025, 6, 1))
    with pytest.raises(errors.StudyOverlaps):
        studies.change_study(archive.people, first, longer, boss, version=lines[0].version)
    shorter = studies.Stay(since=date(2024, 9, 2), until=date(2025, 5, 30))
    studies.change_study(archive.people, first, shorter, boss, version=lines[0].version)
    with pytest.raises(errors.PersonChanged):
        studies.remove_study(archive.people, first, boss, version=lines[0].version)
    studies.remove_study(archive.people, first, boss, version=lines[0].version + 1)
    assert len(cards.person_card(archive.people, person, boss).studies) == 2


def test_every_page_that_names_a_person_by_year(archive: Archive, boss: Actor, tmp_path: Path) -> None:
    name = "Ухов Егор Львович"
    numbers = [file_one(archive, note(tmp_path, f"список {at}\f{name}", f"у{at}.txt"), name) for at in range(3)]
    found = file_one(archive, note(tmp_path, "пустая\fпришёл Ухов Егор Львович", "найден.txt"))
    work(archive)
    (person,) = listing.list_persons(archive.people, boss, "Ухова Егора").rows
    assert person.documents == 4
    first = named_in.documents_naming(archive.people, person.person_id, boss, limit=3)
    rest = named_in.documents_naming(archive.people, person.person_id, boss, after=first.after, limit=3)
    rows = [*first.rows, *rest.rows]
    assert [row.document_id for row in rows] == [found, *reversed(numbers)]
    assert (rows[0].pages, rows[0].recognised, rows[1].recognised) == ((2,), True, False)
    assert {row.year for row in rows} == {2025}
    assert rest.after is None


def test_a_person_is_known_to_whom_a_document_tells(archive: Archive, boss: Actor, tmp_path: Path) -> None:
    group = _group(archive, "3-К", boss)
    told, hidden = "Клюева Ада Львовна", "Клюева Ева Львовна"
    file_one(archive, note(tmp_path, "журнал", "ж.txt"), told, kind="class_journal", group="3-К")
    file_one(archive, note(tmp_path, "тайное", "тайна.txt"), hidden, kind="order", item="01-02", confidentiality=2)
    teacher = account(archive, "учитель-к", "teacher", group_id=group)
    seen = {line.name: line.person_id for line in listing.list_persons(archive.people, boss, "Клюева").rows}
    assert set(seen) == {told, hidden}
    assert _found(archive, "Клюева", teacher) == [told]
    card = cards.person_card(archive.people, seen[told], teacher)
    assert (card.keeps, card.documents, card.birth_date) == (False, 1, None)
    roads: list[Any] = [
        lambda number: cards.person_card(archive.people, number, teacher),
        lambda number: named_in.documents_naming(archive.people, number, teacher),
    ]
    for road in roads:
        errors_ = []
        for number in (seen[hidden], 10**9):
            with pytest.raises(NotFound) as refused:
                road(number)
            errors_.append(str(refused.value.params["what"]).replace(str(number), "N"))
        assert errors_[0] == errors_[1]  # hidden and never given are not told apart
    keepers: list[Any] = [
        lambda: doubles.doubles_of(archive.people, seen[told], teacher),
        lambda: doubles.all_doubles(archive.people, teacher),
        lambda: merging.preview_merge(archive.people, seen[told], seen[hidden], teacher),
        lambda: keeping.add_person(archive.people, "Новая Ада", teacher),
        lambda: studies.add_study(archive.people, seen[told], group, studies.Stay(), teacher),
    ]
    for keep in keepers:
        with pytest.raises(NotAllowed):
            keep()
