"""What would come of each line of a contingent: nothing is guessed where two persons may be meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Person, PersonName, Study, StudyGroup
from archive_app.services.documents import spoken_name
from archive_app.services.people.ages import of_full_age, under_age
from archive_app.services.people.keeping import FIRST_BIRTH

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.contingents.rows import ContingentRow

AT_ONCE = 500
"""Values in one question to the database: it takes no more parameters than so many."""


class Outcome(StrEnum):
    """What would come of a line."""

    NEW = "new"
    """Nobody has this name: a card is made."""
    KNOWN = "known"
    """The person of this name and birth date is put into the group."""
    ENTERED = "entered"
    """All of it is there already."""
    DOUBTFUL = "doubtful"
    """Somebody of this name has another birth date or none, or several have the name: a person says who is meant."""
    NOT_UNDERSTOOD = "not_understood"
    BAD_BIRTH = "bad_birth"
    NO_GROUP = "no_group"
    BAD_SINCE = "bad_since"
    BAD_ORDER = "bad_order"
    BAD_GUARDIAN = "bad_guardian"
    NO_PAPER = "no_paper"
    """Somebody speaks for the person, and no paper says so."""
    GUARDIANS = "guardians"
    """Several persons have the name of the representative, or that person is not of full age."""
    OF_AGE = "of_age"
    """The person is of full age: nobody speaks for the person as a parent."""
    AGAIN = "again"
    """The person stands in the table already."""


RIGHT = frozenset({Outcome.NEW, Outcome.KNOWN})
"""Lines that are entered without a question."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A person who may be meant by a line."""

    person_id: int
    name: str
    birth_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class ContingentLine:
    """A line and what would come of it. `person_id`: who is meant; 0: a new card; None: not known yet."""

    row: ContingentRow
    outcome: Outcome
    person_id: int | None = None
    group_id: int | None = None
    since: datetime.date | None = None
    guardian_id: int | None = None
    meant: tuple[Meant, ...] = ()


class Judge:
    """Knows what the database says of the names and groups of a table; a bounded number of statements."""

    def __init__(self, session: Session, rows: Sequence[ContingentRow], today: datetime.date) -> None:
        names = {row.name.folded for row in rows if row.name} | {row.guardian.folded for row in rows if row.guardian}
        self._persons = _persons(session, names)
        self._groups = _groups(session)
        self._stays = _stays(session, {one.person_id for found in self._persons.values() for one in found})
        self._today = today
        self._seen: set[tuple[str, datetime.date | None]] = set()

    def judge(self, row: ContingentRow, chosen: int | None) -> ContingentLine:
        """What comes of a line; `chosen` is who somebody said is meant (0: a new card)."""
        wrong = self._wrong(row)
        if wrong is not None or row.name is None:
            return ContingentLine(row, wrong or Outcome.NOT_UNDERSTOOD)
        group = self._group(row)
        if group is None:
            return ContingentLine(row, Outcome.NO_GROUP)
        since = row.since or group.started_on
        key = row.name.folded, row.born
        if key in self._seen:
            return ContingentLine(row, Outcome.AGAIN)
        self._seen.add(key)
        meant = self._persons.get(row.name.folded, ())
        person = self._already(row, meant, group.id, since) or _who(row, meant, chosen)
        guardian = self._guardian(row)
        if person is None:
            return ContingentLine(row, Outcome.DOUBTFUL, None, group.id, since, guardian, meant)
        if person and _in_group(self._stays.get(person, ()), group.id, since):
            return ContingentLine(row, Outcome.ENTERED, person, group.id, since, guardian)
        outcome, said = Outcome.KNOWN if person else Outcome.NEW, meant if chosen is not None else ()
        return ContingentLine(row, outcome, person, group.id, since, guardian, said)

    def _already(self, row: ContingentRow, meant: Sequence[Meant], group: int, since: datetime.date) -> int | None:
        """The one of this name who is in the group: the table was entered before, a new card must not follow."""
        inside = [
            one.person_id
            for one in meant
            if one.birth_date == row.born and _in_group(self._stays.get(one.person_id, ()), group, since)
        ]
        return inside[0] if len(inside) == 1 else None

    def _wrong(self, row: ContingentRow) -> Outcome | None:
        wrong = {
            Outcome.NOT_UNDERSTOOD: row.name is None,
            Outcome.BAD_BIRTH: "born" in row.unread or not FIRST_BIRTH <= (row.born or self._today) <= self._today,
            Outcome.BAD_SINCE: "since" in row.unread,
            Outcome.BAD_ORDER: "order_on" in row.unread,
            Outcome.BAD_GUARDIAN: bool(row.guardian_text) and row.guardian is None,
            Outcome.NO_PAPER: row.guardian is not None and not row.guardian_paper,
            Outcome.OF_AGE: row.guardian is not None and of_full_age(row.born, row.since or self._today),
            Outcome.GUARDIANS: self._guardian_unclear(row),
        }
        return next((outcome for outcome, applies in wrong.items() if applies), None)

    def _guardian_unclear(self, row: ContingentRow) -> bool:
        found = self._persons.get(row.guardian.folded, ()) if row.guardian else ()
        return len(found) > 1 or any(under_age(one.birth_date, row.since or self._today) for one in found)

    def _guardian(self, row: ContingentRow) -> int | None:
        """The number of who speaks for the person; 0: a new card; None: nobody is named."""
        if row.guardian is None:
            return None
        found = self._persons.get(row.guardian.folded, ())
        return found[0].person_id if found else 0

    def _group(self, row: ContingentRow) -> StudyGroup | None:
        """The group of this name that there is on the day; of several the youngest."""
        named = self._groups.get(_plain(row.group), [])
        there = [group for group in named if row.since is None or _is_there(group, row.since)]
        return max(there, key=lambda group: group.started_on, default=None)


