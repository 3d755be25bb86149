"""The student's side: an achievement is told, proven by files, sent to the curator, corrected after a return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    FILLABLE,
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    Act,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.names import LONGEST_TITLE
from archive_app.services.people.ground import unknown_person
from archive_app.services.portfolio.errors import AchievementFrozen, AchievementIncomplete, TooManyAchievements
from archive_app.services.portfolio.files import keeping
from archive_app.services.portfolio.ground import KIND, unknown_entry, unknown_file
from archive_app.services.requests.errors import DayToCome
from archive_app.services.typed import lines, one_line

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.services.portfolio.files import Attachment, Stored
    from archive_app.services.portfolio.ground import Shelf

LONGEST = 2000
MOST_UNDER_WAY = 100
"""Entries of one student that are not accepted yet."""


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a student tells. `place`: who held it and where; `result`: a place, a prize, the taking part."""

    kind: AchievementKind
    paper: AchievementPaper
    level: AchievementLevel
    title: str
    happened_on: datetime.date
    place: str = ""
    result: str = ""
    description: str = ""

    def cleaned(self, today: datetime.date) -> Self:
        """The same in characters that can be stored. Raises TooLong, AchievementIncomplete, DayToCome."""
        words = lines(self, LONGEST, "place", "result", "description")
        title = one_line(self.title, "achievement", LONGEST_TITLE)
        if not title:
            raise AchievementIncomplete
        if self.happened_on > today:
            raise DayToCome(day=self.happened_on)
        return replace(self, title=title, **words)


TOLD = ("kind", "paper", "level", "title", "happened_on", "place", "result", "description")


