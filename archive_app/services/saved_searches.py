"""Questions kept under a name: a person's own, seen by nobody else; what is taken away can be put back that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail
from archive_app.db.engine import reading
from archive_app.db.models import SavedSearch
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import NameTaken
from indexer.search import Sort

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.search_filters import Filters

MOST = 100
LONGEST_NAME = 100
UNDONE_WITHIN = timedelta(days=1)


class NoName(ArchiveError):
    """A search is kept under a name. Params: `longest`."""

    code = "no_name_for_search"


class TooManySearches(ArchiveError):
    """Nobody finds a way through so many. Params: `most`."""

    code = "too_many_searches"


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A question with its filters (values by name, as `Filters.parse` reads them) and its order."""

    search_id: int
    name: str
    question: str
    filters: Mapping[str, list[str]]
    sort: str


@dataclass(frozen=True, slots=True)
class SavedSearches:
    """Every method sees those of `actor` alone; others' are not there."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def listed(self, actor: Actor) -> tuple[KeptSearch, ...]:
        """All of them, by name."""
        query = select(SavedSearch).where(SavedSearch.user_id == actor.user_id, SavedSearch.removed_at.is_(None))
        with reading(self.sessions) as session:
            found = tuple(_shown(row) for row in session.scalars(query.limit(MOST)))
        return tuple(sorted(found, key=lambda kept: kept.name.casefold()))

    def one(self, search_id: int, actor: Actor) -> KeptSearch:
        """One of them. Raises NotFound."""
        with reading(self.sessions) as session:
            return _shown(_own(session, search_id, actor))

    def keep(self, name: str, question: str, filters: Filters, actor: Actor, *, sort: Sort = Sort.RELEVANCE) -> int:
        """Keep a question; its number. Raises NoName, NameTaken, TooManySearches."""
        with UnitOfWork(self.sessions) as uow:
            own = select(func.count()).select_from(SavedSearch)
            own = own.where(SavedSearch.user_id == actor.user_id, SavedSearch.removed_at.is_(None))
            if (uow.session.scalar(own) or 0) >= MOST:
                raise TooManySearches(most=MOST)
            row = SavedSearch(
                user_id=actor.user_id,
                name=_name(name),
                question=question.strip(),
                filters=filters.as_text,
                sort=sort.value,
                created_at=self.clock(),
            )
            uow.session.add(row)
            return self._commit(uow, row, "search:saved:keep", actor)

    def rename(self, search_id: int, name: str, actor: Actor) -> None:
        """Give one another name. Raises NotFound, NoName, NameTaken."""
        with UnitOfWork(self.sessions) as uow:
            row = _own(uow.session, search_id, actor)
            row.name = _name(name)
            self._commit(uow, row, "search:saved:rename", actor)

    def remove(self, search_id: int, actor: Actor) -> None:
        """Take one away; `restore` puts it back, until the next day. Raises NotFound."""
        with UnitOfWork(self.sessions) as uow:
            row = _own(uow.session, search_id, actor)
            row.removed_at = self.clock()
            self._commit(uow, row, "search:saved:remove", actor)

    def restore(self, search_id: int, actor: Actor) -> None:
        """Put one back that was taken away. Raises NotFound; NameTaken: another one has the name by now."""
        with UnitOfWork(self.sessions) as uow:
            row = _own(uow.session, search_id, actor, removed=True)
            row.removed_at = None
            self._commit(uow, row, "search:saved:restore", actor)

    def forget(self, before: datetime.datetime) -> int:
        """Drop those that were taken away before `before`; how many."""
        with self.sessions.begin() as session:
            gone = session.scalars(delete(SavedSearch).where(SavedSearch.removed_at < before).returning(SavedSearch.id))
            return len(gone.all())

    def _commit(self, uow: UnitOfWork, row: SavedSearch, action: str, actor: Actor) -> int:
        name = row.name
        try:
            uow.session.flush()
        except IntegrityError as error:
            raise NameTaken(name, name=name) from error
        AuditTrail(uow, actor=actor.login, now=self.clock).record(action, row)
        number = row.id
        uow.commit()
        return number


def _own(session: Session, search_id: int, actor: Actor, *, removed: bool = False) -> SavedSearch:
    row = session.get(SavedSearch, search_id)
    if row is None or row.user_id != actor.user_id or (row.removed_at is not None) is not removed:
        raise NotFound(str(search_id), what=translate("Saved search {number}", number=search_id))
    return row


def _name(text: str) -> str:
    name = clean_text(text)
    if not name or len(name) > LONGEST_NAME:
        raise NoName(name, longest=LONGEST_NAME)
    return name


def _shown(row: SavedSearch) -> KeptSearch:
    return KeptSearch(row.id, row.name, row.question, row.filters, row.sort)
