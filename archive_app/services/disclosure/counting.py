"""What is counted for monitoring bodies: each as cells within parts, by words that the form prints."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from archive_app.db.models import (
    ArchiveRequest,
    Leaving,
    Person,
    RegisterBook,
    RegisterEntry,
    RequestAnswer,
    RequestKind,
    RequestState,
    Study,
    StudyGroup,
)
from archive_app.i18n import mark, translate
from archive_app.services.registers.books import BOOK_WORDS
from archive_app.services.requests.kinds import KIND_WORDS
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    Parts = Mapping[str, Mapping[str, int]]
    Stay = Row[int, int, datetime.date, datetime.date | None, Leaving | None, str]

ONE_DAY = datetime.timedelta(days=1)
MALE, FEMALE = ("ич", "оглы", "оглу", "улы", "уулу"), ("вна", "чна", "кызы", "гызы")
"""Ends of patronymics; the sex is written down nowhere else."""
OUTCOMES = {
    "in_time": mark("answered in time"),
    "late": mark("answered late"),
    "refused": mark("refused"),
    "withdrawn": mark("taken back"),
    "open": mark("not answered yet"),
}
_GRADE = re.compile(r"[0-9]{1,2}(?![0-9])")


def requests(session: Session, year: int) -> Parts:
    """Requests of the year by kind, and how each was answered; in time: signed by the day that the law names.

    Whoever comes late for an answer that is ready makes it no later, and one that was signed late is late before it is
    fetched.
    """
    answered = ArchiveRequest.state.in_((RequestState.SIGNED, RequestState.ISSUED))
    outcome = case(
        (and_(answered, RequestAnswer.signed_on > ArchiveRequest.due_on), "late"),
        (answered, "in_time"),
        (ArchiveRequest.state == RequestState.REFUSED, "refused"),
        (ArchiveRequest.state == RequestState.WITHDRAWN, "withdrawn"),
        else_="open",
    ).label("outcome")
    query = select(ArchiveRequest.kind, outcome, func.count()).outerjoin(RequestAnswer)
    rows = session.execute(query.where(ArchiveRequest.year == year).group_by(ArchiveRequest.kind, outcome))
    counts = {(kind, how): count for kind, how, count in rows}
    return {
        translate(KIND_WORDS[kind]): {translate(words): counts.get((kind, how), 0) for how, words in OUTCOMES.items()}
        for kind in RequestKind
    }


def contingent_by_group(session: Session, on: datetime.date) -> Parts:
    """Who studies on that day, by grade and group."""
    return _by_grade(row.name for row in _studying(session, on))


def contingent_by_birth(session: Session, on: datetime.date) -> Parts:
    """Who studies on that day, by sex and year of birth; somebody in two groups is one person."""
    persons = {row.person_id: row for row in _studying(session, on)}
    told: dict[str, Counter[str]] = {translate(words): Counter() for words in (mark("male"), mark("female"))}
    for row in persons.values():
        born = translate("born in {year}", year=row.birth_date.year) if row.birth_date else translate("year not known")
        told.setdefault(_sex(row.patronymic), Counter())[born] += 1
    return {sex: dict(sorted(years.items())) for sex, years in told.items()}


def enrolled(session: Session, year: int) -> Parts:
    """Studies that began in the year and go on from no other one, by grade and group."""
    return _by_grade(study.name for study, others in _of_year(session, year) if _enrolled(study, others, year))


def left(session: Session, year: int) -> Parts:
    """Studies that ended in the year and went on in no other one, by reason and group."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for study, others in _of_year(session, year):
        if _left(study, others, year):
            reason = LEAVING_WORDS[study.leaving.value] if study.leaving else mark("no reason is written down")
            told[translate(reason)][study.name] += 1
    return {reason: dict(sorted(groups.items())) for reason, groups in sorted(told.items())}


def issued(session: Session, year: int) -> Parts:
    """Documents on education that were handed over in the year, by book; duplicates apart."""
    days = RegisterEntry.issued_on.between(*_days(year))
    query = select(RegisterEntry.book, RegisterEntry.duplicate, func.count()).where(days)
    rows = session.execute(query.group_by(RegisterEntry.book, RegisterEntry.duplicate))
    counts = {(book, bool(duplicate)): count for book, duplicate, count in rows}
    kinds = {False: translate("first documents"), True: translate("duplicates")}
    return {
        translate(BOOK_WORDS[book]): {words: counts.get((book, again), 0) for again, words in kinds.items()}
        for book in RegisterBook
    }


def _studying(session: Session, on: datetime.date) -> Sequence[Row[int, str, str | None, datetime.date | None]]:
    query = (
        select(Study.person_id, StudyGroup.name, Person.patronymic, Person.birth_date)
        .join(Study.group)
        .join(Study.person)
        .where(Study.started_on <= on, or_(Study.ended_on.is_(None), Study.ended_on >= on))
        .order_by(StudyGroup.name, Study.id)
    )
    return session.execute(query).all()


def _of_year(session: Session, year: int) -> Iterator[tuple[Stay, Sequence[Stay]]]:
    """Each study that touches the year, with all studies of its person: one statement."""
    days = _days(year)
    touched = select(Study.person_id).where(or_(Study.started_on.between(*days), Study.ended_on.between(*days)))
    query = (
        select(Study.id, Study.person_id, Study.started_on, Study.ended_on, Study.leaving, StudyGroup.name)
        .join(Study.group)
        .where(Study.person_id.in_(touched))
        .order_by(StudyGroup.name, Study.id)
    )
    by_person = defaultdict(list)
    for row in session.execute(query):
        by_person[row.person_id].append(row)
    for studies in by_person.values():
        for study in studies:
            yield study, studies


def _enrolled(study: Stay, others: Iterable[Stay], year: int) -> bool:
    before = study.started_on - ONE_DAY
    there = (one.started_on <= before and (one.ended_on is None or one.ended_on >= before) for one in others)
    return study.started_on.year == year and not any(there)


def _left(study: Stay, others: Iterable[Stay], year: int) -> bool:
    if study.ended_on is None or study.ended_on.year != year or study.leaving is Leaving.MOVED:
        return False
    after = study.ended_on + ONE_DAY
    return not any(one.started_on <= after and (one.ended_on is None or one.ended_on >= after) for one in others)


def _by_grade(groups: Iterable[str]) -> Parts:
    """Groups of a school within their grade; those whose names begin with no number stand together."""
    told: dict[int | None, Counter[str]] = defaultdict(Counter)
    for name in groups:
        found = _GRADE.match(name)
        told[int(found[0]) if found else None][name] += 1
    return {
        translate("grade {number}", number=grade) if grade is not None else translate("groups without a grade"): counts
        for grade, counts in sorted(told.items(), key=lambda one: (one[0] is None, one[0] or 0))
    }


def _sex(patronymic: str | None) -> str:
    name = (patronymic or "").casefold()
    if name.endswith(FEMALE):
        return translate("female")
    return translate("male") if name.endswith(MALE) else translate("not known by the patronymic")


def _days(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
