"""Local acts entered, corrected, replaced, put on the site, ended: each in one transaction with its event."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.models import Act, Document, DocumentState, LocalAct, LocalActApproval
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.local_acts.errors import (
    AlreadyReplaced,
    ApprovedLater,
    DocumentOfAnotherAct,
    EditionsOverlap,
    EndUnexplained,
    LocalActChanged,
    LocalActDaysUnclear,
    NotForTheSite,
    PublicationUnclear,
)
from archive_app.services.local_acts.said import LONGEST, folded
from archive_app.services.requests.terms import calendar_in
from archive_app.services.typed import one_line
from retention.deadlines import publication

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from archive_app.services.local_acts.said import ActSaid, CheckedAct
    from archive_app.services.requests.ground import Desk

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Changes the book of local acts; for whoever keeps file plans."""

    desk: Desk

    def enter(self, said: ActSaid, actor: Actor, *, replaces: int | None = None) -> int:
        """A new act, or the next edition of `replaces`, which is in force until the day before; the row's number.

        Raises:
            NotAllowed; NotFound: no such act to replace, or no such document that `actor` sees.
            What `ActSaid.checked` raises; AlreadyReplaced, EditionsOverlap, DocumentOfAnotherAct.
        """
        require(actor, Act.PLANS)
        checked = said.checked(self.desk.today())
        with UnitOfWork(self.desk.sessions) as uow:
            session = uow.session
            row = LocalAct(entered_at=self.desk.clock(), entered_by=actor.login)
            if replaces is not None:
                former = known(session, replaces)
                _replace(session, former, checked)
                row.replaces_id, row.chain_id = former.id, former.chain_id or former.id
            _write(session, row, checked, actor)
            session.add(row)
            _flush(session, row, checked)
            self.desk.trail(uow, actor).record(
                "local_act:card:enter", row, title=row.title, since=row.in_force_from.isoformat(), replaces=replaces
            )
            number = row.id
            uow.commit()
            return number

    def change(self, act_id: int, said: ActSaid, actor: Actor, *, version: int) -> None:
        """Correct what was entered; its neighbours in the chain follow where they can.

        Raises as `enter`, and LocalActChanged: somebody else was first.
        """
        require(actor, Act.PLANS)
        checked = said.checked(self.desk.today())
        with self._changing(act_id, version) as (uow, row):
            session, began = uow.session, row.in_force_from
            checked = _fit(session, row, checked, began)
            _write(session, row, checked, actor)
            flag_modified(row, "title")  # agreements alone are a change of the act too
            _flush(session, row, checked)
            self.desk.trail(uow, actor).record(
                "local_act:card:change", row, title=row.title, since=row.in_force_from.isoformat()
            )
            uow.commit()

    def publish(self, act_id: int, on: datetime.date, address: str, actor: Actor, *, version: int) -> None:
        """It stands on the site since `on` at `address`.

        Raises NotAllowed, NotFound, TooLong, PublicationUnclear, ApprovedLater, NotForTheSite, LocalActChanged.
        """
        require(actor, Act.PLANS)
        address = _address(address)
        with self._changing(act_id, version) as (uow, row):
            if row.publish_by is None or row.published_on is not None:
                raise NotForTheSite
            if not row.approved_on <= on <= self.desk.today():
                raise ApprovedLater(day=on)
            row.published_on, row.published_at = on, address
            self.desk.trail(uow, actor).record("local_act:card:publish", row, on=on.isoformat(), address=address)
            uow.commit()

    def end(self, act_id: int, last: datetime.date, ground: str, actor: Actor, *, version: int) -> None:
        """It is in force until `last`, without another one in its place.

        Raises NotAllowed, NotFound, TooLong, EndUnexplained, LocalActDaysUnclear, AlreadyReplaced, LocalActChanged.
        """
        require(actor, Act.PLANS)
        ground = one_line(ground, "ended_by", LONGEST)
        if not ground:
            raise EndUnexplained
        with self._changing(act_id, version) as (uow, row):
            if _next(uow.session, row) is not None:
                raise AlreadyReplaced(title=row.title)
            if last < row.in_force_from:
                raise LocalActDaysUnclear(since=last, earliest=row.in_force_from)
            row.in_force_to, row.ended_ground = last, ground
            self.desk.trail(uow, actor).record("local_act:card:end", row, last=last.isoformat(), ground=ground)
            uow.commit()

    @contextmanager
    def _changing(self, act_id: int, version: int) -> Iterator[tuple[UnitOfWork, LocalAct]]:
        with UnitOfWork(self.desk.sessions) as uow:
            row = known(uow.session, act_id)
            title = row.title
            if row.version != version:
                raise LocalActChanged(title=title)
            try:
                yield uow, row
            except StaleDataError as error:
                raise LocalActChanged(title=title) from error


