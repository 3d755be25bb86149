"""The curator's side: what waits, what is accepted, what goes back with a word on what to correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, PortfolioEntry, PortfolioState
from archive_app.services.portfolio.errors import AchievementNotSent, CommentMissing
from archive_app.services.portfolio.filed import file_entry
from archive_app.services.portfolio.filling import LONGEST
from archive_app.services.portfolio.ground import KIND, portfolio_ref, pupils
from archive_app.services.portfolio.papers import in_turn
from archive_app.services.portfolio.showing import EntryLine, entry_line, file_counts
from archive_app.services.rights.errors import NotToOneself
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement

    from archive_app.services.portfolio.ground import Shelf


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges entries of pupils whose portfolios `actor` may change: a curator's own group, in the days of the duty."""

    shelf: Shelf

    def waiting(self, actor: Actor, *, after: int | None = None, limit: int = 50) -> tuple[EntryLine, ...]:
        """Entries that wait, the longest first, behind the entry `after`: three statements. Raises NotAllowed."""
        require(actor, Act.CHANGE)
        query = select(PortfolioEntry).where(waits_for(actor, self.shelf.today()))
        query = query.options(joinedload(PortfolioEntry.person)).order_by(PortfolioEntry.sent_at, PortfolioEntry.id)
        if after is not None:
            place = select(PortfolioEntry.sent_at, PortfolioEntry.id).where(PortfolioEntry.id == after)
            query = query.where(tuple_(PortfolioEntry.sent_at, PortfolioEntry.id) > place.scalar_subquery())
        with reading(self.shelf.sessions) as session:
            rows = session.scalars(query.limit(limit)).all()
            counts = file_counts(session, [row.id for row in rows])
            lines = tuple(entry_line(row, counts) for row in rows)
        shown = [line.entry_id for line in lines]
        self.shelf.reads.record(actor.login, "portfolio:list:read", portfolio_ref(0), entries=shown)
        return lines

    def accept(self, entry_id: int, actor: Actor, *, version: int, comment: str = "") -> None:
        """Take it into the portfolio, and its files into the student's case file; nobody changes it from then on.

        Raises:
            NotAllowed, NotFound, TooLong, NotToOneself.
            AchievementNotSent, AchievementChanged: it was judged meanwhile.
            PortfolioPlaceMissing, CaseFileClosed, BusyFiling: it could not be filed, and waits as it did.
        """
        words = one_line(comment, "comment", LONGEST)
        in_turn(lambda: self._judge(entry_id, PortfolioState.ACCEPTED, words, actor, version))

    def give_back(self, entry_id: int, comment: str, actor: Actor, *, version: int) -> None:
        """Return it with what is to be corrected. Raises as `accept`; CommentMissing."""
        words = one_line(comment, "comment", LONGEST)
        require(actor, Act.CHANGE)
        if not words:
            raise CommentMissing
        self._judge(entry_id, PortfolioState.RETURNED, words, actor, version)

    def _judge(self, entry_id: int, state: PortfolioState, comment: str, actor: Actor, version: int) -> None:
        require(actor, Act.CHANGE)
        with self.shelf.changing(entry_id, actor, Act.CHANGE, version) as (uow, entry):
            if entry.person_id in _own(actor):
                raise NotToOneself(actor.login, login=actor.login)
            if entry.state is not PortfolioState.SENT:
                raise AchievementNotSent(title=entry.title)
            entry.state, entry.comment = state, comment or None
            entry.judged_at, entry.judged_by = self.shelf.clock(), actor.login
            trail = self.shelf.trail(uow, actor)
            if state is PortfolioState.ACCEPTED:
                filed = file_entry(self.shelf.hand(uow, actor.login), entry)
                told = {"person": entry.person_id, "comment": comment, **filed.told()}
                trail.record("portfolio:entry:accept", entry, **told)
            else:
                trail.record("portfolio:entry:return", entry, person=entry.person_id, comment=comment)
            uow.commit()


def waits_for(actor: Actor, on: datetime.date) -> ColumnElement[bool]:
    """The condition on `PortfolioEntry` for what waits for this curator; the own and one's child's never do."""
    sent = PortfolioEntry.state == PortfolioState.SENT
    own = _own(actor)
    others = sent & PortfolioEntry.person_id.not_in(own) if own else sent
    return others & pupils(actor, Act.CHANGE, PortfolioEntry.person_id, on)


def _own(actor: Actor) -> frozenset[int]:
    return actor.reached(Act.SEE, KIND).persons
