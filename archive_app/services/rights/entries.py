"""Entries of dictionaries: a change goes by the version that was read, a title is not given twice."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm.exc import StaleDataError

from archive_app.db.models import DocumentKind, DocumentKindField, StudyGroup, Unit
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, Conflict, NotFound
from archive_app.services.rights.errors import NameTaken
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

E = TypeVar("E", DocumentKind, DocumentKindField, StudyGroup, Unit)
LONGEST_TITLE = 200


class TitleMissing(ArchiveError):
    """What is kept in a dictionary needs a title."""

    code = "entry_title_missing"


class EntryChanged(Conflict):
    """Somebody else has changed the entry since it was read. Params: `title` (as it is now)."""

    code = "entry_changed"


@contextmanager
def changing(
    sessions: sessionmaker[Session], model: type[E], key: object, version: int, what: str
) -> Iterator[tuple[UnitOfWork, E]]:
    """The row `key` of `model`, to be changed in the block and committed at its end; `what` names it in words.

    Raises:
        NotFound: there is none. EntryChanged: it has another version than `version`, before or at the end.
    """
    try:
        with UnitOfWork(sessions) as uow:
            row = uow.session.get(model, key)
            if row is None:
                raise NotFound(str(key), what=what)
            if row.version != version:
                raise EntryChanged(str(key), title=_title(row))
            yield uow, row
            uow.commit()
    except StaleDataError as error:
        raise EntryChanged(str(key), title=what) from error


def free_title(title: str, others: Iterable[str]) -> str:
    """`title` as it is kept.

    Raises:
        TooLong, TitleMissing. NameTaken: one of `others` is the same, whatever the case.
    """
    cleaned = one_line(title, "name", LONGEST_TITLE)
    if not cleaned:
        raise TitleMissing
    if cleaned.casefold() in {other.casefold() for other in others}:
        raise NameTaken(cleaned, name=cleaned)
    return cleaned


def retire_too(row: DocumentKind | DocumentKindField | Unit, *, retired: bool | None, now: datetime) -> dict[str, bool]:
    """Offer the entry no longer, or again, in the same change; what the journal is told of it. None: as it is."""
    if retired is None or retired is (row.retired_at is not None):
        return {}
    row.retired_at = now if retired else None
    return {"retired": retired}


def _title(row: DocumentKind | DocumentKindField | StudyGroup | Unit) -> str:
    return row.name if isinstance(row, StudyGroup | Unit) else row.title
