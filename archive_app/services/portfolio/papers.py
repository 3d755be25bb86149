"""Files that came through the portal become documents in a case file of their student: of entries and of results.

The kinds and their items are those of the dictionary (`docs/kinds.md` tells what it begins with). A kind that is
retired, or has no item in the file plan of the year, gives way to the next one. Everything is one transaction with the
decision that files: without a place nothing is decided, and what waits waits as it did.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import ObjectRef
from archive_app.db.models import (
    Carrier,
    Document,
    DocumentKind,
    DocumentState,
    FieldType,
    IntakeSource,
    PortalFile,
    RecognitionState,
    Study,
    StudyGroup,
    Volume,
)
from archive_app.db.queries.file_plans import item_in_force
from archive_app.jobs import enqueue_all
from archive_app.services.card_values import LONGEST_CARD_TITLE
from archive_app.services.case_files import open_volume_of
from archive_app.services.document_rows import add_document
from archive_app.services.intake import RACE_ATTEMPTS, BusyFiling
from archive_app.services.kind_fields import LONGEST_VALUE, fields_of
from archive_app.services.kinds import index_job, recognise_job
from archive_app.services.names import shortened
from archive_app.services.portfolio.errors import PortfolioPlaceMissing
from archive_app.services.portfolio.files import Original

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.db.models import Person
    from archive_app.db.queries.file_plans import Heading

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who files, when, and in which transaction; `trail` writes into the same one."""

    session: Session
    trail: AuditTrail
    login: str
    today: datetime.date
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """What is said of files of one person that are filed together.

    `kinds`: codes, each gives way to the next one. `ground`: by what they lie there, told behind the title. `fields`:
    text and days by the codes of fields of the kind; what the kind has no such field for is left out.
    """

    person: Person
    kinds: tuple[str, ...]
    title: str
    dated_on: datetime.date | None
    ground: str = ""
    number: str | None = None
    fields: Mapping[str, str | datetime.date | None] = field(default_factory=dict)

    def title_of(self, name: str, among: int) -> str:
        """The title of the document that the file `name` becomes, of so many."""
        parts = (self.title, self.ground, name if among > 1 else "")
        return shortened(": ".join(part for part in parts if part), LONGEST_CARD_TITLE)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where papers lie: their case file, the index of the item, the document of each file, those that were made."""

    case_file_id: int
    item: str
    numbers: tuple[int, ...]
    made: tuple[int, ...]

    def told(self) -> dict[str, object]:
        """The same for the journal of actions."""
        return {"item": self.item, "case_file": self.case_file_id, "documents": list(self.made)}


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    item: Heading
    volume_id: int
    case_file_id: int


def file_papers(hand: Hand, papers: Papers, files: Sequence[PortalFile]) -> Filed:
    """Put the files into the case file of their person; without a file only the place is found. Raises as `put`."""
    filed = put(hand, papers, [Original(one.sha256, one.name, one.media_type, one.size) for one in files])
    for file, number in zip(files, filed.numbers, strict=True):
        file.document_id = number
    return filed


def put(hand: Hand, papers: Papers, files: Sequence[Original]) -> Filed:
    """Make documents of stored bytes in the case file of their person.

    Raises:
        PortfolioPlaceMissing, CaseFileClosed; IntegrityError: somebody opened the same case file at this moment.
    """
    session, place = hand.session, _place(hand, papers)
    known = _same_bytes(session, place.case_file_id, [file.sha256 for file in files])
    columns = _columns(hand, papers, place)
    made: list[int] = []
    for file in files:
        if file.sha256 in known:  # the same bytes twice in one case file are one document
            continue
        own = {
            "title": papers.title_of(file.name, len(files)),
            "original_sha256": file.sha256,
            "original_name": file.name,
            "media_type": file.media_type,
        }
        number = known[file.sha256] = add_document(session, columns | own, [papers.person])
        told = {"sha256": file.sha256, "size": file.size, "item": place.item.index, "year": hand.today.year}
        hand.trail.record("document:file:receive", ObjectRef("document", str(number)), **told)
        made.append(number)
    if made:
        enqueue_all(session, [index_job(), *map(recognise_job, made)], now=hand.now)
    return Filed(place.case_file_id, place.item.index, tuple(known[file.sha256] for file in files), tuple(made))


def unfiled(session: Session, *owner: ColumnElement[bool]) -> Sequence[PortalFile]:
    """The files of one entry or result that are there and no document yet, in the order in which they came."""
    waiting = (PortalFile.removed_at.is_(None), PortalFile.document_id.is_(None))
    return session.scalars(select(PortalFile).where(*owner, *waiting).order_by(PortalFile.id)).all()


def in_turn(act: Callable[[], Done]) -> Done:
    """Do it once more where somebody opened the same case file between our look and our commit. Raises BusyFiling."""
    for _ in range(RACE_ATTEMPTS):
        try:
            return act()
        except IntegrityError:
            continue
    raise BusyFiling


def _place(hand: Hand, papers: Papers) -> _Place:
    session, year = hand.session, hand.today.year
    wanted = list(dict.fromkeys(papers.kinds))
    known = {kind.code: kind for kind in session.scalars(select(DocumentKind).where(DocumentKind.code.in_(wanted)))}
    for code in wanted:
        kind = known.get(code)
        if kind is None or kind.retired_at is not None or kind.item_index is None:
            continue
        item = item_in_force(session, year, kind.item_index)
        if item is not None:
            volume_id = open_volume_of(session, item, year, papers.person, hand.now)
            return _Place(code, item, volume_id, session.get_one(Volume, volume_id).case_file_id)
    titles = [known[code].title for code in wanted if code in known]
    raise PortfolioPlaceMissing(title=papers.title, kind=titles[0] if titles else wanted[0], year=year)


def _same_bytes(session: Session, case_file_id: int, hashes: Sequence[str]) -> dict[str, int]:
    """Documents of the case file that hold these bytes already: a diploma that was told of twice."""
    query = (
        select(Document.original_sha256, Document.id)
        .join(Volume, Volume.id == Document.volume_id)
        .where(
            Volume.case_file_id == case_file_id,
            Document.original_sha256.in_(hashes),
            Document.state == DocumentState.ACTIVE,
        )
    )
    return dict(session.execute(query).all())


def _studies_in(session: Session, person_id: int, on: datetime.date) -> tuple[int | None, int | None]:
    """Group and unit of that day: the documents are there for its curator."""
    there = (Study.started_on <= on, or_(Study.ended_on.is_(None), Study.ended_on >= on))
    query = select(StudyGroup.id, StudyGroup.unit_id).join(Study, Study.group_id == StudyGroup.id)
    latest = query.where(Study.person_id == person_id, *there).order_by(Study.started_on.desc(), Study.id.desc())
    row = session.execute(latest.limit(1)).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


def _columns(hand: Hand, papers: Papers, place: _Place) -> dict[str, Any]:
    """The columns that are the same of all files; those that are not named take their defaults."""
    group, unit = _studies_in(hand.session, papers.person.id, hand.today)
    return {
        "kind_code": place.kind,
        "volume_id": place.volume_id,
        "group_id": group,
        "unit_id": unit,
        "subject_id": papers.person.id,
        "dated_on": papers.dated_on,
        "number": papers.number,
        "fields": _fields(hand.session, place.kind, papers.fields),
        "sheets": None,
        "carrier": Carrier.ELECTRONIC,
        "confidentiality": 0,
        "source": IntakeSource.BROWSER,
        "page_count": None,
        "recognition": RecognitionState.WAITING,
        "created_at": hand.now,
        "created_by": hand.login,
    }


def _fields(session: Session, kind: str, told: Mapping[str, str | datetime.date | None]) -> dict[str, str]:
    """What the kind asks for of what is told, as `Document.fields` holds it."""
    values = dict[str, str]()
    for asked in fields_of(session, kind) if told else ():
        value = told.get(asked.code)
        if isinstance(value, datetime.date) and asked.type is FieldType.DATE:
            values[asked.code] = value.isoformat()
        elif isinstance(value, str) and value and asked.type is FieldType.TEXT:
            values[asked.code] = shortened(value, LONGEST_VALUE)
    return values
