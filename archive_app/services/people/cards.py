"""The card of a person: the present name, the names before it, studies, the cards that became part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PERSON_READ
from archive_app.db.engine import reading
from archive_app.db.models import Person, PersonMerge
from archive_app.db.queries.studies import studies_of
from archive_app.services.documents import spoken_name
from archive_app.services.marks.telling import MarkLine, marks_of
from archive_app.services.people.ground import keeps_cards, known_person, own_persons
from archive_app.services.people.kin import NO_KIN, kin_of
from archive_app.services.people.life_points import life_points
from archive_app.services.people.listing import document_counts

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.db.models import Study
    from archive_app.services.people.ground import People
    from archive_app.services.people.kin import ConsentLine, GuardianLine
    from archive_app.services.people.life_points import LifePoint


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name of the history; both days are included, None: not known, or still. `ground`: the paper."""

    name: str
    since: datetime.date | None
    until: datetime.date | None
    ground: str | None
    current: bool
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A stay in a group; both days are included, without `until` it goes on. `leaving` is a code of `Leaving`.

    `ground` is the paper of the beginning, `leaving_ground` that of the end.
    """

    study_id: int
    group: str
    since: datetime.date
    until: datetime.date | None
    leaving: str | None
    ground: str | None
    version: int
    document_id: int | None = None
    leaving_ground: str | None = None
    leaving_document_id: int | None = None


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A card that became part of this one; `last`: it can be taken out again, the later ones having been."""

    merge_id: int
    person_id: int
    name: str
    merged_at: datetime.datetime
    merged_by: str
    last: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as somebody may read about him. What only keepers of cards see is empty for others.

    `keeps`: the reader may change the card. `documents`: how many name the person, of those the reader may see.
    """

    person_id: int
    name: str
    birth_date: datetime.date | None
    names: tuple[NameLine, ...]
    studies: tuple[StudyLine, ...]
    merges: tuple[MergeLine, ...]
    guardians: tuple[GuardianLine, ...]
    wards: tuple[GuardianLine, ...]
    consents: tuple[ConsentLine, ...]
    marks: tuple[MarkLine, ...]
    line: tuple[LifePoint, ...]
    documents: int
    version: int
    keeps: bool

    @property
    def former(self) -> tuple[str, ...]:
        """The names that are not the present one."""
        return tuple(line.name for line in self.names if line.name != self.name)


def person_card(people: People, person_id: int, actor: Actor) -> PersonCard:
    """The card of a person, by the present number or one that became part of it.

    Raises:
        NotFound: there is none, or `actor` may not know of the person.
    """
    with reading(people.sessions) as session:
        card = _card(session, known_person(session, person_id, actor), actor, people.today())
    people.reads.record(actor.login, PERSON_READ, person_ref(card.person_id))
    return card


def person_ref(person_id: int) -> ObjectRef:
    """What events on a person name."""
    return ObjectRef("person", str(person_id))


def _card(session: Session, person: Person, actor: Actor, today: datetime.date) -> PersonCard:
    keeps = keeps_cards(actor)
    private = keeps or person.id in own_persons(actor)
    names = tuple(_names(person, with_ground=private))
    studies = tuple(_studies(session, person.id, actor, private=private))
    kin = kin_of(session, person, today) if private else NO_KIN
    return PersonCard(
        person_id=person.id,
        name=spoken_name(person),
        birth_date=person.birth_date if private else None,
        names=names,
        studies=studies,
        merges=tuple(_merges(session, person.id)) if keeps else (),
        guardians=kin.guardians,
        wards=kin.wards,
        consents=kin.consents,
        marks=marks_of(session, person.id) if private else (),
        line=life_points(person.birth_date if private else None, names, studies, kin),
        documents=document_counts(session, [person.id], actor).get(person.id, 0),
        version=person.version,
        keeps=keeps,
    )


def _names(person: Person, *, with_ground: bool) -> Iterator[NameLine]:
    """The present name first, then back in time."""
    ordered = sorted(person.names, key=lambda name: (name.is_current, name.valid_to is not None, name.id), reverse=True)
    for name in ordered:
        ground = name.ground if with_ground else None
        paper = name.document_id if with_ground else None
        yield NameLine(spoken_name(name), name.valid_from, name.valid_to, ground, name.is_current, paper)


def _studies(session: Session, person_id: int, actor: Actor, *, private: bool) -> Iterator[StudyLine]:
    """All of them for who keeps cards and for the person; else those in the reader's own groups."""
    groups = {grant.group_id for grant in actor.grants}
    for study in studies_of(session, [person_id]):
        if private or study.group_id in groups:
            yield study_line(study)


def study_line(study: Study) -> StudyLine:
    """A stay as it is shown; the group is loaded."""
    leaving = study.leaving.value if study.leaving else None
    return StudyLine(
        study_id=study.id,
        group=study.group.name,
        since=study.started_on,
        until=study.ended_on,
        leaving=leaving,
        ground=study.ground,
        version=study.version,
        document_id=study.document_id,
        leaving_ground=study.leaving_ground,
        leaving_document_id=study.leaving_document_id,
    )


def _merges(session: Session, person_id: int) -> Iterator[MergeLine]:
    query = (
        select(PersonMerge)
        .where(PersonMerge.kept_id == person_id, PersonMerge.undone_at.is_(None))
        .options(joinedload(PersonMerge.merged, innerjoin=True))
        .order_by(PersonMerge.id.desc())
    )
    for place, merge in enumerate(session.scalars(query)):
        name = spoken_name(merge.merged)
        yield MergeLine(merge.id, merge.merged_id, name, merge.merged_at, merge.merged_by, last=place == 0)
