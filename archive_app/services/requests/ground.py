"""What the use cases of requests stand on: who keeps them, one request found for a change."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.audit.chain import AuditEntry, append
from archive_app.db.models import Act, ArchiveRequest
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.requests.errors import RequestChanged, RequestEnded

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.db.models import RequestState

KEEPERS = (Act.PERSONS,)
"""Whoever keeps cards of persons answers requests about them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to each use case of this package; `today` is the day where the organisation is, `zone` its time."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    reads: ReadLog
    zone: datetime.tzinfo

    def trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        """Where the events of `uow` go."""
        return AuditTrail(uow, actor=actor.login, now=self.clock)

    def record(self, session: Session, actor: Actor, action: str, target: ObjectRef, /, **details: object) -> None:
        """Write an event at once, in a transaction that somebody else ends."""
        append(session, [AuditEntry(actor.login, action, target.type, target.id, details)], at=self.clock())

    @contextmanager
    def changing(
        self, request_id: int, version: int, states: Collection[RequestState], theirs: ColumnElement[bool] | None = None
    ) -> Iterator[tuple[UnitOfWork, ArchiveRequest]]:
        """A unit of work with the request, which was looked at in `version` and is in one of `states`.

        `theirs` is a condition on the request that the query asks besides: without it nothing is found.

        Raises:
            NotFound, RequestEnded; RequestChanged: somebody else was first, also between the look and the commit.
        """
        with UnitOfWork(self.sessions) as uow:
            found = select(ArchiveRequest).where(ArchiveRequest.id == request_id)
            request = uow.session.scalars(found if theirs is None else found.where(theirs)).first()
            if request is None:
                raise unknown_request(request_id)
            if request.version != version:
                raise RequestChanged(number=spoken_number(request))
            if request.state not in states:
                raise RequestEnded(number=spoken_number(request), state=request.state.value)
            number = spoken_number(request)
            try:
                yield uow, request
            except StaleDataError as error:
                raise RequestChanged(number=number) from error


def touch(request: ArchiveRequest, state: RequestState | None = None) -> None:
    """Make what is done beside the row a change of it too: whoever looked at it before has to look again."""
    request.state = state or request.state
    flag_modified(request, "state")


def spoken_number(request: ArchiveRequest) -> str:
    """`12/2026`."""
    return f"{request.number}/{request.year}"


def unknown_request(request_id: int) -> NotFound:
    """There is no such request."""
    return NotFound(str(request_id), what=translate("Request {number}", number=request_id))
