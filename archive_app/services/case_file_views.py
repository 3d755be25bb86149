"""Case files for a person who looks: those of an item, one of them with its volumes and persons, its life so far.

A case file is seen by whoever sees a document in it, and by those who see everything; what is counted is what is seen.
That stays so when an act has destroyed it: what is told of it is kept, and whoever saw it reads what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, func, or_, select, true

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.acts import Act
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    CaseFile,
    CaseStep,
    Document,
    DocumentPerson,
    DocumentState,
    FilePlanItem,
    Person,
    Volume,
)
from archive_app.db.queries.disposal import Fate, fate_of_case_file
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.life.judging import judge
from archive_app.services.life_line import GONE, LifePoint, life_of

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

PERSONS = 30
"""Persons that a page names; the search has the others."""
CASE_FILE_READ = "case_file:card:read"


@dataclass(frozen=True, slots=True)
class CaseFileLine:
    """A line of the list; `documents` are those that the person sees."""

    case_file_id: int
    number: int
    title: str
    year: int
    state: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    documents: int


@dataclass(frozen=True, slots=True)
class CaseFilePart:
    """Some lines of the list; `after` leads on, None at the end."""

    item: str
    item_title: str
    year: int
    rows: tuple[CaseFileLine, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """A volume: sheets and extreme dates as it was closed with, else as its documents say."""

    volume_id: int
    number: int
    documents: int
    sheets: int
    first_date: datetime.date | None
    last_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class CaseFileCard:
    """A case file as a person reads about it. `persons` are numbers, names and how many documents name them."""

    case_file_id: int
    item: str
    item_title: str
    retention: str
    article: str | None
    year: int
    number: int
    title: str
    person: str | None
    unit: str | None
    state: str
    custody: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    volumes: tuple[VolumeFacts, ...]
    persons: tuple[tuple[int, str, int], ...]
    life: tuple[LifePoint, ...]
    destroyed: Fate | None
    """The act that took it; what is told of the case file and its documents stays."""


@dataclass(frozen=True, slots=True)
class VolumeCard:
    """A volume with the case file that it belongs to."""

    case_file: CaseFileCard
    volume: VolumeFacts


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """Answers about case files."""

    reads: ReadLog
    today: datetime.date

    def of_item(self, item: str, year: int, actor: Actor, *, after: int = 0, limit: int = 50) -> CaseFilePart:
        """The case files of an item and year that `actor` sees, by number: three statements. Titles name people.

        Raises NotFound: the year's case files know no such item.
        """
        with reading(self.reads.sessions) as session:
            heading = _heading(session, item, year)
            rows = session.execute(_lines(item, year, actor, after, limit)).all()
        shown = rows[:limit]
        self.reads.record(
            actor.login, LISTED, ObjectRef("list", "-"), case_files=[row.id for row in shown], item=item, year=year
        )
        lines = tuple(
            CaseFileLine(row.id, row.number, row.title, row.year, row.state.value, row.opened_on, row.closed_on, row[7])
            for row in shown
        )
        return CaseFilePart(item, heading, year, lines, shown[-1].number if len(rows) > limit else None)

    def card(self, case_file_id: int, actor: Actor) -> CaseFileCard:
        """One case file: nine statements, however many documents it has. A look. Raises NotFound."""
        with reading(self.reads.sessions) as session:
            case_file = session.scalar(select(CaseFile).where(CaseFile.id == case_file_id, seen_case_files(actor)))
            if case_file is None:
                raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
            shown = _card(session, case_file, actor, self.today)
        self.reads.record(actor.login, CASE_FILE_READ, ObjectRef("case_file", str(case_file_id)))
        return shown

    def volume(self, volume_id: int, actor: Actor) -> VolumeCard:
        """One volume with its case file. Raises NotFound."""
        with reading(self.reads.sessions) as session:
            case_file_id = session.scalar(select(Volume.case_file_id).where(Volume.id == volume_id))
        if case_file_id is None:
            raise NotFound(str(volume_id), what=translate("Volume {number}", number=volume_id))
        shown = self.card(case_file_id, actor)
        return VolumeCard(shown, next(volume for volume in shown.volumes if volume.volume_id == volume_id))


def seen_case_files(actor: Actor) -> ColumnElement[bool]:
    """The condition on `CaseFile` that holds for what `actor` sees."""
    within = actor.within(Act.SEE)
    if within.everything:
        return true()
    held = select(Document.id).join(Volume, Volume.id == Document.volume_id)
    of_it = and_(Volume.case_file_id == CaseFile.id, Document.state != DocumentState.REPLACED, visible(actor))
    opened = CaseFile.id.in_(within.case_files) if within.case_files else false()
    return or_(opened, held.where(of_it).correlate(CaseFile).exists())


def _counted(actor: Actor) -> ColumnElement[int]:
    query = select(func.count()).select_from(Document).join(Volume, Volume.id == Document.volume_id)
    of_it = and_(Volume.case_file_id == CaseFile.id, Document.state != DocumentState.REPLACED, visible(actor))
    return query.where(of_it).correlate(CaseFile).scalar_subquery()


def _heading(session: Session, item: str, year: int) -> str:
    query = (
        select(FilePlanItem.title)
        .join(CaseFile, CaseFile.item_id == FilePlanItem.id)
        .where(FilePlanItem.index == item, CaseFile.year == year)
    )
    title = session.scalar(query.limit(1))
    if title is None:
        raise NotFound(item, what=translate("Case files of {item} of {year}", item=item, year=year))
    return title


def _lines(item: str, year: int, actor: Actor, after: int, limit: int):  # type: ignore[no-untyped-def] # noqa: ANN202 - a Select of eight columns
    columns = (
        CaseFile.id,
        CaseFile.number,
        CaseFile.title,
        CaseFile.year,
        CaseFile.state,
        CaseFile.opened_on,
        CaseFile.closed_on,
    )
    return (
        select(*columns, _counted(actor))
        .join(CaseFile.item)
        .where(FilePlanItem.index == item, CaseFile.year == year, CaseFile.number > after, seen_case_files(actor))
        .order_by(CaseFile.number)
        .limit(limit + 1)
    )


def _card(session: Session, case_file: CaseFile, actor: Actor, today: datetime.date) -> CaseFileCard:
    item, volumes = case_file.item, _volumes(session, case_file.id, actor)
    return CaseFileCard(
        case_file_id=case_file.id,
        item=item.index,
        item_title=item.title,
        retention=item.retention_text,
        article=item.article,
        year=case_file.year,
        number=case_file.number,
        title=case_file.title,
        person=spoken_name(case_file.person) if case_file.person else None,
        unit=case_file.unit.name if case_file.unit else None,
        state=case_file.state.value,
        custody=case_file.custody.value,
        opened_on=case_file.opened_on,
        closed_on=case_file.closed_on,
        volumes=volumes,
        persons=_persons(session, case_file.id, actor),
        life=_life(session, case_file, volumes, today),
        destroyed=fate_of_case_file(session, case_file.id) if case_file.state in GONE else None,
    )


def _life(
    session: Session, case_file: CaseFile, volumes: tuple[VolumeFacts, ...], today: datetime.date
) -> tuple[LifePoint, ...]:
    steps = session.scalars(select(CaseStep).where(CaseStep.case_file_id == case_file.id).order_by(CaseStep.id)).all()
    last = max((volume.last_date for volume in volumes if volume.last_date), default=None)
    return life_of(case_file, steps, last, judge(session, [case_file.id], today)[0], today)


def _volumes(session: Session, case_file_id: int, actor: Actor) -> tuple[VolumeFacts, ...]:
    of_it = and_(Document.volume_id == Volume.id, Document.state != DocumentState.REPLACED, visible(actor))
    query = (
        select(
            Volume,
            func.count(Document.id),
            func.coalesce(func.sum(Document.sheets), 0),
            func.min(Document.dated_on),
            func.max(Document.dated_on),
        )
        .outerjoin(Document, of_it)
        .where(Volume.case_file_id == case_file_id)
        .group_by(Volume.id)
        .order_by(Volume.number)
    )
    return tuple(
        VolumeFacts(
            volume.id,
            volume.number,
            documents,
            volume.sheets or sheets or 0,
            volume.first_date or first,
            volume.last_date or last,
        )
        for volume, documents, sheets, first, last in session.execute(query)
    )


def _persons(session: Session, case_file_id: int, actor: Actor) -> tuple[tuple[int, str, int], ...]:
    number = func.count(DocumentPerson.document_id.distinct()).label("documents")
    of_it = and_(Volume.case_file_id == case_file_id, Document.state != DocumentState.REPLACED, visible(actor))
    most = (  # counted before anybody's name is read
        select(DocumentPerson.person_id, number)
        .join(Document, Document.id == DocumentPerson.document_id)
        .join(Volume, Volume.id == Document.volume_id)
        .where(of_it)
        .group_by(DocumentPerson.person_id)
        .order_by(number.desc(), DocumentPerson.person_id)
        .limit(PERSONS)
        .subquery()
    )
    query = (
        select(Person, most.c.documents)
        .join(most, most.c.person_id == Person.id)
        .order_by(most.c.documents.desc(), Person.folded)
    )
    return tuple((person.id, spoken_name(person), documents) for person, documents in session.execute(query))
