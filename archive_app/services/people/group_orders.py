"""A whole group goes on into another one, or leaves, by one order: looked at first, carried out at once, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Leaving, Person, Study, StudyGroup
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.consent_ends import take_leaving_back
from archive_app.services.documents import spoken_name
from archive_app.services.people.errors import DayNotCome, NobodyChosen, OrderUnclear, PersonChanged
from archive_app.services.people.moving_on import ONE_DAY, end_study, go_on, require_going
from archive_app.services.people.papers import Paper, proven
from archive_app.services.people.studies import flush_study, take_off
from archive_app.services.portal.following import follow

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People


class MemberOutcome(StrEnum):
    """What the order would do to a member, or has done."""

    READY = "ready"
    TOO_LATE = "too_late"
    """The study began on that day or later."""
    THERE = "there"
    """The person is in the other group already."""
    DONE = "done"
    """The order was carried out for this person before; it may be taken back."""


@dataclass(frozen=True, slots=True)
class GroupOrder:
    """With `to_group` the group goes on there from `day`; without, `day` is the last and `leaving` says why."""

    group_id: int
    day: datetime.date
    paper: Paper
    to_group: int | None = None
    leaving: Leaving | None = None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the group by the study there."""

    study_id: int
    version: int
    person_id: int
    name: str
    since: datetime.date
    outcome: MemberOutcome


def preview(people: People, order: GroupOrder, actor: Actor) -> tuple[MemberLine, ...]:
    """Everybody whom the order is about, in the order of the alphabet, in a fixed number of statements.

    Raises:
        NotAllowed, NotFound, PaperMissing, OrderUnclear; DayNotCome: nobody has left yet on that day.
    """
    require(actor, Act.PERSONS)
    with reading(people.sessions) as session:
        _groups(session, order, people)
        words = proven(session, order.paper, actor).words
        studies = session.scalars(_of_group(order, words)).all()
        there = _already_there(session, order)
        return tuple(_line(study, order, there) for study in studies)


def carry_out(people: People, order: GroupOrder, chosen: Mapping[int, int], actor: Actor) -> int:
    """Do it for the studies `chosen`, each in the version that was looked at; how many. All of them or none.

    Raises:
        NotAllowed, NotFound, PaperMissing, OrderUnclear, DayNotCome, NobodyChosen, PersonChanged, LeftBefore,
        BadPeriod, StudyOverlaps.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        group, other = _groups(uow.session, order, people)
        proof = proven(uow.session, order.paper, actor)
        studies = _chosen(uow.session, group, chosen)
        for study in studies:
            require_going(study)
            if other is not None:
                go_on(people, uow, study, other, order.day, proof, actor)
            else:
                end_study(people, uow, study, _leaving(order), order.day, proof, actor)
        _finish(people, uow, "person:group:order", group, order, studies, proof, actor)
        return len(studies)


def take_back(people: People, order: GroupOrder, chosen: Mapping[int, int], actor: Actor) -> int:
    """Undo what this very order has done to the studies `chosen`; how many. The studies in `group_id` go on.

    The paper of the order is taken off; that of the enrolment stays.

    Raises:
        NotAllowed, NotFound, PaperMissing, OrderUnclear, DayNotCome, NobodyChosen;
        PersonChanged: a study is no longer as the order has left it.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        group, _ = _groups(uow.session, order, people)
        proof = proven(uow.session, order.paper, actor)
        studies = _chosen(uow.session, group, chosen)
        following = _following(uow.session, order, proof.words)
        for study in studies:
            _require_untouched(study, order, proof.words, following)
            _reopen(uow, study, following)
        _cancel_events(people, uow, order, studies, proof.words, actor)
        _finish(people, uow, "person:group:take_back", group, order, studies, proof, actor)
        return len(studies)


def _groups(session: Session, order: GroupOrder, people: People) -> tuple[StudyGroup, StudyGroup | None]:
    if (order.to_group is None) == (order.leaving is None) or order.leaving is Leaving.MOVED:
        raise OrderUnclear
    if order.to_group == order.group_id:
        raise OrderUnclear
    if order.to_group is None and order.day > people.today():
        raise DayNotCome(on=order.day)
    return _group(session, order.group_id), None if order.to_group is None else _group(session, order.to_group)


def _group(session: Session, number: int) -> StudyGroup:
    group = session.get(StudyGroup, number)
    if group is None:
        raise NotFound(str(number), what=translate("Group {number}", number=number))
    return group


def _leaving(order: GroupOrder) -> Leaving:
    if order.leaving is None:
        raise OrderUnclear
    return order.leaving