@dataclass(frozen=True, slots=True)
class Filling:
    """Changes the own portfolio. Parents look at it, and fill nothing: the regulation leaves that to the student."""

    shelf: Shelf

    def add(self, person_id: int, told: Achievement, actor: Actor, files: tuple[Attachment, ...] = ()) -> int:
        """A draft with its files; its number.

        Raises:
            NotAllowed; NotFound: not the own portfolio. AchievementIncomplete, DayToCome, TooManyAchievements; as
            `attach` for the files: then nothing is kept.
        """
        require(actor, Act.FILE)
        told = told.cleaned(self.shelf.today())
        with reading(self.shelf.sessions) as session:  # before any byte is taken in
            self._own(session, person_id, actor)

        def record(stored: tuple[Stored, ...]) -> int:
            with UnitOfWork(self.shelf.sessions) as uow:
                person = self._own(uow.session, person_id, actor)
                _require_room(uow.session, person)
                made = PortfolioEntry(
                    person_id=person, created_at=self.shelf.clock(), created_by=actor.login, **_columns(told)
                )
                uow.session.add(made)
                uow.session.flush()
                number = made.id
                trail = self.shelf.trail(uow, actor)
                trail.record("portfolio:entry:add", made, person=person, kind=told.kind.value)
                self._add_files(uow, made, stored, actor)
                uow.commit()
                return number

        return keeping(self.shelf.taking_in, files, record)

    def change(self, entry_id: int, told: Achievement, actor: Actor, *, version: int) -> None:
        """Tell it otherwise, before it is sent or after a return. Raises as `add`, AchievementFrozen, …Changed."""
        require(actor, Act.FILE)
        told = told.cleaned(self.shelf.today())
        with self.shelf.changing(entry_id, actor, Act.FILE, version) as (uow, entry):
            _require_fillable(entry, actor)
            changed = {name: value for name, value in _columns(told).items() if getattr(entry, name) != value}
            for name, value in changed.items():
                setattr(entry, name, value)
            self.shelf.trail(uow, actor).record("portfolio:entry:change", entry, fields=sorted(changed))
            uow.commit()

    def attach(self, entry_id: int, files: tuple[Attachment, ...], actor: Actor) -> None:
        """Add files to an entry that is not sent.

        Raises:
            NotAllowed, NotFound, AchievementFrozen, TooManyAttachments, AttachmentTooLarge, FileKindRefused;
            an error of `indexer.formats` (empty, damaged, protected by a password) or of `storage`.
        """
        require(actor, Act.FILE)
        with reading(self.shelf.sessions) as session:
            self._mine(session, entry_id, actor)

        def record(stored: tuple[Stored, ...]) -> None:
            with UnitOfWork(self.shelf.sessions) as uow:
                entry = self._mine(uow.session, entry_id, actor)
                self._add_files(uow, entry, stored, actor)
                uow.commit()

        keeping(self.shelf.taking_in, files, record)

    def detach(self, file_id: int, actor: Actor) -> int:
        """Take a file off an entry that is not sent; the number of the entry. Raises NotFound, AchievementFrozen."""
        require(actor, Act.FILE)
        with UnitOfWork(self.shelf.sessions) as uow:
            file = uow.session.get(PortalFile, file_id)
            if file is None or file.entry_id is None or file.removed_at is not None:
                raise unknown_file(file_id)
            entry = self._mine(uow.session, file.entry_id, actor)
            file.removed_at, number = self.shelf.clock(), entry.id
            self.shelf.trail(uow, actor).record("portfolio:file:remove", entry, name=file.name, sha256=file.sha256)
            uow.commit()
            return number

    def send(self, entry_id: int, actor: Actor, *, version: int) -> None:
        """Hand it to the curator. Raises NotAllowed, NotFound, AchievementFrozen, AchievementChanged."""
        require(actor, Act.FILE)
        with self.shelf.changing(entry_id, actor, Act.FILE, version) as (uow, entry):
            _require_fillable(entry, actor)
            entry.state, entry.sent_at = PortfolioState.SENT, self.shelf.clock()
            self.shelf.trail(uow, actor).record("portfolio:entry:send", entry, person=entry.person_id)
            uow.commit()

    def discard(self, entry_id: int, actor: Actor, *, version: int) -> int:
        """Throw away what was not accepted, with its files; the number of the person.

        Raises NotAllowed, NotFound, AchievementFrozen: the curator looks at it; AchievementChanged.
        """
        require(actor, Act.FILE)
        with self.shelf.changing(entry_id, actor, Act.FILE, version) as (uow, entry):
            _require_fillable(entry, actor)
            entry.state, person = PortfolioState.DISCARDED, entry.person_id
            there = select(PortalFile).where(PortalFile.entry_id == entry.id, PortalFile.removed_at.is_(None))
            files = uow.session.scalars(there).all()
            for file in files:
                file.removed_at = self.shelf.clock()
            told = {"person": person, "title": entry.title, "files": len(files)}
            self.shelf.trail(uow, actor).record("portfolio:entry:discard", entry, **told)
            uow.commit()
            return person

    def _own(self, session: Session, person_id: int, actor: Actor) -> int:
        number = self.shelf.person(session, person_id, actor, Act.FILE).id
        if not fills(actor, number):
            raise unknown_person(person_id)
        return number

    def _mine(self, session: Session, entry_id: int, actor: Actor) -> PortfolioEntry:
        entry = self.shelf.entry(session, entry_id, actor, Act.FILE)
        _require_fillable(entry, actor)
        return entry

    def _add_files(self, uow: UnitOfWork, entry: PortfolioEntry, stored: tuple[Stored, ...], actor: Actor) -> None:
        trail, now = self.shelf.trail(uow, actor), self.shelf.clock()
        for one in stored:
            row = one.row(uow.session, self.shelf.taking_in, actor, now, entry_id=entry.id)
            trail.record("portfolio:file:add", entry, name=row.name, sha256=row.sha256, size=row.size)


def fills(actor: Actor, person_id: int) -> bool:
    """Whether it is the actor's own: who may file portfolios of others fills none in their name."""
    return person_id in actor.reached(Act.FILE, KIND).persons


def _require_fillable(entry: PortfolioEntry, actor: Actor) -> None:
    if not fills(actor, entry.person_id):
        raise unknown_entry(entry.id)
    if entry.state not in FILLABLE:
        raise AchievementFrozen(title=entry.title)


def _columns(told: Achievement) -> dict[str, object]:
    return {name: getattr(told, name) for name in TOLD}


def _require_room(session: Session, person_id: int) -> None:
    under_way = select(func.count()).select_from(PortfolioEntry)
    ended = (PortfolioState.ACCEPTED, PortfolioState.DISCARDED)
    mine = (PortfolioEntry.person_id == person_id, PortfolioEntry.state.not_in(ended))
    if (session.scalar(under_way.where(*mine)) or 0) >= MOST_UNDER_WAY:
        raise TooManyAchievements(limit=MOST_UNDER_WAY)
