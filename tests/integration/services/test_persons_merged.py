"""Doubles of persons: made one with all that names them, parted again exactly, and refused where they cannot be one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from archive_app.db.base import Base
from archive_app.db.engine import reading
from archive_app.db.models import (
    CaseEvent,
    CaseFile,
    Document,
    DocumentPerson,
    FilePlanItem,
    HoldTarget,
    Leaving,
    Purpose,
)
from archive_app.db.queries.life import events_of, holds_on
from archive_app.services import consents
from archive_app.services.people import (
    cards,
    doubles,
    errors,
    keeping,
    merging,
    named_in,
    studies,
    undoing,
)
from archive_app.services.people.papers import Paper
from archive_app.services.search_filters import Filters
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

IVANOVA, SIDOROVA = "Иванова Анна Петровна", "Сидорова Анна Петровна"
BEGUN = date(2024, 9, 1)
PERSONAL = {"item": "02-13", "kind": "certificate"}


@pytest.fixture
def boss(archive: Archive) -> Actor:
    return actor_of(archive)


def _add(archive: Archive, name: str, boss: Actor, **said: Any) -> int:
    return keeping.add_person(archive.people, name, boss, **said)


def _group(archive: Archive, name: str, boss: Actor) -> int:
    return archive.rights.dictionary.add_group(name, boss, started_on=date(2024, 9, 1))


def test_doubles_are_suggested_with_their_reasons(archive: Archive, boss: Actor) -> None:
    born = date(2011, 3, 2)
    person = _add(archive, "Грачёва Нина Павловна", boss, birth_date=born)
    same = _add(archive, "Грачева Нина Павловна", boss)
    letter = _add(archive, "Крачева Нина Павловна", boss, birth_date=born)
    short = _add(archive, "Грачёва Н.", boss)
    married = _add(archive, "Стрижова Нина Павловна", boss, birth_date=born)
    _add(archive, "Грачёва Нина Павловна", boss, birth_date=date(1990, 1, 1))  # another person: born another day
    _add(archive, "Грачёва Зоя Павловна", boss)
    found = {double.person_id: double for double in doubles.doubles_of(archive.people, person, boss)}
    assert {number: double.reasons for number, double in found.items()} == {
        letter: ("one_letter", "same_birth_date"),
        same: ("same_name",),
        married: ("changed_surname", "same_birth_date"),
        short: ("shorter_name",),
    }
    assert found[letter].score > found[same].score > found[married].score > found[short].score
    pairs = set()
    after = None
    while True:
        part = doubles.all_doubles(archive.people, boss, after=after, walked=7)
        pairs |= {frozenset({pair.person_id, pair.other.person_id}) for pair in part.rows}
        after = part.after
        if after is None:
            break
    assert {frozenset({person, other}) for other in (same, letter, married, short)} <= pairs


def _personal_file(archive: Archive, person: int, index: str, at: int) -> int:
    with archive.sessions.begin() as session:
        item = session.scalars(select(FilePlanItem.id).where(FilePlanItem.index == index)).one()
        case = CaseFile(
            item_id=item,
            year=2025,
            number=70 + at,
            person_id=person,
            title="Личное дело",
            opened_on=date(2025, 1, 1),
            created_at=archive.clock(),
        )
        session.add(case)
        session.flush()
        return case.id


def _rows(archive: Archive, *persons: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that names one of the persons; versions and stamps, which only grow, left out."""
    growing = {"version", "index_stamp", "indexed_stamp", "undone_at", "undone_by", "moved"}
    found = {}
    with reading(archive.sessions) as session:
        for table in Base.metadata.sorted_tables:
            keys = [column for column in table.c for key in column.foreign_keys if key.column.table.name == "person"]
            for key in [*keys, *([table.c.id] if table.name == "person" else [])]:
                if table.name in {"person_merge", "access_scope"}:
                    continue  # the record of the merge itself; scopes are only ever added
                columns = [each for each in table.c if each.name not in growing]
                query = select(*columns).where(key.in_(persons)).order_by(*table.primary_key)
                rows = [tuple(row) for row in session.execute(query)]
                found[f"{table.name}.{key.name}"] = sorted(rows, key=repr)
    return found


