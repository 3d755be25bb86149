"""Volumes as units of storage: what their documents add up to. One statement for any number of case files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from archive_app.db.models import (
    Blob,
    Carrier,
    CaseFile,
    CaseFileState,
    Document,
    DocumentState,
    FilePlanItem,
    RecognitionState,
    Volume,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

UNREAD = (RecognitionState.WAITING, RecognitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class Unit:
    """A volume with its case file; `rule` is the snapshot of the closing, `size` in bytes of the originals.

    `unnumbered` are documents on paper whose sheets nobody has counted, `unread` those that are still being read.
    """

    case_file_id: int
    index: str
    year: int
    heading: str
    state: CaseFileState
    carrier: Carrier
    rule: Mapping[str, Any] | None
    retention: str
    article: str | None
    volume: int
    documents: int
    sheets: int
    first_date: date | None
    last_date: date | None
    size: int
    unnumbered: int
    unread: int

    @property
    def term(self) -> str:
        """As printed in the inventory: the term and its article."""
        return f"{self.retention}, {self.article}" if self.article else self.retention


def units_of(session: Session, case_files: Collection[int]) -> dict[int, list[Unit]]:
    """The volumes of each case file in their order; a number that is no case file is left out."""
    here = (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE)
    query = (
        select(CaseFile, FilePlanItem, Volume, *_SUMS)
        .join(CaseFile.item)
        .join(Volume, Volume.case_file_id == CaseFile.id)
        .outerjoin(Document, here)
        .outerjoin(Blob, Blob.sha256 == Document.original_sha256)
        .where(CaseFile.id.in_(case_files))
        .group_by(CaseFile.id, FilePlanItem.id, Volume.id)
        .order_by(CaseFile.id, Volume.number)
    )
    found: dict[int, list[Unit]] = {}
    for case_file, item, volume, *sums in session.execute(query):
        found.setdefault(case_file.id, []).append(_unit(case_file, item, volume, sums))
    return found


_SUMS = (
    func.count(Document.id),
    func.sum(Document.sheets),
    func.min(Document.dated_on),
    func.max(Document.dated_on),
    func.sum(Blob.size),
    func.count(Document.id).filter(Document.sheets.is_(None) & (Document.carrier != Carrier.ELECTRONIC)),
    func.count(Document.id).filter(Document.recognition.in_(UNREAD)),
)


def _unit(case_file: CaseFile, item: FilePlanItem, volume: Volume, sums: list[Any]) -> Unit:
    documents, sheets, first, last, size, unnumbered, unread = sums
    rule = case_file.rule_snapshot
    return Unit(
        case_file.id,
        item.index,
        case_file.year,
        case_file.title,
        case_file.state,
        item.carrier,
        rule,
        str(rule["printed"]) if rule else item.retention_text,
        (str(rule["article"]) or None) if rule else item.article,
        volume.number,
        documents,
        volume.sheets or sheets or 0,
        volume.first_date or first,
        volume.last_date or last,
        size or 0,
        unnumbered,
        unread,
    )
