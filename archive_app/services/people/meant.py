"""Whom somebody means who types a name, or the number of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select, true
from sqlalchemy.orm import selectinload

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PERSONS_SOUGHT
from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import Person, PersonName, StudyGroup
from archive_app.errors import NotFound
from archive_app.numbers import read_number
from archive_app.services.documents import spoken_name
from archive_app.services.people.errors import SeveralGroups, SeveralMeant
from archive_app.services.people.ground import keeps_cards, known_to
from archive_app.services.people.listing import name_ranges, named_within, whole_names
from archive_app.services.rights.names import group_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select

    from archive_app.auth.actor import Actor
    from archive_app.services.people.ground import People

_TOLD_APART: Final = 6
"""Namesakes that the refusal names."""


def person_meant(people: People, text: str, actor: Actor, *, asking: Act | None = None) -> int | None:
    """The number of the card that `text` names, by its number (`25`, `№ 25`) or any name borne; None: nothing typed.

    A name that one person bears whole is that person, however many names begin with it. Each finds whom the cards would
    show; work that is about anybody finds anybody, for whoever may do `asking`: to ask the journal of actions who
    looked (AUDIT), to say whose an account is (ACCOUNTS). On every other page the same people find nobody more.

    Raises:
        NotFound: nobody whom `actor` may know of is called so; a number that no card can have.
        SeveralMeant: more than one is; they are told apart by number and, for whoever keeps cards or accounts, birth
            date: a wrong one opens the records of a namesake.
        NameNotUnderstood: it is no name.
    """
    typed = text.strip()
    digits = typed.removeprefix("№").strip()
    number = read_number(digits)
    if not typed or number is not None:
        return number
    if digits.isdecimal():
        raise NotFound(typed, what=typed)
    whole = whole_names(typed, people.analyzer)
    with reading(people.sessions) as session:
        found = session.scalars(_called(typed, whole, people, _whom(actor, asking))).all()
        meant = [person for person in found if whole & {name.folded for name in person.names}] or found
        numbers = [person.id for person in meant]
        told = _told_apart(meant, births=keeps_cards(actor) or (asking is Act.ACCOUNTS and actor.may(asking)))
    people.reads.record(actor.login, PERSONS_SOUGHT, ObjectRef("search", "-"), name=typed, persons=numbers)
    if not numbers:
        raise NotFound(typed, what=typed)
    if len(numbers) > 1:
        raise SeveralMeant(typed, name=typed, persons=told)
    return numbers[0]


def group_meant(people: People, text: str, on: datetime.date) -> int:
    """The number of the group that `text` names: by its number (`25`, `№ 25`) or the name that it bears on that day.

    Raises:
        UnknownName: no group is called so.
        SeveralGroups: the digits are the number of one group and the name of another.
    """
    typed = text.strip()
    number = read_number(typed.removeprefix("№").strip())
    with reading(people.sessions) as session:
        numbered = session.get(StudyGroup, number) if number is not None else None
        if numbered is not None and typed.startswith("№"):
            return numbered.id
        called = session.scalar(select(StudyGroup.id).where(StudyGroup.name == typed).limit(1))
        if numbered is None or called is not None:
            named = group_named(session, typed, on)
            if numbered is not None and numbered.id != named.id:
                raise SeveralGroups(typed, name=typed, number=numbered.id, group=numbered.name, other=named.id)
            return named.id
        return numbered.id


def _whom(actor: Actor, asking: Act | None) -> ColumnElement[bool]:
    return true() if asking is not None and actor.may(asking) else known_to(actor)


def _called(typed: str, whole: set[str], people: People, whom: ColumnElement[bool]) -> Select[Person]:
    """Those who bear the name whole come first: whoever bore it once may stand far down the alphabet."""
    named = named_within(name_ranges(typed, people.analyzer))
    bears = Person.id.in_(select(PersonName.person_id).where(PersonName.folded.in_(whole)))
    of_name = select(Person).where(Person.merged_into_id.is_(None), whom, Person.id.in_(named))
    in_order = of_name.order_by(bears.desc(), Person.folded, Person.id)
    return in_order.options(selectinload(Person.names)).limit(_TOLD_APART)


def _told_apart(persons: Iterable[Person], *, births: bool) -> str:
    return "; ".join(
        f"№ {person.id} {spoken_name(person)}"
        + (f", {person.birth_date:%d.%m.%Y}" if births and person.birth_date else "")
        for person in persons
    )