def test_a_merge_moves_everything_and_its_undoing_restores_exactly(
    archive: Archive, boss: Actor, tmp_path: Path
) -> None:
    kept = _add(archive, IVANOVA, boss)
    merged = _add(archive, SIDOROVA, boss, birth_date=date(2009, 9, 9))
    group = _group(archive, "9-Ж", boss)
    for person in (kept, merged):
        studies.add_study(archive.people, person, group, studies.Stay(), boss)
    studies.add_study(archive.people, merged, _group(archive, "8-Ж", boss), studies.Stay(), boss)
    own = file_one(archive, note(tmp_path, "справка", "с.txt"), SIDOROVA, **PERSONAL)
    both = file_one(archive, note(tmp_path, "ведомость", "в.txt"), SIDOROVA, IVANOVA)
    read = file_one(archive, note(tmp_path, f"вызвали {SIDOROVA}", "т.txt"))
    personal = [_personal_file(archive, merged, item, at) for at, item in enumerate(("02-03", "02-13"))]
    personal.append(_personal_file(archive, kept, "02-13", 2))
    account(archive, "родитель-сидоровой", "parent", person_id=merged)
    work(archive)
    before = _rows(archive, kept, merged)
    preview = merging.preview_merge(archive.people, kept, merged, boss)
    assert (preview.names, preview.accounts) == ((SIDOROVA,), ("родитель-сидоровой",))
    assert (preview.documents, preview.own_records, preview.studies, preview.takes_birth_date) == (3, 1, 1, True)

    merge = merging.merge_persons(archive.people, kept, merged, boss, versions=preview.versions)
    work(archive)
    card = cards.person_card(archive.people, merged, boss)  # the old number leads to the card that is kept
    assert (card.person_id, card.name, card.former) == (kept, IVANOVA, (SIDOROVA,))
    assert (card.birth_date, card.documents, len(card.studies)) == (date(2009, 9, 9), 3, 2)
    assert [line.person_id for line in card.merges] == [merged]
    for number in (kept, merged):
        hits = archive.searching.search("", boss, Filters(person=(str(number),))).hits
        assert {hit.document_id for hit in hits} >= {own, both, read}
    assert archive.searching.search("лицо:Ивановой справка", boss).hits[0].document_id == own
    parent = archive.actor("родитель-сидоровой")
    assert {row.document_id for row in named_in.documents_naming(archive.people, kept, parent).rows} >= {own}
    with reading(archive.sessions) as session:
        assert not session.scalars(select(DocumentPerson).where(DocumentPerson.person_id == merged)).all()
        scope = session.execute(select(Document.subject_id, Document.own_scope_id).where(Document.id == own)).one()
        assert scope.subject_id == kept
        files = session.scalars(select(CaseFile.person_id).where(CaseFile.id.in_(personal)).order_by(CaseFile.id))
        assert files.all() == [kept, merged, kept]  # of one item a person has one file, so the second stays

    assert undoing.unmerge_persons(archive.people, merge, boss) == (kept, merged)
    assert _rows(archive, kept, merged) == before
    work(archive)
    assert cards.person_card(archive.people, merged, boss).name == SIDOROVA
    hits = archive.searching.search("", boss, Filters(person=(str(kept),))).hits
    assert {hit.document_id for hit in hits} == {both}
    assert not archive.searching.search("лицо:Ивановой справка", boss).hits
    with pytest.raises(errors.MergeUndone):
        undoing.unmerge_persons(archive.people, merge, boss)


def _study(archive: Archive, boss: Actor, person: int, group: int, until: date | None, *papers: str) -> int:
    stay = studies.Stay(BEGUN, until, Leaving.GRADUATED if until else None, *map(Paper, papers))
    return studies.add_study(archive.people, person, group, stay, boss)


