"""What the books are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import BlankState, RegisterBook
from archive_app.errors import NotFound
from archive_app.i18n import mark
from archive_app.numbers import YEARS

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOK_WORDS: Mapping[RegisterBook, str] = {
    RegisterBook.ATTESTAT: mark("Book of issue of attestats"),
    RegisterBook.DIPLOMA: mark("Book of issue of diplomas"),
    RegisterBook.TRAINING: mark("Book of issue of certificates of training"),
}
STATE_WORDS: Mapping[BlankState, str] = {
    BlankState.RECEIVED: mark("in the safe"),
    BlankState.USED: mark("issued"),
    BlankState.SPOILED: mark("spoiled"),
}


def require_year(year: int) -> None:
    """Let pass years that a book can be of. Raises NotFound."""
    if year not in YEARS:
        raise NotFound(str(year), what=str(year))
