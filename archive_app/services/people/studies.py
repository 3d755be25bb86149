"""Studies of a person: put into a group, left it, taken off again where it was a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, PersonMerge, Study, StudyGroup
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.people.errors import PersonChanged, StudyOverlaps
from archive_app.services.people.ground import known_person
from archive_app.services.people.papers import NO_PAPER, Paper, known_paper
from archive_app.services.portal.following import follow
from archive_app.services.rights.errors import BadPeriod

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.db.models import Leaving
    from archive_app.services.people.ground import People


@dataclass(frozen=True, slots=True)
class Stay:
    """What is said of a study. Both days are included; without `since` it is the group's first day."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    leaving: Leaving | None = None
    enrolled: Paper = NO_PAPER
    """What proves the beginning; need not be known."""
    left: Paper = NO_PAPER
    """What proves the end; of a study that goes on it is not kept."""


def add_study(people: People, person_id: int, group_id: int, stay: Stay, actor: Actor) -> int:
    """Put a person into a group; the study's number.

    Raises:
        NotAllowed, NotFound, BadPeriod; StudyOverlaps: the person is in the group on some of the days already.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        number = add_study_within(people, uow, person_id, group_id, stay, actor)
        uow.commit()
        return number


def add_study_within(people: People, uow: UnitOfWork, person_id: int, group_id: int, stay: Stay, actor: Actor) -> int:
    """The same in the caller's transaction, for a caller that has asked for the right. Raises as `add_study`."""
    person = known_person(uow.session, person_id, actor)
    group = uow.session.get(StudyGroup, group_id)
    if group is None:
        raise NotFound(str(group_id), what=translate("Group {number}", number=group_id))
    study = Study(person=person, group=group, created_at=people.clock(), created_by=actor.login)
    say_study(uow.session, study, stay, actor)
    uow.session.add(study)
    flush_study(uow.session, study)
    _trail(people, uow, actor).record("person:study:add", person, **_told(study))
    follow(people, uow, [person.id], actor)
    return study.id


def change_study(people: People, study_id: int, stay: Stay, actor: Actor, *, version: int) -> int:
    """Say the days and the reason of a study anew; the person's number.

    Raises:
        NotAllowed, NotFound, BadPeriod, StudyOverlaps; PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        study = study_at(uow.session, study_id, actor, version)
        say_study(uow.session, study, stay, actor)
        flush_study(uow.session, study)
        number = study.person_id
        _trail(people, uow, actor).record("person:study:change", study.person, **_told(study))
        follow(people, uow, [number], actor)
        uow.commit()
        return number


def remove_study(people: People, study_id: int, actor: Actor, *, version: int) -> int:
    """Take a study off that was written by mistake; the person's number. Raises as `change_study` does."""
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        study = study_at(uow.session, study_id, actor, version)
        number = study.person_id
        _trail(people, uow, actor).record("person:study:remove", study.person, **_told(study))
        take_off(uow.session, study)
        flush_study(uow.session, study)
        follow(people, uow, [number], actor)
        uow.commit()
        return number


def study_at(session: Session, study_id: int, actor: Actor, version: int) -> Study:
    """The study as it was at `version`. Raises NotFound, PersonChanged."""
    study = session.get(Study, study_id)
    if study is None:
        raise NotFound(str(study_id), what=translate("Study {number}", number=study_id))
    person = known_person(session, study.person_id, actor)
    if study.version != version:
        raise PersonChanged(spoken_name(person), name=spoken_name(person))
    return study


def say_study(session: Session, study: Study, stay: Stay, actor: Actor) -> None:
    """Write into the row what is said of the study. Raises BadPeriod, StudyOverlaps, NotFound (the paper)."""
    since = stay.since or study.group.started_on
    if stay.until is not None and stay.until < since:
        raise BadPeriod(since=since, until=stay.until)
    with session.no_autoflush:
        _require_free(session, study, since, stay.until)
        enrolled = known_paper(session, stay.enrolled, actor)
        left = known_paper(session, stay.left if stay.until else NO_PAPER, actor)
    study.started_on, study.ended_on = since, stay.until
    study.leaving = stay.leaving if stay.until else None
    study.ground, study.document_id = enrolled.words or None, enrolled.document_id
    study.leaving_ground, study.leaving_document_id = left.words or None, left.document_id


def _require_free(session: Session, study: Study, since: datetime.date, until: datetime.date | None) -> None:
    """Let only a stay pass that shares no day with another one in the same group."""
    query = select(Study.id).where(
        Study.person_id == study.person.id,
        Study.group_id == study.group.id,
        Study.id != (study.id or 0),
        or_(Study.ended_on.is_(None), Study.ended_on >= since),
    )
    if until is not None:
        query = query.where(Study.started_on <= until)
    if session.scalar(query.limit(1)) is not None:
        raise StudyOverlaps(study.group.name, group=study.group.name, since=since, until=until)


def paper_of(study: Study) -> Paper:
    """What proves the beginning of a study."""
    return Paper(study.ground or "", study.document_id)


def take_off(session: Session, study: Study) -> None:
    """Delete a study; merges of cards that had moved it no longer have it to put back."""
    cards = [study.person_id]
    for number in cards:  # cards that became part of one another: the list grows by what became part of each
        merges = select(PersonMerge).where(PersonMerge.kept_id == number, PersonMerge.undone_at.is_(None))
        for merge in session.scalars(merges):
            papers = [one for one in merge.moved.get("papers", ()) if one["study"] != study.id]
            others = [one for one in merge.moved["studies"] if one != study.id]
            merge.moved = merge.moved | {"studies": others, "papers": papers}
            cards.append(merge.merged_id)
    session.delete(study)


def flush_study(session: Session, study: Study) -> None:
    """Send the row to the database. Raises StudyOverlaps, PersonChanged: another writer was first."""
    group, since, until = study.group.name, study.started_on, study.ended_on
    name = spoken_name(study.person)
    try:
        session.flush()
    except IntegrityError as error:  # another writer put the same stay in at the same moment
        raise StudyOverlaps(group, group=group, since=since, until=until) from error
    except StaleDataError as error:
        raise PersonChanged(name, name=name) from error


def _told(study: Study) -> dict[str, object]:
    """What the journal keeps of a study."""
    return {
        "group": study.group.name,
        "since": study.started_on.isoformat(),
        "until": study.ended_on.isoformat() if study.ended_on else None,
        "leaving": study.leaving.value if study.leaving else None,
        "ground": study.ground,
        "leaving_ground": study.leaving_ground,
    }


def _trail(people: People, uow: UnitOfWork, actor: Actor) -> AuditTrail:
    return AuditTrail(uow, actor=actor.login, now=people.clock)
