"""What a verdict on case files needs: their rules, their events, the holds on them. One statement each, for many."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select

from archive_app.db.models import CaseEvent, CaseFile, Document, DocumentPerson, FilePlanItem, Hold, Volume

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def rules_of(session: Session, case_files: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The rule of each case file, as `RetentionRule.from_dict` reads it: the snapshot of its closing, or its item's."""
    query = select(CaseFile.id, CaseFile.rule_snapshot, FilePlanItem.term).join(CaseFile.item)
    rows = session.execute(query.where(CaseFile.id.in_(case_files)))
    return {number: snapshot or term for number, snapshot, term in rows}


def events_of(session: Session, case_files: Collection[int]) -> dict[int, dict[str, date]]:
    """The days of what happened to each case file, or to the person whose it is, by trigger."""
    query = (
        select(CaseFile.id, CaseEvent.trigger, CaseEvent.day)
        .join(CaseEvent, or_(CaseEvent.case_file_id == CaseFile.id, CaseEvent.person_id == CaseFile.person_id))
        .where(CaseFile.id.in_(case_files), CaseEvent.cancelled_at.is_(None))
        .order_by(CaseEvent.case_file_id.is_not(None))  # what was said of the very case file is said last, and counts
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for number, trigger, day in session.execute(query):
        found[number][trigger] = day
    return found


def holds_on(session: Session, case_files: Collection[int]) -> dict[int, list[Hold]]:
    """The holds on each case file that nobody has released, whatever their days."""
    query = (
        select(CaseFile.id, Hold)
        .join(CaseFile.item)
        .join(Hold, _lies_on_case_file())
        .where(CaseFile.id.in_(case_files), Hold.released_at.is_(None))
        .order_by(Hold.id)
    )
    found: dict[int, list[Hold]] = defaultdict(list)
    for number, hold in session.execute(query):
        found[number].append(hold)
    return found


def _lies_on_case_file() -> ColumnElement[bool]:
    inside = select(Document.id).join(Volume, Volume.id == Document.volume_id)
    inside = inside.where(Volume.case_file_id == CaseFile.id).correlate(CaseFile, Hold)
    names = exists().where(DocumentPerson.document_id == Document.id, DocumentPerson.person_id == Hold.person_id)
    return or_(
        Hold.case_file_id == CaseFile.id,
        Hold.item_index == FilePlanItem.index,
        and_(Hold.person_id.is_not(None), Hold.person_id == CaseFile.person_id),
        and_(Hold.document_id.is_not(None), inside.where(Document.id == Hold.document_id).exists()),
        and_(Hold.person_id.is_not(None), inside.where(names.correlate(Document, Hold)).exists()),
    )
