"""The book of local acts for whoever looks: in force on a day, waiting for the site; one act with its chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, Document, FilePlanItem, LocalAct, LocalActKind, Volume
from archive_app.db.models.document import NOT_THERE
from archive_app.i18n import mark
from archive_app.services.local_acts.keeping import known
from archive_app.services.local_acts.said import ActSaid, Agreement, folded

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk

VIEW_WORDS = {
    "in_force": mark("In force (local acts)"),
    "to_publish": mark("To be put on the site"),
    "overdue": mark("Late on the site"),
    "all": mark("All (local acts)"),
}
"""Parts of the book that are listed."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """A line of the book. `overdue_days` counts from the day by which it had to stand on the site; 0: in time."""

    act_id: int
    kind: str
    title: str
    number: str
    approved_on: datetime.date
    approved_by: str
    in_force_from: datetime.date
    in_force_to: datetime.date | None
    state: str
    """`coming`, `in_force` or `ended` on the day that was asked for."""
    publish_by: datetime.date | None
    published_on: datetime.date | None
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """A body that agreed."""

    body: str
    protocol: str
    agreed_on: datetime.date


@dataclass(frozen=True, slots=True)
class Kept:
    """The document that the act is, as far as the reader may see it, and the case file where it lies."""

    document_id: int
    title: str
    case_file_id: int | None
    case_file: str


@dataclass(frozen=True, slots=True)
class ActCard:
    """All of an act. `chain` are all its editions, the first at first, itself among them."""

    line: ActLine
    approved_post: str
    approved_name: str
    order_number: str
    order_on: datetime.date | None
    ended_ground: str
    agreements: tuple[Agreed, ...]
    publish_named: datetime.date | None
    publish_words: str
    published_at: str
    kept: Kept | None
    document_id: int | None
    """As it is tied, for the form; shown to keepers alone."""
    replaces_id: int | None
    replaced_by_id: int | None
    chain: tuple[ActLine, ...]
    entered_by: str
    version: int

    def said(self) -> ActSaid:
        """What was said of it, to be said again with a correction; `document_id` is a keeper's to know."""
        line = self.line
        return ActSaid(
            kind=LocalActKind(line.kind),
            title=line.title,
            approved_post=self.approved_post,
            approved_name=self.approved_name,
            approved_on=line.approved_on,
            in_force_from=line.in_force_from,
            in_force_to=line.in_force_to,
            number=line.number,
            order_number=self.order_number,
            order_on=self.order_on,
            agreements=tuple(Agreement(one.body, one.protocol, one.agreed_on) for one in self.agreements),
            publish=line.publish_by is not None,
            publish_named=self.publish_named,
            document_id=self.document_id,
        )


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads the book. Local acts are public by law (273-ФЗ, art. 29): whoever sees any document sees them all."""

    desk: Desk

    def listed(
        self,
        actor: Actor,
        *,
        only: str = "in_force",
        on: datetime.date | None = None,
        sought: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[ActLine, ...]:
        """The latest entered first, below the row number `before`: one statement. `on` (today) is for `in_force`.

        Raises NotAllowed.
        """
        require(actor, Act.SEE)
        today = self.desk.today()
        day = on or today
        query = select(LocalAct).order_by(LocalAct.id.desc()).limit(limit)
        if only == "in_force":
            query = query.where(in_force(day))
        elif only in {"to_publish", "overdue"}:
            query = query.where(waiting(today if only == "overdue" else None))
        words = folded(sought)
        query = query.where(LocalAct.folded.contains(words, autoescape=True)) if words else query
        query = query.where(LocalAct.id < before) if before is not None else query
        with reading(self.desk.sessions) as session:
            return tuple(_line(row, day, today) for row in session.scalars(query))

    def card(self, act_id: int, actor: Actor) -> ActCard:
        """One of them: three statements more than its own, however long the chain. Raises NotAllowed, NotFound."""
        require(actor, Act.SEE)
        today = self.desk.today()
        with reading(self.desk.sessions) as session:
            row = known(session, act_id)
            chain = session.scalars(_editions(row)).all()
            return ActCard(
                line=_line(row, today, today),
                approved_post=row.approved_post,
                approved_name=row.approved_name,
                order_number=row.order_number or "",
                order_on=row.order_on,
                ended_ground=row.ended_ground or "",
                agreements=tuple(Agreed(one.body, one.protocol or "", one.agreed_on) for one in row.approvals),
                publish_named=row.publish_named,
                publish_words=row.publish_words or "",
                published_at=row.published_at or "",
                kept=_kept(session, row.document_id, actor),
                document_id=row.document_id if actor.may(Act.PLANS) else None,
                replaces_id=row.replaces_id,
                replaced_by_id=next((one.id for one in chain if one.replaces_id == row.id), None),
                chain=tuple(_line(one, today, today) for one in chain),
                entered_by=row.entered_by,
                version=row.version,
            )


def in_force(day: datetime.date) -> ColumnElement[bool]:
    """Whether an act was in force on `day`."""
    return and_(LocalAct.in_force_from <= day, or_(LocalAct.in_force_to.is_(None), LocalAct.in_force_to >= day))


def waiting(overdue_on: datetime.date | None = None) -> ColumnElement[bool]:
    """Whether an act waits for the site; with a day, whether it should have stood there before it."""
    waits = and_(LocalAct.published_on.is_(None), LocalAct.publish_by.is_not(None))
    return waits if overdue_on is None else and_(waits, LocalAct.publish_by < overdue_on)


def _line(row: LocalAct, day: datetime.date, today: datetime.date) -> ActLine:
    ended = row.in_force_to is not None and row.in_force_to < day
    late = row.publish_by is not None and row.published_on is None and today > row.publish_by
    return ActLine(
        row.id,
        row.kind.value,
        row.title,
        row.number or "",
        row.approved_on,
        f"{row.approved_post} {row.approved_name}",
        row.in_force_from,
        row.in_force_to,
        "coming" if row.in_force_from > day else "ended" if ended else "in_force",
        row.publish_by,
        row.published_on,
        (today - row.publish_by).days if late and row.publish_by else 0,
    )


def _editions(row: LocalAct) -> Select[LocalAct]:
    first = row.chain_id or row.id
    return (
        select(LocalAct)
        .where(or_(LocalAct.id == first, LocalAct.chain_id == first))
        .order_by(LocalAct.in_force_from, LocalAct.id)
    )


def _kept(session: Session, document_id: int | None, actor: Actor) -> Kept | None:
    if document_id is None:
        return None
    query = (
        select(Document.id, Document.title, CaseFile.id, FilePlanItem.index, CaseFile.title)
        .outerjoin(Volume, Volume.id == Document.volume_id)
        .outerjoin(CaseFile, CaseFile.id == Volume.case_file_id)
        .outerjoin(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .where(Document.id == document_id, Document.state.not_in(NOT_THERE), visible(actor, Act.SEE))
    )
    found = session.execute(query).first()
    if found is None:
        return None
    number, title, case_file_id, index, case_file = found
    return Kept(number, title, case_file_id, f"{index} {case_file}" if case_file_id is not None else "")
