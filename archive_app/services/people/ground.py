"""What the use cases of persons stand on, and who may see whom.

A person's existence is told to those who may see a document that names the person, to the person (and whoever holds a
duty for the person), and to those who keep cards. To everybody else the card is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, true

from archive_app.auth.policy import visible
from archive_app.db.models import NOT_THERE, Act, Document, DocumentPerson, Person
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from indexer.analysis import Analyzer

LONGEST_CHAIN = 50
"""Cards that became part of one another; more would be a circle."""


@dataclass(frozen=True, slots=True)
class People:
    """Handed to each function of this package."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    analyzer: Analyzer
    reads: ReadLog


def keeps_cards(actor: Actor) -> bool:
    """Whether `actor` sees every card and all that stands on it."""
    return actor.may(Act.PERSONS)


def own_persons(actor: Actor) -> frozenset[int]:
    """The persons whose own records `actor` may see: oneself, one's child."""
    grants = (grant for grant in actor.grants if grant.act is Act.SEE and actor.may(Act.SEE))
    return frozenset(grant.person_id for grant in grants if grant.person_id is not None)


def known_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Person` that holds for whoever `actor` may know of."""
    if keeps_cards(actor):
        return true()
    seen = visible(actor)
    there = Document.state.not_in(NOT_THERE)
    naming = select(DocumentPerson.person_id).join(DocumentPerson.document).where(seen, there)
    # As with lists of documents: who sees most is answered person by person, who sees few by those few documents.
    broad = actor.within(Act.SEE).everything or actor.within(Act.SEE).broad
    named = naming.where(DocumentPerson.person_id == Person.id).exists() if broad else Person.id.in_(naming)
    return or_(Person.id.in_(own_persons(actor)), named)


def present_id(session: Session, person_id: int) -> int:
    """The number of the card that `person_id` is, or became, part of; unknown numbers stay as they are."""
    for _ in range(LONGEST_CHAIN):
        following = session.scalar(select(Person.merged_into_id).where(Person.id == person_id))
        if following is None:
            break
        person_id = following
    return person_id


def known_person(session: Session, person_id: int, actor: Actor) -> Person:
    """The row of a person whom `actor` may know of, by the present or a former number. Raises NotFound."""
    number = present_id(session, person_id)
    person = session.scalars(select(Person).where(Person.id == number, known_to(actor))).first()
    if person is None:
        raise unknown_person(person_id)
    return person


def unknown_person(person_id: int) -> NotFound:
    """There is none, or not for whoever asks: the two are not told apart."""
    return NotFound(str(person_id), what=translate("Person {name}", name=person_id))