def _is_there(group: StudyGroup, on: datetime.date) -> bool:
    return group.started_on <= on and (group.ended_on is None or on <= group.ended_on)


def _who(row: ContingentRow, meant: Sequence[Meant], chosen: int | None) -> int | None:
    if chosen and chosen in {one.person_id for one in meant}:
        return chosen
    if not meant or chosen == 0:
        return 0
    same = [one for one in meant if row.born is not None and one.birth_date == row.born]
    return same[0].person_id if len(same) == 1 else None


def _in_group(
    stays: Collection[tuple[int, datetime.date, datetime.date | None]], group: int, since: datetime.date
) -> bool:
    return any(group == each and (ended is None or ended >= since) for each, _, ended in stays)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _groups(session: Session) -> Mapping[str, list[StudyGroup]]:
    found: dict[str, list[StudyGroup]] = defaultdict(list)
    for group in session.scalars(select(StudyGroup)):
        found[_plain(group.name)].append(group)
    return found


def _persons(session: Session, names: Collection[str]) -> Mapping[str, tuple[Meant, ...]]:
    """Everybody of each name, also of a former one."""
    ordered = sorted(names)
    found: dict[str, dict[int, Meant]] = defaultdict(dict)
    for first in range(0, len(ordered), AT_ONCE):
        query = (
            select(PersonName.folded, Person)
            .join(Person, Person.id == PersonName.person_id)
            .where(PersonName.folded.in_(ordered[first : first + AT_ONCE]), Person.merged_into_id.is_(None))
            .order_by(Person.id)
        )
        for folded, person in session.execute(query):
            found[folded][person.id] = Meant(person.id, spoken_name(person), person.birth_date)
    return {folded: tuple(there.values()) for folded, there in found.items()}


def _stays(
    session: Session, persons: Collection[int]
) -> Mapping[int, list[tuple[int, datetime.date, datetime.date | None]]]:
    ordered = sorted(persons)
    found: dict[int, list[tuple[int, datetime.date, datetime.date | None]]] = defaultdict(list)
    for first in range(0, len(ordered), AT_ONCE):
        query = select(Study.person_id, Study.group_id, Study.started_on, Study.ended_on)
        query = query.where(Study.person_id.in_(ordered[first : first + AT_ONCE]))
        for person, group, started, ended in session.execute(query):
            found[person].append((group, started, ended))
    return found
