"""The list of persons: by any name that somebody bears or bore, typed in any case, in the order of the alphabet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, column, func, select, tuple_, values
from sqlalchemy.orm import selectinload

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PERSONS_SOUGHT
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import NOT_THERE, Document, DocumentPerson, Person, PersonName
from archive_app.db.names import fold_name
from archive_app.db.queries.persons import HIGHEST
from archive_app.services.documents import former_names, spoken_name
from archive_app.services.names import clean_text
from archive_app.services.people.ground import keeps_cards, known_to, own_persons
from archive_app.services.persons import FullName
from indexer.persons import typed_readings

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.people.ground import People
    from indexer.analysis import Analyzer


@dataclass(frozen=True, slots=True)
class PersonCursor:
    """The place after the last person of a part of the list."""

    folded: str
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the list. `former` are earlier names, `documents` those that may be seen and name the person."""

    person_id: int
    name: str
    former: tuple[str, ...]
    birth_date: datetime.date | None
    documents: int


@dataclass(frozen=True, slots=True)
class PersonsPart:
    """Some lines of the list; `after` leads on, None at the end."""

    rows: tuple[PersonLine, ...]
    after: PersonCursor | None


def list_persons(
    people: People, actor: Actor, name: str = "", *, after: PersonCursor | None = None, limit: int = 50
) -> PersonsPart:
    """Up to `limit` persons whom `actor` may know of; of those whose name begins with `name`, if it is given.

    Five statements, however many persons there are.

    Raises:
        NameNotUnderstood: `name` cannot be the beginning of a name.
    """
    ranges = name_ranges(name, people.analyzer) if name.strip() else None
    with reading(people.sessions) as session:
        query = _page(actor, ranges, after).options(selectinload(Person.names)).limit(limit + 1)
        found = session.scalars(query).all()
        shown = found[:limit]
        counts = document_counts(session, [person.id for person in shown], actor)
        rows = tuple(_line(person, counts.get(person.id, 0), actor) for person in shown)
    people.reads.record(
        actor.login, PERSONS_SOUGHT, ObjectRef("search", "-"), name=name, persons=[row.person_id for row in rows]
    )
    last = PersonCursor(shown[-1].folded, shown[-1].id) if len(found) > limit else None
    return PersonsPart(rows, last)


def name_ranges(text: str, analyzer: Analyzer) -> list[tuple[str, str]]:
    """Ranges of folded names that `text` may begin, each (low, high), `low` in it and `high` not.

    What is typed counts as a beginning, its readings in other cases as whole words: `Ивановой` finds Иванова, and
    not Ивановский. Raises NameNotUnderstood.
    """
    typed = FullName.parse(clean_text(text)).folded
    ranges = {(typed, typed + HIGHEST)}
    for whole in whole_names(text, analyzer):
        ranges |= {(whole, whole + "\1"), (f"{whole} ", f"{whole} {HIGHEST}")}
    return sorted(ranges)


def whole_names(text: str, analyzer: Analyzer) -> set[str]:
    """Folded names that `text` may be in another case: `Ивановой Анны` is `иванова анна`. Raises NameNotUnderstood."""
    text = clean_text(text)
    readings = filter(None, typed_readings(text, analyzer))  # of a colon alone nothing is left
    of_cases = {fold_name(words[0], words[1] if len(words) > 1 else None, " ".join(words[2:])) for words in readings}
    return of_cases | {FullName.parse(text).folded}


def document_counts(session: Session, person_ids: Sequence[int], actor: Actor) -> dict[int, int]:
    """How many documents name each person, of those that `actor` may see."""
    number = func.count(func.distinct(DocumentPerson.document_id))
    query = (
        select(DocumentPerson.person_id, number)
        .join(DocumentPerson.document)
        .where(DocumentPerson.person_id.in_(person_ids), visible(actor), Document.state.not_in(NOT_THERE))
        .group_by(DocumentPerson.person_id)
    )
    return dict(session.execute(query).all())


def _page(actor: Actor, ranges: list[tuple[str, str]] | None, after: PersonCursor | None) -> Select[Person]:
    query = select(Person).where(Person.merged_into_id.is_(None), known_to(actor)).order_by(Person.folded, Person.id)
    if ranges is not None:
        query = query.where(Person.id.in_(named_within(ranges)))
    if after is not None:
        query = query.where(tuple_(Person.folded, Person.id) > (after.folded, after.person_id))
    return query


def named_within(ranges: list[tuple[str, str]]) -> Select[int]:
    """Each range by its own way into the index: alternatives in one condition would be a walk through all names."""
    bounds = values(column("low", String), column("high", String), name="bounds").data(ranges).cte()
    within = and_(PersonName.folded >= bounds.c.low, PersonName.folded < bounds.c.high)
    return select(PersonName.person_id).select_from(bounds).join(PersonName, within)


def _line(person: Person, documents: int, actor: Actor) -> PersonLine:
    private = keeps_cards(actor) or person.id in own_persons(actor)
    born = person.birth_date if private else None
    return PersonLine(person.id, spoken_name(person), former_names(person), born, documents)
