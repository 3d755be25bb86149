"""A filed table of the e-journal is read: what each line says of whom is shown first, then its marks are kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import NOT_THERE, Act, Document, Mark, Person, PersonName, Study
from archive_app.db.models.mark import LONGEST_SUBJECT
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.class_list_of_table import list_of_table
from archive_app.services.marks.rows import MarkRow, read_marks
from archive_app.services.originals import fetch
from archive_app.services.scratch import scratch_folder
from archive_app.services.typed import one_line
from indexer import pipeline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People
    from storage.protocol import BlobStore

YEARS: Final = range(1900, 2201)
AT_ONCE: Final = 500
"""Values in one question to the database."""


class NoMarks(ArchiveError):
    """The document is no table of marks: no line of headings names pupils and subjects."""

    code = "no_marks"


class BadSchoolYear(ArchiveError):
    """The year is none in which a school year could have begun."""

    code = "bad_school_year"


class MarkOutcome(StrEnum):
    """What would come of a line."""

    READY = "ready"
    NOT_UNDERSTOOD = "not_understood"
    UNKNOWN = "unknown"
    """Nobody has this name."""
    SEVERAL = "several"
    """Several have this name, and neither birth date nor group tells who is meant."""
    NOTHING = "nothing"
    """The line holds no mark."""
    TOO_LONG = "too_long"
    AGAIN = "again"
    """The same subject and period of the person stand in the table before."""


@dataclass(frozen=True, slots=True)
class TableSaid:
    """Of the whole table: the year in which the school year begins, the period, and whose class it is."""

    school_year: int
    period: str
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line and what would come of it."""

    row: MarkRow
    outcome: MarkOutcome
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Reads tables that are filed; `work` is where a copy lies for the moment."""

    people: People
    store: BlobStore
    work: Path

    def preview(self, document_id: int, said: TableSaid, actor: Actor) -> tuple[MarkedLine, ...]:
        """What each line would do; nothing is written.

        Raises:
            NotAllowed, NotFound, NoMarks, BadSchoolYear;
            an error of `indexer` or `storage`: the file is damaged, no table, missing.
        """
        require(actor, Act.PERSONS)
        _require_year(said)
        with reading(self.people.sessions) as session:
            rows = self._rows(_document(session, document_id, actor))
            return _judged(session, rows, said)

    def keep(self, document_id: int, said: TableSaid, actor: Actor) -> tuple[MarkedLine, ...]:
        """Keep the marks of the lines that are understood in the place of those read before. Raises as `preview`.

        Whoever is known in the table becomes its class list, from which names on pages are picked; a list that came of
        an earlier reading is renewed.
        """
        require(actor, Act.PERSONS)
        _require_year(said)
        with reading(self.people.sessions) as session:
            rows = self._rows(_document(session, document_id, actor))
        with UnitOfWork(self.people.sessions) as uow:
            document = _document(uow.session, document_id, actor)
            lines = _judged(uow.session, rows, said)
            uow.session.execute(delete(Mark).where(Mark.document_id == document.id))
            made = [mark for line in lines for mark in self._marks(document.id, line, said, actor)]
            uow.session.add_all(made)
            trail = AuditTrail(uow, actor=actor.login, now=self.people.clock)
            trail.record("document:marks:read", document, marks=len(made), school_year=said.school_year)
            persons = [line.person_id for line in lines if line.person_id is not None]
            list_of_table(uow.session, trail, document, persons, by=actor.login, now=self.people.clock())
            uow.commit()
        return lines

    def _rows(self, document: Document) -> tuple[MarkRow, ...]:
        with scratch_folder(self.work) as folder:
            path = fetch(self.store, document.original_sha256, folder / "table")
            rows = read_marks(pipeline.table_lines(path, document.original_name))
        if not rows:
            raise NoMarks
        return rows

    def _marks(self, document_id: int, line: MarkedLine, said: TableSaid, actor: Actor) -> list[Mark]:
        if line.outcome is not MarkOutcome.READY or line.person_id is None:
            return []
        now: datetime.datetime = self.people.clock()
        return [
            Mark(
                document_id=document_id,
                person_id=line.person_id,
                school_year=said.school_year,
                subject=each.subject,
                period=each.period or _period(said),
                value=each.value,
                position=each.position,
                created_at=now,
                created_by=actor.login,
            )
            for each in line.row.said
        ]


def _require_year(said: TableSaid) -> None:
    if said.school_year not in YEARS:
        raise BadSchoolYear


def _period(said: TableSaid) -> str:
    return one_line(said.period, "period", LONGEST_SUBJECT) or translate("the year")


def _document(session: Session, document_id: int, actor: Actor) -> Document:
    query = select(Document).where(Document.id == document_id, visible(actor), Document.state.not_in(NOT_THERE))
    document = session.scalars(query).first()
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return document


def _judged(session: Session, rows: Sequence[MarkRow], said: TableSaid) -> tuple[MarkedLine, ...]:
    known = _persons(session, {row.name.folded for row in rows if row.name})
    group = _members(session, said.group_id) if said.group_id else frozenset[int]()
    seen: set[tuple[int, str, str]] = set()
    lines = []
    for row in rows:
        found = _meant(row, known, group)
        outcome = _outcome(row, found)
        if outcome is MarkOutcome.READY:
            keys = {(found[0], each.subject.casefold(), (each.period or _period(said)).casefold()) for each in row.said}
            outcome = MarkOutcome.AGAIN if keys & seen or len(keys) < len(row.said) else outcome
            seen |= keys
        lines.append(MarkedLine(row, outcome, found[0] if len(found) == 1 else None))
    return tuple(lines)


def _outcome(row: MarkRow, found: Sequence[int]) -> MarkOutcome:
    wrong = {
        MarkOutcome.NOT_UNDERSTOOD: row.name is None,
        MarkOutcome.NOTHING: not row.said,
        MarkOutcome.TOO_LONG: row.long,
        MarkOutcome.UNKNOWN: not found,
        MarkOutcome.SEVERAL: len(found) > 1,
    }
    return next((outcome for outcome, applies in wrong.items() if applies), MarkOutcome.READY)


def _meant(row: MarkRow, known: Mapping[str, Mapping[int, datetime.date | None]], group: Collection[int]) -> list[int]:
    """The persons whom the line may mean: those of the name, of several those of the birth date or of the class.

    Where both the line and the card tell a birth date, they are the same.
    """
    named = known.get(row.name.folded, {}) if row.name else {}
    found = [number for number, born in named.items() if not (row.born and born and row.born != born)]
    for narrower in (
        [number for number in found if row.born is not None and named[number] == row.born],
        [number for number in found if number in group],
    ):
        if len(found) > 1 and narrower:
            found = narrower
    return found


def _persons(session: Session, names: Collection[str]) -> Mapping[str, Mapping[int, datetime.date | None]]:
    ordered = sorted(names)
    found: dict[str, dict[int, datetime.date | None]] = defaultdict(dict)
    for first in range(0, len(ordered), AT_ONCE):
        query = (
            select(PersonName.folded, Person.id, Person.birth_date)
            .join(Person, Person.id == PersonName.person_id)
            .where(PersonName.folded.in_(ordered[first : first + AT_ONCE]), Person.merged_into_id.is_(None))
        )
        for folded, number, born in session.execute(query):
            found[folded][number] = born
    return found


def _members(session: Session, group_id: int) -> frozenset[int]:
    return frozenset(session.scalars(select(Study.person_id).where(Study.group_id == group_id)))