def known(session: Session, act_id: int) -> LocalAct:
    """The act with this number. Raises NotFound."""
    row = session.get(LocalAct, act_id)
    if row is None:
        raise NotFound(str(act_id), what=translate("Local act {number}", number=act_id))
    return row


def _write(session: Session, row: LocalAct, said: CheckedAct, actor: Actor) -> None:
    """Everything that was said, and the day by which it stands on the site."""
    row.kind, row.title, row.folded = said.kind, said.title, folded(said.title)
    row.number, row.order_number, row.order_on = said.number or None, said.order_number or None, said.order_on
    row.approved_post, row.approved_name, row.approved_on = said.approved_post, said.approved_name, said.approved_on
    row.in_force_from, row.in_force_to = said.in_force_from, said.in_force_to
    row.document_id = _document(session, said.document_id, row.document_id, actor)
    wanted = [
        LocalActApproval(position=at, body=one.body, protocol=one.protocol or None, agreed_on=one.agreed_on)
        for at, one in enumerate(said.agreements, start=1)
    ]
    if row.approvals:
        row.approvals = []
        session.flush()  # the old lines leave before new ones take their positions
    row.approvals = wanted
    if row.published_on is None:
        row.publish_named = said.publish_named if said.publish else None
        until = publication(said.approved_on, calendar_in(session), named=said.publish_named) if said.publish else None
        row.publish_by, row.publish_words = (until.due_on, until.words) if until else (None, None)


def _replace(session: Session, former: LocalAct, said: CheckedAct) -> None:
    """The former edition ends the day before. Its row has a new version then: two clerks cannot both replace it."""
    if _next(session, former) is not None:
        raise AlreadyReplaced(title=former.title)
    if said.in_force_from <= former.in_force_from:
        raise EditionsOverlap(title=former.title, since=former.in_force_from)
    last = said.in_force_from - _DAY
    if former.in_force_to is None or former.in_force_to > last:
        former.in_force_to = last
    flag_modified(former, "title")
    _settle(session, former.title)


def _fit(session: Session, row: LocalAct, said: CheckedAct, began: datetime.date) -> CheckedAct:
    """The corrected days stay between those of the neighbours; an edition that ended the day before ends there still.

    Without a last day of its own it is in force until the day before the next edition.
    """
    former = known(session, row.replaces_id) if row.replaces_id is not None else None
    following = _next(session, row)
    if former is not None:
        if said.in_force_from <= former.in_force_from:
            raise EditionsOverlap(title=former.title, since=former.in_force_from)
        last = said.in_force_from - _DAY
        if former.in_force_to is None or former.in_force_to > last or former.in_force_to == began - _DAY:
            former.in_force_to = last
    if following is not None:
        last = following.in_force_from - _DAY
        if (said.in_force_to or said.in_force_from) > last:
            raise EditionsOverlap(title=following.title, since=following.in_force_from)
        said = replace(said, in_force_to=said.in_force_to or last)
    return said


def _next(session: Session, row: LocalAct) -> LocalAct | None:
    return session.scalar(select(LocalAct).where(LocalAct.replaces_id == row.id))


def _document(session: Session, wanted: int | None, kept: int | None, actor: Actor) -> int | None:
    """The document that the act is, which `actor` sees; the one that it is already is not asked for again."""
    if wanted is None or wanted == kept:
        return wanted
    query = select(Document.id).where(
        Document.id == wanted, Document.state == DocumentState.ACTIVE, visible(actor, Act.SEE)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(str(wanted), what=translate("Document {number}", number=wanted))
    return found


def _flush(session: Session, row: LocalAct, said: ActSaid) -> None:
    """Write it. Raises DocumentOfAnotherAct, LocalActChanged."""
    if said.document_id is not None:
        others = select(LocalAct.id).where(LocalAct.document_id == said.document_id, LocalAct.id != (row.id or 0))
        with session.no_autoflush:
            if session.scalar(others) is not None:
                raise DocumentOfAnotherAct
    _settle(session, said.title)


def _settle(session: Session, title: str) -> None:
    """Write what has changed. Raises LocalActChanged: another clerk was first."""
    try:
        session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise LocalActChanged(title=title) from error


def _address(address: str) -> str:
    address = one_line(address, "address", LONGEST)
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise PublicationUnclear from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in address:
        raise PublicationUnclear
    return address
