"""Whose own record a document is: of the one person it is about, where its kind or its case file is personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.case_files import ONE_CASE_FILE_A_PERSON

if TYPE_CHECKING:
    from collections.abc import Collection


def subject_of(person_ids: Collection[int], *, personal_kind: bool, trigger: str | None) -> int | None:
    """The person, or None. `trigger` is that of the item (None: not filed yet), `person_ids` whom it is about."""
    if len(person_ids) != 1 or not (personal_kind or trigger == ONE_CASE_FILE_A_PERSON):
        return None
    return next(iter(person_ids))
