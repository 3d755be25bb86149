"""A small school whose every document lies on another side of some limit: kind, unit, group, person, confidentiality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from archive_app.db.models import Person, StudyGroup, Unit
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

WORD = "заповедный"
"""Stands in every document of the school."""
IVA, PET = "Ивашкина Анна Львовна", "Петушкова Вера Игоревна"
GROUPS = ("1-А", "1-Б")
UNITS = ("Учебная часть", "Бухгалтерия")

DOCUMENTS: dict[str, dict[str, Any]] = {
    "приказ": {"item": "01-02", "kind": "order"},
    "приказ-дсп": {"item": "01-02", "kind": "order", "confidentiality": 1},
    "приказ-тайна": {"item": "01-02", "kind": "order", "confidentiality": 2},
    "журнал-А": {"item": "02-03", "kind": "class_journal", "group": "1-А"},
    "журнал-Б": {"item": "02-03", "kind": "class_journal", "group": "1-Б"},
    "журнал-ничей": {"item": "02-03", "kind": "class_journal"},
    "ведомость-учебная": {"item": "02-13", "kind": "exam_sheet", "unit": "Учебная часть"},
    "протокол-бух": {"item": "02-13", "kind": "protocol", "unit": "Бухгалтерия"},
    "портфолио-А": {"item": "02-13", "kind": "portfolio", "group": "1-А", "persons": (IVA,)},
    "портфолио-Б": {"item": "02-13", "kind": "portfolio", "group": "1-Б", "persons": (PET,)},
    "согласие-Ива": {"item": "01-07", "kind": "consent", "persons": (IVA,)},
    "согласие-Пет": {"item": "01-07", "kind": "consent", "persons": (PET,)},
    "справка-Ива-дсп": {"item": "02-13", "kind": "certificate", "persons": (IVA,), "confidentiality": 1},
    "список-двоих": {"item": "02-13", "kind": "certificate", "persons": (IVA, PET)},
}
ALL = frozenset(DOCUMENTS)
OPEN_OR_RESTRICTED = ALL - {"приказ-тайна"}
LESSONS_A = frozenset({"журнал-А"})

SEES: dict[str, frozenset[str]] = {
    "директор": ALL,
    "завуч": OPEN_OR_RESTRICTED,
    "архивист": ALL,
    "делопроизводитель": frozenset({"приказ", "приказ-дсп", "протокол-бух"}),
    "учитель-а": LESSONS_A,
    "секретарь-учебной": frozenset({"ведомость-учебная"}),
    "куратор-б": frozenset({"журнал-Б", "портфолио-Б"}),
    "ответственный-за-пд": frozenset({"согласие-Ива", "согласие-Пет"}),
    "администратор": frozenset(),
    "аудитор": frozenset(),
    "ученица-ива": frozenset({"портфолио-А", "согласие-Ива"}),
    "родитель-пет": frozenset({"портфолио-Б", "согласие-Пет"}),
    "бывший-учитель": frozenset(),
    "будущий-учитель": frozenset(),
    "гость-одного-дня": frozenset({"приказ-тайна"}),
    "никто": frozenset(),
}
"""Who sees exactly what; written by hand from the table of roles, not computed."""

ONLY_LOOKS = frozenset({"учитель-а", "гость-одного-дня"})
"""May look, but take nothing away as a file."""
LOOKS_AT: dict[str, frozenset[str]] = {"куратор-б": frozenset({"журнал-Б"})}
"""The same, of some documents."""


class School(NamedTuple):
    """`numbers` are the documents by their names in `DOCUMENTS`."""

    archive: Archive
    numbers: dict[str, int]

    def names(self, numbers: set[int]) -> frozenset[str]:
        """The documents behind the numbers; a number of nowhere stands for itself."""
        known = {number: name for name, number in self.numbers.items()}
        return frozenset(known.get(number, str(number)) for number in numbers)


def build(archive: Archive, folder: Path) -> School:
    """File everything, give everybody the duties, let the index catch up."""
    boss = actor_of(archive)
    for unit in UNITS:
        archive.rights.dictionary.add_unit(unit, boss)
    for group in GROUPS:
        archive.rights.dictionary.add_group(group, boss, started_on=date(2025, 9, 1), unit=UNITS[0])
    numbers = {
        name: file_one(archive, note(folder, f"{WORD} {name} {word}", f"{name}.txt"), title=name, **said)
        for word, (name, said) in zip(_words(), DOCUMENTS.items(), strict=False)
    }
    work(archive)
    _people(archive, numbers)
    return School(archive, numbers)


def _words() -> list[str]:
    """A word of its own for each document, more than one letter from any other: nobody finds it by a slip."""
    return [f"{chr(ord('б') + at) * 3}оргалка{chr(ord('ю') - at) * 3}" for at in range(len(DOCUMENTS))]


def own_word(name: str) -> str:
    """The word that only this document has."""
    return _words()[list(DOCUMENTS).index(name)]


def _people(archive: Archive, numbers: dict[str, int]) -> None:
    with archive.sessions() as session:
        units = dict(session.execute(select(Unit.name, Unit.id)).all())
        groups = dict(session.execute(select(StudyGroup.name, StudyGroup.id)).all())
        persons = dict(session.execute(select(Person.surname, Person.id)).all())
    account(archive, "директор", "director")
    account(archive, "завуч", "deputy")
    account(archive, "архивист", "archivist")
    account(archive, "делопроизводитель", "clerk")
    account(archive, "учитель-а", "teacher", group_id=groups["1-А"])
    account(archive, "секретарь-учебной", "commission_secretary", unit_id=units["Учебная часть"])
    account(archive, "куратор-б", "curator", group_id=groups["1-Б"])
    account(archive, "ответственный-за-пд", "pd_officer")
    account(archive, "администратор", "sysadmin")
    account(archive, "аудитор", "auditor")
    account(archive, "ученица-ива", "student", person_id=persons["Ивашкина"])
    account(archive, "родитель-пет", "parent", person_id=persons["Петушкова"])
    account(archive, "бывший-учитель", "teacher", group_id=groups["1-А"], valid_to=date(2026, 5, 31))
    account(archive, "будущий-учитель", "teacher", group_id=groups["1-А"], valid_from=date(2199, 9, 1))
    account(archive, "никто", "teacher")
    account(archive, "гость-одного-дня", "teacher")
    archive.rights.opening.open_document(
        numbers["приказ-тайна"], "гость-одного-дня", actor_of(archive), until=archive.today(), reason="проверка"
    )
