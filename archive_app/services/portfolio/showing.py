"""A portfolio as it is looked at: by its student, by who speaks for the student, by the curator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import func, select, true
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import (
    FILLABLE,
    GOING,
    Act,
    CaseFile,
    Document,
    FilePlanItem,
    OutsideResult,
    Person,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
    User,
)
from archive_app.services.case_file_views import seen_case_files
from archive_app.services.documents import spoken_name
from archive_app.services.page_images import DRAWN_DIRECTLY
from archive_app.services.people.ground import keeps_cards
from archive_app.services.portfolio.filling import fills
from archive_app.services.portfolio.ground import KIND, portfolio_ref, shown_to, unknown_file
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.portfolio.ground import Shelf


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of a list; kinds, levels and states are codes."""

    entry_id: int
    person_id: int
    person: str
    kind: str
    paper: str
    level: str
    title: str
    happened_on: datetime.date
    place: str
    result: str
    state: str
    sent_at: datetime.datetime | None
    comment: str
    files: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of an entry; `size` in bytes.

    `document_id`: the document that it is since the entry was accepted; `gone`: destroyed by an act.
    """

    file_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    document_id: int | None = None
    gone: bool = False

    @property
    def drawn(self) -> bool:
        """Whether its pages can be looked at as they are: pictures and PDF."""
        return not self.gone and self.media_type.startswith(DRAWN_DIRECTLY)


@dataclass(frozen=True, slots=True)
class EntryCard(EntryLine):
    """All of an entry. `fills` and `judges`: whose turn it is is whoever looks.

    `item`: index and heading where an accepted one lies; `case_file_id` leads there for whoever may look at it.
    """

    description: str
    judged_at: datetime.datetime | None
    judge: str
    attached: tuple[FileLine, ...]
    fills: bool
    judges: bool
    item: str
    case_file_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A part of a portfolio, the newest first. `before` leads on, None at the end.

    `fills`: it is the looker's own; `own`: or that of somebody whom the looker speaks for; `judges`: the looker accepts
    entries into it and files its list.
    """

    person_id: int
    name: str
    entries: tuple[EntryLine, ...]
    before: int | None
    fills: bool
    own: bool
    judges: bool
    takes_out: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads portfolios; each look is an event."""

    shelf: Shelf

    def portfolio(self, person_id: int, actor: Actor, *, before: int | None = None, limit: int = 50) -> Portfolio:
        """Entries below the number `before`: five statements. Raises NotAllowed, NotFound."""
        require(actor, Act.SEE)
        with reading(self.shelf.sessions) as session:
            person = self.shelf.person(session, person_id, actor)
            query = select(PortfolioEntry).where(PortfolioEntry.person_id == person.id, shown_to(actor))
            query = query.where(PortfolioEntry.id < before) if before is not None else query
            query = query.options(joinedload(PortfolioEntry.person)).order_by(PortfolioEntry.id.desc())
            rows = session.scalars(query.limit(limit + 1)).all()
            shown = rows[:limit]
            counts = file_counts(session, [row.id for row in shown])
            found = Portfolio(
                person.id,
                spoken_name(person),
                tuple(entry_line(row, counts) for row in shown),
                shown[-1].id if len(rows) > limit else None,
                fills=fills(actor, person.id),
                own=person.id in actor.reached(Act.SEE, KIND).persons,
                judges=self._judges(session, person.id, actor),
                takes_out=actor.may(Act.DOWNLOAD),
            )
        told = [line.entry_id for line in found.entries]
        self.shelf.reads.record(actor.login, "portfolio:list:read", portfolio_ref(found.person_id), entries=told)
        return found

    def may_look(self, person_id: int, actor: Actor) -> bool:
        """Whether there is a portfolio of the person for this one."""
        with reading(self.shelf.sessions) as session:
            mine = self.shelf.pupils(actor, Act.SEE, Person.id)
            return session.scalar(select(Person.id).where(Person.id == person_id, mine)) is not None

    def card(self, entry_id: int, actor: Actor) -> EntryCard:
        """One entry with its files. Raises NotAllowed, NotFound."""
        require(actor, Act.SEE)
        with reading(self.shelf.sessions) as session:
            row = self.shelf.entry(session, entry_id, actor)
            files = files_of(session, PortalFile.entry_id == row.id)
            judge = session.scalar(select(User.display_name).where(User.login == row.judged_by))
            sent = row.state is PortfolioState.SENT
            counts = {row.id: len(files)}
            item, case_file_id = filed_in(session, row.case_file_id, actor)
            card = EntryCard(
                **_line(row, counts),
                description=row.description,
                judged_at=row.judged_at,
                judge=judge or row.judged_by or "",
                attached=files,
                fills=fills(actor, row.person_id) and row.state in FILLABLE,
                judges=sent and self._judges(session, row.person_id, actor),
                item=item,
                case_file_id=case_file_id,
                version=row.version,
            )
        self.shelf.reads.record(actor.login, "portfolio:entry:read", ObjectRef("portfolio_entry", str(entry_id)))
        return card

    def file(self, file_id: int, actor: Actor) -> tuple[FileLine, BinaryIO]:
        """A file that is taken away, opened. Raises NotAllowed, NotFound; an error of `storage`."""
        require_one(actor, (Act.DOWNLOAD, Act.PERSONS))
        with reading(self.shelf.sessions) as session:
            row = session.get(PortalFile, file_id)
            if row is None:
                raise unknown_file(file_id)
            self._require_takes(session, row, actor)
            line = next(iter(files_of(session, PortalFile.id == file_id)), None)
            if line is None or line.gone:
                raise unknown_file(file_id)
        stream = self.shelf.taking_in.store.open(BlobKey(line.sha256))
        self.shelf.reads.record_each(
            actor.login, "portfolio:file:download", ObjectRef("portal_file", str(file_id)), sha256=line.sha256
        )
        return line, stream

    def _require_takes(self, session: Session, row: PortalFile, actor: Actor) -> None:
        if row.entry_id is not None:
            condition = self.shelf.pupils(actor, Act.DOWNLOAD, PortfolioEntry.person_id)
            found = session.scalar(
                select(PortfolioEntry.id).where(PortfolioEntry.id == row.entry_id, condition, shown_to(actor))
            )
        else:
            condition = (
                true() if keeps_cards(actor) else self.shelf.pupils(actor, Act.DOWNLOAD, OutsideResult.person_id)
            )
            found = session.scalar(select(OutsideResult.id).where(OutsideResult.id == row.outside_id, condition))
        if found is None:
            raise unknown_file(row.id)

    def _judges(self, session: Session, person_id: int, actor: Actor) -> bool:
        if person_id in actor.reached(Act.SEE, KIND).persons or not actor.may(Act.CHANGE):
            return False
        mine = self.shelf.pupils(actor, Act.CHANGE, Person.id)
        return session.scalar(select(Person.id).where(Person.id == person_id, mine)) is not None


def entry_line(row: PortfolioEntry, counts: Mapping[int, int]) -> EntryLine:
    """A row as a line of a list."""
    return EntryLine(**_line(row, counts))


def file_counts(session: Session, entries: Sequence[int]) -> dict[int, int]:
    """How many files each entry has: one statement."""
    query = select(PortalFile.entry_id, func.count()).where(
        PortalFile.entry_id.in_(entries), PortalFile.removed_at.is_(None)
    )
    return {number: count for number, count in session.execute(query.group_by(PortalFile.entry_id)) if number}


def files_of(session: Session, condition: object) -> tuple[FileLine, ...]:
    """The files that were not taken off, in the order in which they came: one statement."""
    query = (
        select(PortalFile, Document.state)
        .outerjoin(Document, Document.id == PortalFile.document_id)
        .where(condition, PortalFile.removed_at.is_(None))  # type: ignore[arg-type]
        .order_by(PortalFile.id)
    )
    return tuple(
        FileLine(row.id, row.name, row.media_type, row.size, row.sha256, row.document_id, state in GOING)
        for row, state in session.execute(query)
    )


def filed_in(session: Session, case_file_id: int | None, actor: Actor) -> tuple[str, int | None]:
    """Index and heading of the item where papers lie, and the case file for whoever may look at it."""
    if case_file_id is None:
        return "", None
    seen = select(CaseFile.id).where(CaseFile.id == case_file_id, seen_case_files(actor)).scalar_subquery()
    query = select(FilePlanItem.index, FilePlanItem.title, seen).join(CaseFile, CaseFile.item_id == FilePlanItem.id)
    index, title, number = session.execute(query.where(CaseFile.id == case_file_id)).one()
    return f"{index} {title}", number


def _line(row: PortfolioEntry, counts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "entry_id": row.id,
        "person_id": row.person_id,
        "person": spoken_name(row.person),
        "kind": row.kind.value,
        "paper": row.paper.value,
        "level": row.level.value,
        "title": row.title,
        "happened_on": row.happened_on,
        "place": row.place,
        "result": row.result,
        "state": row.state.value,
        "sent_at": row.sent_at,
        "comment": row.comment or "",
        "files": counts.get(row.id, 0),
    }