def test_papers_of_one_stay_go_to_the_card_that_lacks_them_and_come_back(archive: Archive, boss: Actor) -> None:
    people, end = archive.people, date(2025, 6, 25)
    kept, merged = _add(archive, "Стрижова Ада Львовна", boss), _add(archive, "Стрижова Ада Олеговна", boss)
    bare, known, going = (_group(archive, name, boss) for name in ("9-П", "9-Р", "9-С"))
    for group, until, papers in ((bare, end, ()), (known, end, ("зачисление № 2",)), (going, None, ())):
        _study(archive, boss, kept, group, until, *papers)
    for group in (bare, known, going):
        _study(archive, boss, merged, group, end, "зачисление № 1", "выпуск № 9")
    before = _rows(archive, kept, merged)
    preview = merging.preview_merge(people, kept, merged, boss)
    assert preview.papers == (
        "9-П с 01.09.2024: зачисление № 1",
        "9-П по 25.06.2025: выпуск № 9",
        "9-Р по 25.06.2025: выпуск № 9",
        "9-С с 01.09.2024: зачисление № 1",
    )
    assert preview.papers_left == ("9-Р с 01.09.2024: зачисление № 1", "9-С по 25.06.2025: выпуск № 9")
    merge = merging.merge_persons(people, kept, merged, boss)
    told = {one.group: (one.ground, one.leaving_ground) for one in cards.person_card(people, kept, boss).studies}
    assert told == {
        "9-П": ("зачисление № 1", "выпуск № 9"),
        "9-Р": ("зачисление № 2", "выпуск № 9"),
        "9-С": ("зачисление № 1", None),
    }
    undoing.unmerge_persons(people, merge, boss)
    assert _rows(archive, kept, merged) == before


def test_a_paper_that_was_changed_since_forbids_the_undoing_and_a_study_that_is_gone_does_not(
    archive: Archive, boss: Actor
) -> None:
    people, group = archive.people, _group(archive, "9-Т", boss)
    for taken_off in (False, True):
        kept, merged = (_add(archive, f"Чибисова {'Ада' if taken_off else 'Ева'}", boss) for _ in range(2))
        study = _study(archive, boss, kept, group, None)
        _study(archive, boss, merged, group, None, "зачисление № 1")
        merge = merging.merge_persons(people, kept, merged, boss)
        (line,) = cards.person_card(people, kept, boss).studies
        if taken_off:
            studies.remove_study(people, study, boss, version=line.version)
            undoing.unmerge_persons(people, merge, boss)
            continue
        stay = studies.Stay(BEGUN, enrolled=Paper("зачисление № 7"))
        studies.change_study(people, study, stay, boss, version=line.version)
        with pytest.raises(errors.ChangedSince):
            undoing.unmerge_persons(people, merge, boss)


def test_holds_and_events_follow_the_person_and_cover_what_stays(archive: Archive, boss: Actor) -> None:
    kept, merged = _add(archive, "Голубева Ия", boss), _add(archive, "Голубкина Ия", boss)
    moves, stays = (_personal_file(archive, merged, item, 7 + at) for at, item in enumerate(("02-03", "02-13")))
    _personal_file(archive, kept, "02-13", 9)
    archive.life.holding.add(HoldTarget.PERSON, str(merged), boss, reference="запрос суда", reason="спор")
    with archive.sessions.begin() as session:
        left = {"trigger": "after_leaving", "day": date(2025, 6, 30), "ground": "приказ № 41-у"}
        session.add(CaseEvent(person_id=merged, entered_at=datetime.now(UTC), entered_by="проверка", **left))
    merge = merging.merge_persons(archive.people, kept, merged, boss)

    def known() -> list[tuple[int, dict[str, date]]]:
        with reading(archive.sessions) as session:
            holds, events = holds_on(session, (moves, stays)), events_of(session, (moves, stays))
        return [(len(holds[number]), events[number]) for number in (moves, stays)]

    assert known() == [(1, {"after_leaving": date(2025, 6, 30)})] * 2
    undoing.unmerge_persons(archive.people, merge, boss)
    (moved_holds, moved_events), (left_holds, left_events) = known()
    assert moved_events == left_events == {"after_leaving": date(2025, 6, 30)}
    assert min(moved_holds, left_holds) >= 1


