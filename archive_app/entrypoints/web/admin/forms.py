"""Small helpers of the forms of administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError, describe
from archive_app.numbers import read_number
from archive_app.services.batch import read_date

if TYPE_CHECKING:
    import datetime


def refusal_of(error: ArchiveError) -> tuple[str, int]:
    """The sentence and the status with which a form comes back."""
    problem = describe(error)
    return problem.message, problem.http_status


def day(text: str | None) -> datetime.date | None:
    """The day that was typed; None where the field was left empty. Raises BadDate."""
    return read_date(text) if text and text.strip() else None


def version(text: str | None) -> int:
    """The version that a form was made of; 0, which no row has, where it is none."""
    return read_number(text or "") or 0
