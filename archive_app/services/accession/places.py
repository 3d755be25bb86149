"""Where the paper lies: room, rack, shelf, box."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, CaseFileState, StoragePlace
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.accession.errors import PlaceOnlyInArchive
from archive_app.services.typed import lines

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

LONGEST = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Each part is a label as it stands on the door, the rack, the shelf, the box; it may be empty."""

    room: str = ""
    rack: str = ""
    shelf: str = ""
    box: str = ""

    def cleaned(self) -> Place:
        """As it is kept. Raises TooLong."""
        return Place(**lines(self, LONGEST, *(part.name for part in fields(self))))

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


def put(session: Session, case_file_id: int, place: Place, login: str, now: datetime.datetime) -> None:
    """Note where a case file lies now, in the caller's transaction."""
    session.merge(
        StoragePlace(
            case_file_id=case_file_id,
            room=place.room,
            rack=place.rack,
            shelf=place.shelf,
            box=place.box,
            placed_at=now,
            placed_by=login,
        )
    )


@dataclass(frozen=True, slots=True)
class Placing:
    """Moves case files from shelf to shelf."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def of(self, case_file_id: int, actor: Actor) -> Place:
        """Where it lies; an empty place where nobody has noted one. Raises NotAllowed."""
        require_one(actor, (Act.ARCHIVE, Act.PLANS))
        with reading(self.sessions) as session:
            row = session.get(StoragePlace, case_file_id)
            return Place(row.room, row.rack, row.shelf, row.box) if row else Place()

    def move(self, case_file_id: int, place: Place, actor: Actor) -> None:
        """Note another place. Raises NotAllowed, NotFound, TooLong, PlaceOnlyInArchive."""
        require(actor, Act.ARCHIVE)
        where = place.cleaned()
        with UnitOfWork(self.sessions) as uow:
            case_file = uow.session.get(CaseFile, case_file_id)
            if case_file is None:
                raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
            if case_file.state is not CaseFileState.ARCHIVED:
                raise PlaceOnlyInArchive(case_file=case_file_id)
            put(uow.session, case_file_id, where, actor.login, self.clock())
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "case_file:place:move", case_file, room=where.room, rack=where.rack, shelf=where.shelf, box=where.box
            )
            uow.commit()
