"""What a person typed, as it is kept: what does not fit is refused, since nothing of it may be lost unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from archive_app.errors import ArchiveError
from archive_app.services.names import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

S = TypeVar("S", bound="Sequence[object]")


class TooLong(ArchiveError):
    """A text is longer than is kept. Params: `field` (as forms call it), `length`, `limit`: characters."""

    code = "too_long"
    http_status = 422


class TooMany(ArchiveError):
    """More lines came than are taken at once. Params: `field` (as forms call it), `count`, `limit`."""

    code = "too_many"
    http_status = 422


def one_line(said: str, field: str, limit: int) -> str:
    """`said` on one line in characters that can be stored. Raises TooLong."""
    return within(clean_text(said).strip(), field, limit)


def lines(said: object, limit: int, *fields: str) -> dict[str, Any]:
    """The same for several `fields` of `said`, by their names. Raises TooLong."""
    return {field: one_line(getattr(said, field), field, limit) for field in fields}


def within(text: str, field: str, limit: int) -> str:
    """`text`, which is cleaned already. Raises TooLong."""
    if len(text) > limit:
        raise TooLong(field, field=field, length=len(text), limit=limit)
    return text


def at_most(found: S, field: str, limit: int) -> S:
    """`found`, the lines that came at once. Raises TooMany."""
    if len(found) > limit:
        raise TooMany(field, field=field, count=len(found), limit=limit)
    return found