def _last_day(order: GroupOrder) -> tuple[datetime.date, Leaving]:
    """When and why a study in the group ends by this order."""
    if order.to_group is None:
        return order.day, _leaving(order)
    return order.day - ONE_DAY, Leaving.MOVED


def _of_group(order: GroupOrder, words: str) -> Select[Study]:
    """Those who study in the group, and those whom this very order took out of it."""
    last, leaving = _last_day(order)
    done = (Study.ended_on == last) & (Study.leaving == leaving) & (Study.leaving_ground == words)
    return (
        select(Study)
        .join(Study.person)
        .where(Study.group_id == order.group_id, or_(Study.ended_on.is_(None), done))
        .options(joinedload(Study.person, innerjoin=True))
        .order_by(Person.folded, Study.person_id, Study.started_on)
    )


def _already_there(session: Session, order: GroupOrder) -> frozenset[int]:
    if order.to_group is None:
        return frozenset()
    last = or_(Study.ended_on.is_(None), Study.ended_on >= order.day)
    return frozenset(session.scalars(select(Study.person_id).where(Study.group_id == order.to_group, last)))


def _line(study: Study, order: GroupOrder, there: frozenset[int]) -> MemberLine:
    begun = study.started_on >= order.day if order.to_group is not None else study.started_on > order.day
    outcome = MemberOutcome.READY
    if study.ended_on is not None:
        outcome = MemberOutcome.DONE
    elif begun:
        outcome = MemberOutcome.TOO_LATE
    elif study.person_id in there:
        outcome = MemberOutcome.THERE
    return MemberLine(study.id, study.version, study.person_id, spoken_name(study.person), study.started_on, outcome)


def _chosen(session: Session, group: StudyGroup, chosen: Mapping[int, int]) -> Sequence[Study]:
    """The studies as they were looked at. Raises NobodyChosen, NotFound, PersonChanged."""
    if not chosen:
        raise NobodyChosen
    query = select(Study).where(Study.id.in_(chosen), Study.group_id == group.id)
    query = query.options(joinedload(Study.person, innerjoin=True), joinedload(Study.group, innerjoin=True))
    found = {study.id: study for study in session.scalars(query.order_by(Study.id))}
    for number, version in chosen.items():
        if number not in found:
            raise NotFound(str(number), what=translate("Study {number}", number=number))
        if found[number].version != version:
            name = spoken_name(found[number].person)
            raise PersonChanged(name, name=name)
    return list(found.values())


def _following(session: Session, order: GroupOrder, words: str) -> dict[int, Study]:
    """What the order has begun in the other group, by person, where it still goes on as the order has left it."""
    if order.to_group is None:
        return {}
    query = select(Study).where(
        Study.group_id == order.to_group,
        Study.started_on == order.day,
        Study.ended_on.is_(None),
        Study.ground == words,
    )
    return {study.person_id: study for study in session.scalars(query)}


def _require_untouched(study: Study, order: GroupOrder, words: str, following: Mapping[int, Study]) -> None:
    """Raises PersonChanged."""
    untouched = (study.ended_on, study.leaving) == _last_day(order) and study.leaving_ground == words
    if not untouched or (order.to_group is not None and study.person_id not in following):
        name = spoken_name(study.person)
        raise PersonChanged(name, name=name)


def _reopen(uow: UnitOfWork, study: Study, following: Mapping[int, Study]) -> None:
    """It goes on, without the paper of the order."""
    if study.person_id in following:
        take_off(uow.session, following[study.person_id])
    study.ended_on, study.leaving = None, None
    study.leaving_ground, study.leaving_document_id = None, None
    flush_study(uow.session, study)


def _cancel_events(
    people: People, uow: UnitOfWork, order: GroupOrder, studies: Sequence[Study], words: str, actor: Actor
) -> None:
    """Terms that began to run by this leaving wait again, and so do consents whose purpose it had ended."""
    if order.to_group is not None:
        return
    persons = [study.person_id for study in studies]
    why = translate("The order is taken back: {order}", order=words)
    take_leaving_back(people, uow, persons, order.day, words, actor.login, why=why)


def _finish(
    people: People,
    uow: UnitOfWork,
    action: str,
    group: StudyGroup,
    order: GroupOrder,
    studies: Sequence[Study],
    proof: Paper,
    actor: Actor,
) -> None:
    persons = [study.person_id for study in studies]
    AuditTrail(uow, actor=actor.login, now=people.clock).record(
        action,
        group,
        persons=persons,
        to=order.to_group,
        leaving=order.leaving.value if order.leaving else None,
        day=order.day.isoformat(),
        ground=proof.words,
    )
    follow(people, uow, persons, actor)
    uow.commit()