def test_an_end_of_consent_that_a_merge_stops_runs_on_no_file_that_stays(archive: Archive, boss: Actor) -> None:
    kept, merged = _add(archive, "Зябликова Ия", boss), _add(archive, "Зябликина Ия", boss)
    _personal_file(archive, kept, "02-13", 3)
    stays = _personal_file(archive, merged, "02-13", 4)
    for person in (kept, merged):
        told = consents.ConsentSaid(Purpose.OTHER, Paper("согласие"), given_on=BEGUN)
        number = consents.add_consent(archive.people, person, told, boss)
    consents.withdraw_consent(archive.people, number, boss, ground="отзыв", version=1)

    def running() -> set[str]:
        with reading(archive.sessions) as session:
            return set(events_of(session, (stays,)).get(stays, {}))

    assert running() == {"consent_end"}
    merge = merging.merge_persons(archive.people, kept, merged, boss)
    assert running() == set()
    undoing.unmerge_persons(archive.people, merge, boss)
    assert running() == {"consent_end"}


def test_what_was_changed_since_forbids_the_undoing(archive: Archive, boss: Actor, tmp_path: Path) -> None:
    kept, first, second = (_add(archive, f"Чижова {name} Ильинична", boss) for name in ("Ада", "Ева", "Ида"))
    document = file_one(archive, note(tmp_path, "о чижах", "ч.txt"), "Чижова Ева Ильинична")
    one = merging.merge_persons(archive.people, kept, first, boss)
    two = merging.merge_persons(archive.people, kept, second, boss)
    with pytest.raises(errors.MergedOver):
        undoing.unmerge_persons(archive.people, one, boss)
    undoing.unmerge_persons(archive.people, two, boss)
    with archive.sessions.begin() as session:
        link = session.scalars(select(DocumentPerson).where(DocumentPerson.document_id == document)).one()
        link.person_id = second
    with pytest.raises(errors.ChangedSince):
        undoing.unmerge_persons(archive.people, one, boss)
    assert cards.person_card(archive.people, first, boss).person_id == kept  # nothing was half undone


def test_cards_that_cannot_be_one(archive: Archive, boss: Actor) -> None:
    people = archive.people
    one = _add(archive, "Дятлова Ада", boss, birth_date=date(2010, 1, 1))
    other = _add(archive, "Дятлова Ева", boss, birth_date=date(2010, 1, 2))
    with pytest.raises(errors.BirthDatesDiffer):
        merging.merge_persons(people, one, other, boss)
    with pytest.raises(errors.OnePerson):
        merging.merge_persons(people, one, one, boss)
    third, fourth = _add(archive, "Дятлова Ада", boss), _add(archive, "Дятлов Ян", boss)
    preview = merging.preview_merge(people, one, third, boss)
    studies.add_study(people, third, _group(archive, "1-Д", boss), studies.Stay(), boss)
    keeping.change_birth_date(people, third, date(2010, 1, 1), boss, version=preview.versions[1])
    with pytest.raises(errors.PersonChanged):
        merging.merge_persons(people, one, third, boss, versions=preview.versions)
    clerk = account(archive, "делопроизводитель-мать", "clerk")
    assert merging.preview_merge(people, one, third, clerk).kept_id == one
    clerk = account(archive, "делопроизводитель-мать", "parent", person_id=third)
    for kept, merged in ((one, third), (third, one)):
        with pytest.raises(errors.OwnDuty):  # a mother would give herself sight of another child's records
            merging.merge_persons(people, kept, merged, clerk)
    merging.merge_persons(people, one, fourth, boss)
    with pytest.raises(errors.OnePerson):
        merging.merge_persons(people, fourth, one, boss)


def test_every_reference_to_a_person_is_known_to_the_merge() -> None:
    """A table that comes to name persons later must be moved by the merge too."""
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name == "person"
    }
    moved = {"document.subject_id", "document_person.person_id", "case_file.person_id", "study.person_id"}
    moved |= {"class_list_line.person_id", "case_event.person_id", "hold.person_id"}
    moved |= {"guardianship.person_id", "guardianship.guardian_id", "consent.person_id", "consent.giver_id"}
    moved |= {"archive_request.person_id", "mark.person_id", "portal_account.person_id", "disclosure.person_id"}
    moved |= {"register_entry.person_id", "portfolio_entry.person_id", "outside_result.person_id"}
    copied = {"person_name.person_id"}
    records = {"person.merged_into_id", "person_merge.kept_id", "person_merge.merged_id", "access_scope.person_id"}
    assert named == moved | copied | records | {"duty.person_id"}
