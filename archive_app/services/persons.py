"""Persons named by a document: found by their full name, present or former, or made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from archive_app.db.models import Person, PersonName
from archive_app.db.names import fold_name
from archive_app.errors import ArchiveError
from archive_app.jobs import enqueue
from archive_app.services.kinds import name_job

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

NAME_PARTS = 3


PARTICLES = frozenset({"оглы", "оглу", "кызы", "гызы", "улы", "уулу", "заде", "фон", "де", "ван", "ибн"})
"""Words of a name that stay small."""
LONGEST_NAME = 200
"""Characters; titles and all parts of a long foreign name find room."""


class NameNotUnderstood(ArchiveError):
    """A person is given as surname, given name, patronymic. Params: `name`."""

    code = "name_not_understood"


class FullName(NamedTuple):
    """A name in its three parts; a person may have no patronymic, an old record no given name."""

    surname: str
    given: str | None
    patronymic: str | None

    @classmethod
    def parse(cls, text: str) -> FullName:
        """Read `Фамилия Имя Отчество`; what follows the second part is the patronymic (`Аббас Мамед оглы`).

        A name all in capitals, as lists have it, or all in small letters is written as names are.

        Raises:
            NameNotUnderstood: nothing but spaces, digits in the name, or a text that is far too long for one.
        """
        parts = [_cased(part) for part in text.split()] if text.isupper() or text.islower() else text.split()
        if not parts or len(text) > LONGEST_NAME or any(character.isdigit() for character in text):
            raise NameNotUnderstood(text, name=text[:LONGEST_NAME])
        return cls(parts[0], parts[1] if len(parts) > 1 else None, " ".join(parts[2:]) or None)

    @property
    def folded(self) -> str:
        """The key that look-up goes by."""
        return fold_name(*self)


def _cased(word: str) -> str:
    return word.lower() if word.lower() in PARTICLES else word.title()


def find_or_add_persons(session: Session, names: list[FullName], now: datetime) -> list[Person]:
    """One person for each name, in order; a name that nobody has (or that two persons share) makes a new person.

    Two namesakes cannot be told apart by name alone, so neither is guessed: the archivist merges later. For new
    persons a job is promised that links the documents which have named them all along.
    """
    if not names:
        return []
    keys = {name.folded for name in names}
    rows = session.execute(
        select(PersonName.folded, Person)
        .join(Person, Person.id == PersonName.person_id)
        .where(PersonName.folded.in_(keys), Person.merged_into_id.is_(None))
    ).all()
    known: dict[str, dict[int, Person]] = {}
    for folded, person in rows:
        known.setdefault(folded, {})[person.id] = person
    there = {number for found in known.values() for number in found}
    persons = [_one(known, name) or _add(session, known, name, now) for name in names]
    new = [person.id for person in persons if person.id not in there]
    if new:
        enqueue(session, name_job(new), now=now)
    return persons


def _one(known: dict[str, dict[int, Person]], name: FullName) -> Person | None:
    found = known.get(name.folded, {})
    return next(iter(found.values())) if len(found) == 1 else None


def _add(session: Session, known: dict[str, dict[int, Person]], name: FullName, now: datetime) -> Person:
    person = Person(**name._asdict(), folded=name.folded, created_at=now)
    person.names.append(PersonName(**name._asdict(), folded=name.folded, is_current=True))
    session.add(person)
    session.flush()
    known.setdefault(name.folded, {})[person.id] = person
    return person
