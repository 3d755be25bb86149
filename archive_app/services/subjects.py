"""Whose own record a document is: of the one person it is about, where its kind or its case file is personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import DocumentKind
from archive_app.services.case_files import ONE_CASE_FILE_A_PERSON

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def subject_of(session: Session, person_ids: Collection[int], *, kind: str, trigger: str | None) -> int | None:
    """The person, or None. `trigger` is that of the item (None: not filed yet), `person_ids` whom it is about."""
    if len(person_ids) != 1:
        return None
    personal = trigger == ONE_CASE_FILE_A_PERSON or session.get_one(DocumentKind, kind).personal
    return next(iter(person_ids)) if personal else None
