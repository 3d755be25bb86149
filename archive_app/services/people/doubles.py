"""Cards that may be of one person: how likely that is, and why. Nothing is ever merged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from sqlalchemy import false, or_, select, tuple_
from sqlalchemy.orm import selectinload

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PERSONS_SOUGHT
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Person, PersonName
from archive_app.db.names import fold_name
from archive_app.db.queries.persons import HIGHEST
from archive_app.services.documents import spoken_name
from archive_app.services.people.ground import known_person
from archive_app.services.people.listing import PersonCursor
from indexer.search.correction import neighbours

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People

SAME_NAME, ONE_LETTER, SHORTER_NAME, CHANGED_SURNAME = "same_name", "one_letter", "shorter_name", "changed_surname"
SCORES = {SAME_NAME: 0.8, ONE_LETTER: 0.6, SHORTER_NAME: 0.45, CHANGED_SURNAME: 0.2}
"""How much a likeness of names counts; a birth date that is the same adds, another one speaks against."""
SAME_BIRTH = "same_birth_date"
BORN_THE_SAME_DAY = 0.3
LEAST = 0.4
MOST = 20
MOST_LOOKED_AT = 500
WALKED = 50
FOLLOWING = 20
"""Persons looked at for one part of the list of all doubles, and those behind them that they are compared with."""
LONGEST_HISTORY = 5
"""Names of one person whose misspellings are looked up."""


@dataclass(frozen=True, slots=True)
class Double:
    """A card that may be of the same person. `score` 0..1, `reasons` are codes of `archive_app.words.DOUBLE_WORDS`."""

    person_id: int
    name: str
    birth_date: datetime.date | None
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards of the list of all doubles."""

    person_id: int
    name: str
    birth_date: datetime.date | None
    other: Double


@dataclass(frozen=True, slots=True)
class PairsPart:
    """Some pairs; `after`: the person behind whom to go on looking, None at the end."""

    rows: tuple[Pair, ...]
    after: PersonCursor | None


def doubles_of(people: People, person_id: int, actor: Actor) -> tuple[Double, ...]:
    """Cards that may be of the same person as `person_id`, the likeliest first.

    Raises:
        NotAllowed: only who keeps cards sees them all. NotFound.
    """
    require(actor, Act.PERSONS)
    with reading(people.sessions) as session:
        found = _doubles(session, known_person(session, person_id, actor))
    _record(people, actor, [person_id, *(each.person_id for each in found)])
    return tuple(found)


def all_doubles(people: People, actor: Actor, *, after: PersonCursor | None = None, walked: int = WALKED) -> PairsPart:
    """Pairs in the whole archive, in the order of the alphabet; looks at `walked` persons behind `after`.

    Names that differ stand beside each other in the alphabet unless they differ at once, so each part is compared
    with itself, a few that follow, and whoever has the same name or birth date: three statements. What differs in
    its first letters is found from the card, by `doubles_of`. Raises NotAllowed.
    """
    require(actor, Act.PERSONS)
    query = select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.folded, Person.id)
    if after is not None:
        query = query.where(tuple_(Person.folded, Person.id) > (after.folded, after.person_id))
    with reading(people.sessions) as session:
        found = session.scalars(query.limit(walked + FOLLOWING).options(selectinload(Person.names))).all()
        pairs = tuple(_pairs(found[:walked], {person.id: person for person in (*found, *_akin(session, found))}))
        last = found[walked - 1] if len(found) > walked else None
        cursor = PersonCursor(last.folded, last.id) if last else None
    _record(people, actor, sorted({number for pair in pairs for number in (pair.person_id, pair.other.person_id)}))
    return PairsPart(pairs, cursor)


def likeness(one: Person, other: Person) -> tuple[float, tuple[str, ...]]:
    """How likely two cards are of one person (0..1), and why; 0 where their birth dates speak against it."""
    both_known = one.birth_date is not None and other.birth_date is not None
    if both_known and one.birth_date != other.birth_date:
        return 0.0, ()
    found = {reason for mine in one.names for yours in other.names if (reason := _alike(mine, yours))}
    best = max(found, key=lambda reason: SCORES[reason], default=None)
    if best is None:
        return 0.0, ()
    if both_known:
        return min(SCORES[best] + BORN_THE_SAME_DAY, 0.99), (best, SAME_BIRTH)
    return SCORES[best], (best,)


