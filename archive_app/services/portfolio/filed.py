"""What is accepted lies in a case file of its student: each file becomes a document of the kind that the paper is.

The kind and its item are those of the dictionary (`docs/kinds.md` tells what it begins with). A kind that is retired,
or has no item in the file plan of the year, gives way to the portfolio itself. Everything is one transaction with the
acceptance: without a place nothing is accepted, and the entry waits as it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from archive_app.audit import ObjectRef
from archive_app.db.models import (
    AchievementKind,
    AchievementPaper,
    Carrier,
    Document,
    DocumentKind,
    DocumentState,
    IntakeSource,
    PortalFile,
    RecognitionState,
    Study,
    StudyGroup,
    Volume,
)
from archive_app.db.queries.file_plans import item_in_force
from archive_app.jobs import enqueue_all
from archive_app.services.case_files import open_volume_of
from archive_app.services.document_rows import add_document
from archive_app.services.kinds import index_job, recognise_job
from archive_app.services.portfolio.errors import PortfolioPlaceMissing
from archive_app.services.portfolio.ground import KIND

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.db.models import PortfolioEntry
    from archive_app.db.queries.file_plans import Heading

PAPERS: Mapping[AchievementPaper, str] = {
    AchievementPaper.WORK: "creative_work",
    AchievementPaper.DIPLOMA: "award_diploma",
    AchievementPaper.AWARD: "honour",
    AchievementPaper.CERTIFICATE: "participation_certificate",
    AchievementPaper.LICENCE: "achievement_licence",
}
"""Kinds of documents (school 4.7, 4.8); a letter of thanks and other papers are of the portfolio itself."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an entry lies: its case file, the index of the item, the documents that its files are."""

    case_file_id: int
    item: str
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    item: Heading
    volume_id: int
    case_file_id: int


def kind_of(entry: PortfolioEntry) -> str:
    """The kind of documents that the files of an entry are, as the regulations name it."""
    if entry.paper is AchievementPaper.WORK and entry.kind is AchievementKind.DIGITAL_WORK:
        return "digital_work"
    return PAPERS.get(entry.paper, KIND)


def file_entry(
    session: Session,
    trail: AuditTrail,
    entry: PortfolioEntry,
    login: str,
    today: datetime.date,
    now: datetime.datetime,
) -> Filed:
    """Put an entry and its files into the case file of its student; `login` is who files.

    Raises:
        PortfolioPlaceMissing, CaseFileClosed; IntegrityError: somebody opened the same case file at this moment.
    """
    place = _place(session, entry, today.year, now)
    mine = (PortalFile.entry_id == entry.id, PortalFile.removed_at.is_(None), PortalFile.document_id.is_(None))
    files = session.scalars(select(PortalFile).where(*mine).order_by(PortalFile.id)).all()
    same = _same_bytes(session, place.case_file_id, [file.sha256 for file in files])
    group, unit = _studies_in(session, entry.person_id, today)
    made: list[int] = []
    for file in files:
        number = same.get(file.sha256)
        if number is None:  # the same bytes twice in one case file are one document
            title = entry.title if len(files) == 1 else f"{entry.title}: {file.name}"
            columns = _columns(file, place, title, login, now) | {
                "group_id": group,
                "unit_id": unit,
                "dated_on": entry.happened_on,
                "subject_id": entry.person_id,
            }
            number = same[file.sha256] = add_document(session, columns, [entry.person])
            told = {"sha256": file.sha256, "size": file.size, "item": place.item.index, "year": today.year}
            trail.record("document:file:receive", ObjectRef("document", str(number)), **told)
            made.append(number)
        file.document_id = number
    entry.case_file_id = place.case_file_id
    if made:
        enqueue_all(session, [index_job(), *map(recognise_job, made)], now=now)
    return Filed(place.case_file_id, place.item.index, tuple(made))


def _place(session: Session, entry: PortfolioEntry, year: int, now: datetime.datetime) -> _Place:
    wanted = list(dict.fromkeys((kind_of(entry), KIND)))
    known = {kind.code: kind for kind in session.scalars(select(DocumentKind).where(DocumentKind.code.in_(wanted)))}
    for code in wanted:
        kind = known.get(code)
        if kind is None or kind.retired_at is not None or kind.item_index is None:
            continue
        item = item_in_force(session, year, kind.item_index)
        if item is not None:
            volume_id = open_volume_of(session, item, year, entry.person, now)
            return _Place(code, item, volume_id, session.get_one(Volume, volume_id).case_file_id)
    titles = [known[code].title for code in wanted if code in known]
    raise PortfolioPlaceMissing(title=entry.title, kind=titles[0] if titles else wanted[0], year=year)


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


def _columns(file: PortalFile, place: _Place, title: str, login: str, now: datetime.datetime) -> dict[str, Any]:
    """The columns of the new document that the entry does not tell; those that are not named take their defaults."""
    return {
        "kind_code": place.kind,
        "volume_id": place.volume_id,
        "number": None,
        "title": title,
        "sheets": None,
        "carrier": Carrier.ELECTRONIC,
        "confidentiality": 0,
        "source": IntakeSource.BROWSER,
        "original_sha256": file.sha256,
        "original_name": file.name,
        "media_type": file.media_type,
        "page_count": None,
        "recognition": RecognitionState.WAITING,
        "created_at": now,
        "created_by": login,
    }
