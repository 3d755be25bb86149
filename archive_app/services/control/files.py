"""Personal files and journals against the checklists of their items: counted by group, and told one by one.

A student counts in the group of the last stay of the school year. A personal file is a case file of the person under an
item that is called «Личные дела …»; a journal is a case file of the year that holds the group's journal,
on paper or as the export of the electronic one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseFile,
    CaseFileState,
    Document,
    DocumentKind,
    DocumentState,
    FilePlanItem,
    Person,
    PortfolioEntry,
    PortfolioState,
    RequiredKind,
    Study,
    StudyGroup,
    Unit,
    Volume,
)
from archive_app.i18n import mark
from archive_app.services.case_file_views import seen_case_files
from archive_app.services.control.ground import JOURNALS, PORTFOLIOS, groups_in, require_year
from archive_app.services.documents import spoken_name
from retention.entries import school_year_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select, Subquery
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from archive_app.services.control.ground import Ground, Slice

PERSONAL_ITEMS = "Личн% дел%"
"""How the items of personal files are called in every plan."""
_GONE = (CaseFileState.DESTROYING, CaseFileState.DESTROYED)


class FileState(StrEnum):
    """How a student's personal file, or a group's journal, stands against its checklist."""

    NONE = "none"
    LACKING = "lacking"
    COMPLETE = "complete"


FILE_WORDS: Mapping[FileState, str] = {
    FileState.NONE: mark("none"),
    FileState.LACKING: mark("papers lack"),
    FileState.COMPLETE: mark("complete"),
}


@dataclass(frozen=True, slots=True)
class StudentFile:
    """A student and the personal file; `case_file_id` leads to one that may be seen, `lacking` are titles of kinds."""

    person_id: int
    name: str
    group_id: int
    group: str
    state: str
    portfolio: bool
    case_file_id: int | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupJournal:
    """A group and its journal of the year."""

    group_id: int
    group: str
    unit: str
    state: str
    case_file_id: int | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """Reads them for whoever watches over the groups."""

    ground: Ground

    def students(
        self,
        part: Slice,
        actor: Actor,
        *,
        state: str = "",
        without_portfolio: bool = False,
        after: int | None = None,
        limit: int = 50,
    ) -> tuple[StudentFile, ...]:
        """Students in the order of the alphabet, after the person `after`: two statements. Raises NotAllowed, NotFound.

        `state` of `FileState`; none: all.
        """
        require(actor, Act.CONTROL)
        require_year(part.year)
        with reading(self.ground.sessions) as session:
            of = students_in(part, actor)
            query = _of_students(of, actor)
            if state:
                query = query.where(of.c.state == state)
            if without_portfolio:
                query = query.where(of.c.portfolio == 0)
            if after is not None:
                shown = aliased(Person)
                last = select(shown.folded).where(shown.id == after).scalar_subquery()
                query = query.where(or_(Person.folded > last, and_(Person.folded == last, Person.id > after)))
            rows = session.execute(query.limit(limit)).all()
            lacking = _lacking(session, [row.case_file_id for row in rows if row.case_file_id])
        self.ground.reads.record(
            actor.login, LISTED, ObjectRef("list", "-"), persons=[row.person_id for row in rows], of="personal_files"
        )
        return tuple(
            StudentFile(
                row.person_id,
                spoken_name(row.Person),
                row.group_id,
                row.group_name,
                row.state,
                bool(row.portfolio),
                row.seen_id,
                lacking.get(row.case_file_id, ()),
            )
            for row in rows
        )

    def journals(self, part: Slice, actor: Actor, *, state: str = "") -> tuple[GroupJournal, ...]:
        """The journals of all groups, by name: two statements. Raises NotAllowed, NotFound."""
        require(actor, Act.CONTROL)
        require_year(part.year)
        with reading(self.ground.sessions) as session:
            rows = [row for row in journals_in(session, part, actor) if not state or row.state == state]
            lacking = _lacking(session, [row.case_file_id for row in rows if row.case_file_id])
        return tuple(
            GroupJournal(
                row.id, row.name, row.unit_name or "", row.state, row.seen_id, lacking.get(row.case_file_id, ())
            )
            for row in rows
        )


def students_in(part: Slice, actor: Actor) -> Subquery:
    """Who studies in the year, each once: `person_id`, `group_id`, `file_id`, `portfolio` (1 or 0), `state`."""
    first, last = school_year_span(part.year)
    in_year = and_(Study.started_on <= last, or_(Study.ended_on.is_(None), Study.ended_on >= first))
    later = aliased(Study)
    moved_on = exists().where(
        later.person_id == Study.person_id,
        later.started_on <= last,
        or_(
            later.started_on > Study.started_on,
            and_(later.started_on == Study.started_on, later.id > Study.id),
        ),
    )
    base = (
        select(
            Study.person_id,
            Study.group_id,
            _personal_file().label("file_id"),
            cast(_portfolio(), Integer).label("portfolio"),
        )
        .join(Study.group)
        .where(in_year, ~moved_on, groups_in(actor, part))
        .subquery()
    )
    return select(base, _state_of(base.c.file_id).label("state")).subquery("students")


def _portfolio() -> ColumnElement[bool]:
    """Begun in the portal, by an entry that the curator has accepted, or filed as a document."""
    filed = exists().where(
        Document.subject_id == Study.person_id,
        Document.kind_code.in_(PORTFOLIOS),
        Document.state == DocumentState.ACTIVE,
    )
    accepted = exists().where(
        PortfolioEntry.person_id == Study.person_id, PortfolioEntry.state == PortfolioState.ACCEPTED
    )
    return or_(filed, accepted)


def counted_students(session: Session, part: Slice, actor: Actor) -> Sequence[Row[Any]]:
    """Rows of group, state, number of students and of those with a portfolio: one statement."""
    of = students_in(part, actor)
    query = select(of.c.group_id, of.c.state, func.count().label("number"), func.sum(of.c.portfolio).label("portfolio"))
    return session.execute(query.group_by(of.c.group_id, of.c.state)).all()


def journals_in(session: Session, part: Slice, actor: Actor) -> Sequence[Row[Any]]:
    """Rows of the groups watched over with the state of their journals: one statement."""
    journal = (
        select(func.max(CaseFile.id))
        .join(Volume, Volume.case_file_id == CaseFile.id)
        .join(Document, Document.volume_id == Volume.id)
        .where(
            Document.group_id == StudyGroup.id,
            Document.kind_code.in_(JOURNALS),
            Document.state == DocumentState.ACTIVE,
            CaseFile.year == part.year,
            CaseFile.state.not_in(_GONE),
        )
        .correlate(StudyGroup)
        .scalar_subquery()
    )
    base = (
        select(StudyGroup.id, StudyGroup.name, StudyGroup.unit_id, Unit.name.label("unit_name"))
        .add_columns(journal.label("case_file_id"))
        .outerjoin(StudyGroup.unit)
        .where(groups_in(actor, part))
        .subquery()
    )
    seen = _seen(base.c.case_file_id, actor)
    query = select(base, _state_of(base.c.case_file_id).label("state"), seen.label("seen_id"))
    return session.execute(query.order_by(base.c.name, base.c.id)).all()


def asked_kinds(session: Session) -> int:
    """How many kinds the checklists of personal files ask for; 0: nobody has set one. One statement."""
    personal = select(FilePlanItem.index).where(FilePlanItem.title.like(PERSONAL_ITEMS))
    query = select(func.count(RequiredKind.kind_code.distinct())).where(RequiredKind.item_index.in_(personal))
    return session.scalar(query) or 0


def _of_students(of: Subquery, actor: Actor) -> Select[Any]:
    seen = _seen(of.c.file_id, actor)
    return (
        select(
            of.c.person_id,
            of.c.group_id,
            of.c.file_id.label("case_file_id"),
            of.c.portfolio,
            of.c.state,
            Person,
            StudyGroup.name.label("group_name"),
            seen.label("seen_id"),
        )
        .join(Person, Person.id == of.c.person_id)
        .join(StudyGroup, StudyGroup.id == of.c.group_id)
        .order_by(Person.folded, Person.id)
    )


def _personal_file() -> Any:
    """The newest personal file of the person of `Study`."""
    return (
        select(func.max(CaseFile.id))
        .join(CaseFile.item)
        .where(
            CaseFile.person_id == Study.person_id,
            FilePlanItem.title.like(PERSONAL_ITEMS),
            CaseFile.state.not_in(_GONE),
        )
        .correlate(Study)
        .scalar_subquery()
    )


def _seen(case_file_id: ColumnElement[Any], actor: Actor) -> Any:
    """The same number where the person sees the case file, else NULL."""
    return select(CaseFile.id).where(CaseFile.id == case_file_id, seen_case_files(actor)).scalar_subquery()


def _state_of(case_file_id: ColumnElement[Any]) -> ColumnElement[str]:
    asked = (
        select(RequiredKind.kind_code)
        .join(FilePlanItem, FilePlanItem.index == RequiredKind.item_index)
        .join(CaseFile, CaseFile.item_id == FilePlanItem.id)
        .where(CaseFile.id == case_file_id, ~_held(CaseFile.id))
    )
    return case(
        (case_file_id.is_(None), FileState.NONE.value),
        (asked.exists(), FileState.LACKING.value),
        else_=FileState.COMPLETE.value,
    )


def _held(case_file_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether the case file holds a document of `RequiredKind`."""
    return (
        select(Document.id)
        .join(Volume, Volume.id == Document.volume_id)
        .where(
            Volume.case_file_id == case_file_id,
            Document.kind_code == RequiredKind.kind_code,
            Document.state == DocumentState.ACTIVE,
        )
        .correlate(CaseFile, RequiredKind)
        .exists()
    )


def _lacking(session: Session, case_files: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Titles of the kinds that each case file lacks: one statement, none without case files."""
    numbers = list(case_files)
    found: defaultdict[int, list[str]] = defaultdict(list)
    if numbers:
        query = (
            select(CaseFile.id, DocumentKind.title)
            .join(CaseFile.item)
            .join(RequiredKind, RequiredKind.item_index == FilePlanItem.index)
            .join(DocumentKind, DocumentKind.code == RequiredKind.kind_code)
            .where(CaseFile.id.in_(numbers), ~_held(CaseFile.id))
            .order_by(CaseFile.id, DocumentKind.position, DocumentKind.code)
        )
        for number, title in session.execute(query):
            found[number].append(title)
    return {number: tuple(titles) for number, titles in found.items()}