def _alike(one: PersonName, other: PersonName) -> str | None:
    if one.folded == other.folded:
        return SAME_NAME if one.given else None  # a bare surname is nobody's
    if OSA.distance(one.folded, other.folded, score_cutoff=1) == 1 and one.given and other.given:
        return ONE_LETTER
    if _surname(one) == _surname(other):
        return SHORTER_NAME if _shorter(one, other) or _shorter(other, one) else None
    rest = _rest(one)
    return CHANGED_SURNAME if rest and rest == _rest(other) else None


def _shorter(short: PersonName, long: PersonName) -> bool:
    """Whether one name is the other with parts left out, or with initials."""
    given, full = fold_name(short.given or ""), fold_name(long.given or "")
    middle, whole = fold_name(short.patronymic or ""), fold_name(long.patronymic or "")
    fits_given = bool(full) and (given == full or given == full[:1])
    return fits_given and (not middle or middle in (whole, whole[:1]))


def _rest(name: PersonName) -> str:
    """Given name and patronymic, folded; nothing where one of them is missing."""
    return name.folded.partition(" ")[2] if name.given and name.patronymic else ""


def _surname(name: PersonName) -> str:
    """The surname, folded: the parts of a folded name stay apart."""
    return name.folded.partition(" ")[0]


def _pairs(persons: Sequence[Person], others: Mapping[int, Person]) -> Iterator[Pair]:
    """Each two once: a person of this part with one of a later part, or with one of the same part behind it."""
    before: set[int] = set()
    for person in persons:
        before.add(person.id)
        for other in others.values():
            if other.id not in before and (double := _double(person, other)):
                yield Pair(person.id, spoken_name(person), person.birth_date, double)


def _akin(session: Session, persons: Sequence[Person]) -> Sequence[Person]:
    """Whoever bears, or bore, a name of one of these, or was born on the same day, and stands behind them."""
    names = {name.folded for person in persons for name in person.names}
    days = {person.birth_date for person in persons if person.birth_date is not None}
    named = select(PersonName.person_id).where(PersonName.folded.in_(names))
    query = (
        select(Person)
        .where(Person.merged_into_id.is_(None), or_(Person.id.in_(named), Person.birth_date.in_(days)))
        .where(Person.folded >= persons[0].folded if persons else false())
        .options(selectinload(Person.names))
        .order_by(Person.id)
        .limit(MOST_LOOKED_AT)
    )
    return session.scalars(query).all()


def _double(person: Person, other: Person) -> Double | None:
    score, reasons = likeness(person, other)
    if score < LEAST:
        return None
    return Double(other.id, spoken_name(other), other.birth_date, round(score, 2), reasons)


def _doubles(session: Session, person: Person) -> list[Double]:
    found = [double for other in _candidates(session, person) if (double := _double(person, other))]
    return sorted(found, key=lambda double: (-double.score, double.person_id))[:MOST]


def _candidates(session: Session, person: Person) -> Sequence[Person]:
    """Persons with a name that is the same, one letter off, or begins alike; and those born on the same day."""
    names = person.names[-LONGEST_HISTORY:]
    named = select(PersonName.person_id).where(PersonName.folded.in_(_spellings(names)))
    conditions: list[ColumnElement[bool]] = [Person.id.in_(named)]
    for name in names:
        key = fold_name(name.surname, (name.given or "")[:1])
        begun = PersonName.folded.between(key, key + HIGHEST)
        conditions.append(Person.id.in_(select(PersonName.person_id).where(begun)))
    if person.birth_date is not None:
        conditions.append(Person.birth_date == person.birth_date)
    query = (
        select(Person)
        .where(Person.id != person.id, Person.merged_into_id.is_(None), or_(*conditions))
        .options(selectinload(Person.names))
        .order_by(Person.id)
        .limit(MOST_LOOKED_AT)
    )
    return session.scalars(query).all()


def _spellings(names: Iterable[PersonName]) -> set[str]:
    """Each name, and everything one letter away from it."""
    return {spelling for name in names for spelling in (name.folded, *neighbours(name.folded))}


def _record(people: People, actor: Actor, persons: list[int]) -> None:
    people.reads.record(actor.login, PERSONS_SOUGHT, ObjectRef("search", "-"), name="", persons=persons)
