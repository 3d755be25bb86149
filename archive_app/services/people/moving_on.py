"""A study goes on in another group, or ends: by an order, dated; leaving for good starts the terms that wait for it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, CaseEvent, Leaving, Study, StudyGroup
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.consent_ends import end_education
from archive_app.services.life.events import Events, Told
from archive_app.services.people.errors import DayNotCome, LeftBefore
from archive_app.services.people.papers import Paper, proven
from archive_app.services.people.studies import Stay, flush_study, paper_of, say_study, study_at
from archive_app.services.portal.following import follow
from archive_app.services.rights.errors import BadPeriod
from retention.term import Trigger

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People

ONE_DAY = datetime.timedelta(days=1)


def move_to_group(
    people: People, study_id: int, group_id: int, since: datetime.date, paper: Paper, actor: Actor, *, version: int
) -> int:
    """Let a study go on in another group from `since`, and end the day before in its own; the person's number.

    Raises:
        NotAllowed, NotFound, BadPeriod, PaperMissing, LeftBefore, StudyOverlaps; PersonChanged.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        study = _going(session, study_id, actor, version)
        group = session.get(StudyGroup, group_id)
        if group is None:
            raise NotFound(str(group_id), what=translate("Group {number}", number=group_id))
        go_on(people, uow, study, group, since, proven(session, paper, actor), actor)
        number = study.person_id
        follow(people, uow, [number], actor)
        uow.commit()
        return number


def leave(
    people: People, study_id: int, leaving: Leaving, on: datetime.date, paper: Paper, actor: Actor, *, version: int
) -> int:
    """End a study: graduated, expelled, moved to another school; `on` is the last day. The person's number.

    Where the person is in no other group, the event that terms of personal files wait for is told.

    Raises:
        NotAllowed, NotFound, BadPeriod, DayNotCome, PaperMissing, LeftBefore; PersonChanged.
    """
    require(actor, Act.PERSONS)
    if on > people.today():
        raise DayNotCome(on=on)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        study = _going(session, study_id, actor, version)
        end_study(people, uow, study, leaving, on, proven(session, paper, actor), actor)
        number = study.person_id
        follow(people, uow, [number], actor)
        uow.commit()
        return number


def go_on(
    people: People,
    uow: UnitOfWork,
    study: Study,
    group: StudyGroup,
    since: datetime.date,
    proof: Paper,
    actor: Actor,
) -> None:
    """The move of one study in the caller's transaction. Raises BadPeriod, StudyOverlaps, PersonChanged."""
    if since <= study.started_on:
        raise BadPeriod(since=study.started_on, until=since)
    session, person, was = uow.session, study.person, study.group.name
    said = Stay(study.started_on, since - ONE_DAY, Leaving.MOVED, paper_of(study), proof)
    say_study(session, study, said, actor)
    flush_study(session, study)
    following = Study(person=person, group=group, created_at=people.clock(), created_by=actor.login)
    say_study(session, following, Stay(since, enrolled=proof), actor)
    session.add(following)
    flush_study(session, following)
    AuditTrail(uow, actor=actor.login, now=people.clock).record(
        "person:study:move", person, was=was, group=group.name, since=since.isoformat(), ground=proof.words
    )


def end_study(
    people: People, uow: UnitOfWork, study: Study, leaving: Leaving, on: datetime.date, proof: Paper, actor: Actor
) -> None:
    """The end of one study in the caller's transaction. Raises BadPeriod, PersonChanged."""
    person, group = study.person, study.group.name
    say_study(uow.session, study, Stay(study.started_on, on, leaving, paper_of(study), proof), actor)
    flush_study(uow.session, study)
    AuditTrail(uow, actor=actor.login, now=people.clock).record(
        "person:study:leave", person, group=group, until=on.isoformat(), leaving=leaving.value, ground=proof.words
    )
    if leaving is not Leaving.MOVED:
        _tell_leaving(people, uow, person.id, on, proof, actor)


def require_going(study: Study) -> None:
    """Let only a study pass that goes on. Raises LeftBefore."""
    if study.ended_on is not None:
        raise LeftBefore(group=study.group.name, on=study.ended_on)


def _tell_leaving(
    people: People, uow: UnitOfWork, person_id: int, on: datetime.date, proof: Paper, actor: Actor
) -> None:
    session = uow.session
    goes_on = select(Study.id).where(Study.person_id == person_id, or_(Study.ended_on.is_(None), Study.ended_on > on))
    known = select(CaseEvent.id).where(
        CaseEvent.person_id == person_id,
        CaseEvent.trigger == Trigger.AFTER_LEAVING.value,
        CaseEvent.cancelled_at.is_(None),
    )
    if session.scalar(goes_on.limit(1)) is not None:
        return
    end_education(people, uow, person_id, on, proof, actor)
    if session.scalar(known.limit(1)) is not None:
        return
    told = Told(Trigger.AFTER_LEAVING, on, proof.words, person_id=person_id, document_id=proof.document_id)
    Events(people.sessions, people.clock, people.today).enter_within(uow, told, actor.login)


def _going(session: Session, study_id: int, actor: Actor, version: int) -> Study:
    study = study_at(session, study_id, actor, version)
    require_going(study)
    return study
