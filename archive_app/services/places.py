"""Where a document is put: the item and year, one of their case files, one of its volumes; new ones where asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.auth.policy import visible
from archive_app.db.models import Act, CaseFile, CaseFileState, Document, DocumentState, FilePlanItem, Person, Volume
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.case_files import STAYS, CaseFileClosed, find_item, open_named_case_file, open_volume
from archive_app.services.names import LONGEST_TITLE, clean_text
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor

OFFERED = 50
"""Case files that a form offers: a heading with more has one for each person, who is said by name."""


class TwoPlaces(ArchiveError):
    """Both a case file that is there and a new one were named."""

    code = "two_places"


@dataclass(frozen=True, slots=True)
class Place:
    """`item` is an index (`02-03`). Without a case file: the open one of the year, or of the person, or a new one.

    `case_file` is the number of a row; `volume` counts within the case file, None means the last.
    """

    item: str
    year: int
    case_file: int | None = None
    new_case_file: str | None = None
    volume: int | None = None
    new_volume: bool = False


@dataclass(frozen=True, slots=True)
class OpenCaseFile:
    """A case file that documents may be put into. `documents`: those that the person sees; `volumes`: their numbers."""

    case_file_id: int
    title: str
    year: int
    volumes: tuple[int, ...]
    documents: int


def volume_for(session: Session, place: Place, persons: Sequence[Person], now: datetime) -> int:
    """The row of the volume that `place` names, opened where need be; `persons` are those whom the document is about.

    Raises:
        YearWithoutPlan, UnknownItem, NotFound, CaseFileClosed, TwoPlaces, TooLong.
    """
    item = find_item(session, clean_text(place.item), place.year)
    title = one_line(place.new_case_file or "", "new_case_file", LONGEST_TITLE)
    if title and place.case_file is not None:
        raise TwoPlaces
    if title:
        return open_named_case_file(session, item, place.year, title, now)
    if place.case_file is None:
        volume_id = open_volume(session, item, place.year, list(persons), now)
        case_file = session.get_one(Volume, volume_id).case_file
    else:
        case_file = _chosen(session, place.case_file, item.index)
    return _volume(session, case_file, place)


def _chosen(session: Session, case_file_id: int, index: str) -> CaseFile:
    query = select(CaseFile).join(CaseFile.item).where(CaseFile.id == case_file_id, FilePlanItem.index == index)
    case_file = session.scalar(query.with_for_update(**STAYS).execution_options(populate_existing=True))
    if case_file is None:
        raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
    if case_file.state is not CaseFileState.OPEN:
        raise CaseFileClosed(case_file.title, title=case_file.title)
    return case_file


def _volume(session: Session, case_file: CaseFile, place: Place) -> int:
    if place.new_volume:
        volume = Volume(number=max((each.number for each in case_file.volumes), default=0) + 1)
        case_file.volumes.append(volume)
        session.flush()
        return volume.id
    found = [each for each in case_file.volumes if place.volume in {None, each.number}]
    if not found:
        raise NotFound(str(place.volume), what=translate("Volume {number}", number=place.volume))
    return found[-1].id


def open_case_files(session: Session, actor: Actor, index: str, year: int) -> tuple[OpenCaseFile, ...]:
    """The open case files of an item that the person may file into: three statements.

    Those of the year, and those of persons, which go on from year to year; of the latter only such as hold a document
    that the person may file: their titles are names.
    """
    held = (
        select(func.count())
        .select_from(Document)
        .join(Volume, Volume.id == Document.volume_id)
        .where(Volume.case_file_id == CaseFile.id, Document.state == DocumentState.ACTIVE, visible(actor, Act.FILE))
        .correlate(CaseFile)
        .scalar_subquery()
    )
    query = (
        select(CaseFile.id, CaseFile.title, CaseFile.year, held)
        .join(CaseFile.item)
        .where(FilePlanItem.index == index, CaseFile.state == CaseFileState.OPEN)
        .where(
            (CaseFile.person_id.is_(None) & or_(CaseFile.year == year, CaseFile.carried_to >= year))
            | (CaseFile.person_id.is_not(None) & (held > 0))
        )
        .order_by(CaseFile.person_id.is_not(None), CaseFile.title, CaseFile.number)
        .limit(OFFERED)
    )
    rows = session.execute(query).all()
    volumes: dict[int, list[int]] = {}
    numbers = select(Volume.case_file_id, Volume.number).where(Volume.case_file_id.in_([row.id for row in rows]))
    for case_file_id, number in session.execute(numbers.order_by(Volume.number)):
        volumes.setdefault(case_file_id, []).append(number)
    return tuple(OpenCaseFile(row.id, row.title, row.year, tuple(volumes.get(row.id, ())), row[3]) for row in rows)
