"""A check from its beginning to its signature; afterwards only what was missing may be found later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Presence, PresenceCheck, PresenceLine, PresenceState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.services.accession.places import Place
from archive_app.services.names import clean_text
from archive_app.services.presence.errors import (
    CheckSigned,
    CheckUnfinished,
    CodeNotRead,
    NothingToCheck,
    VolumeMissing,
    WhereMissing,
)
from archive_app.services.presence.expected import by_inventory, in_place, lines_of, of_case_file
from archive_app.services.shelf_codes import read_code

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

_OF_UNIT = ("д", "d")
"""`Д15` names the unit 15 of the inventory that is checked."""


@dataclass(frozen=True, slots=True)
class Checking:
    """Whoever keeps the archive checks."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def begin(self, actor: Actor, *, place: Place | None = None, inventory_id: int | None = None) -> int:
        """List what should stand in `place`, or by an approved inventory; the number of the check.

        Raises:
            NotAllowed, WhereMissing, TooLong, NothingToCheck.
        """
        require(actor, Act.ARCHIVE)
        where = (place or Place()).cleaned()
        if inventory_id is None and not where:
            raise WhereMissing
        wanted = in_place(where) if inventory_id is None else by_inventory(inventory_id)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            lines = list(lines_of(session, wanted))
            if not lines:
                raise NothingToCheck
            check = PresenceCheck(
                inventory_id=inventory_id,
                room=where.room,
                rack=where.rack,
                shelf=where.shelf,
                box=where.box,
                begun_at=self.clock(),
                begun_by=actor.login,
            )
            session.add(check)
            session.flush()
            session.execute(insert(PresenceLine), [line | {"check_id": check.id} for line in lines])
            self._trail(uow, actor).record("presence:check:begin", check, volumes=len(lines), inventory=inventory_id)
            number = check.id
            uow.commit()
            return number

    def mark(self, check_id: int, said: str, actor: Actor, outcome: Presence = Presence.FOUND) -> PresenceLine:
        """Mark what the code `152/1` (or the unit `Д15`) names; what should not stand there becomes an extra line.

        Raises:
            NotAllowed, NotFound, CheckSigned, CodeNotRead, VolumeMissing.
        """
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            check = open_check(uow.session, check_id)
            line = _line(uow.session, check, said) or self._extra(uow.session, check, said)
            if line.expected:
                line.outcome = outcome
            line.marked_at, line.marked_by = self.clock(), actor.login
            self._trail(uow, actor).record(
                "presence:line:mark", check, case_file=line.case_file_id, volume=line.volume, outcome=line.outcome.value
            )
            uow.commit()
            return line

    def rest_is_missing(self, check_id: int, actor: Actor) -> int:
        """Mark all that was not marked as missing; how many. Raises NotAllowed, NotFound, CheckSigned."""
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            check = open_check(uow.session, check_id)
            waiting = (PresenceLine.check_id == check_id, PresenceLine.outcome == Presence.WAITING)
            count = uow.session.scalar(select(func.count()).where(*waiting)) or 0
            uow.session.execute(
                update(PresenceLine)
                .where(*waiting)
                .values(outcome=Presence.MISSING, marked_at=self.clock(), marked_by=actor.login)
            )
            self._trail(uow, actor).record("presence:check:finish", check, missing=count)
            uow.commit()
            return count

    def sign(self, check_id: int, actor: Actor, *, conclusion: str = "") -> None:
        """Sign the act: it is frozen, what is missing is searched for.

        Raises:
            NotAllowed, NotFound, CheckSigned; CheckUnfinished: some lines wait.
        """
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            check = open_check(uow.session, check_id)
            waiting = (PresenceLine.check_id == check_id, PresenceLine.outcome == Presence.WAITING)
            count = uow.session.scalar(select(func.count()).where(*waiting)) or 0
            if count:
                raise CheckUnfinished(check=check_id, count=count)
            check.state, check.signed_by, check.signed_at = PresenceState.SIGNED, actor.login, self.clock()
            check.conclusion = clean_text(conclusion).strip() or None
            self._trail(uow, actor).record("presence:check:sign", check)
            uow.commit()

    def found_later(self, line_id: int, actor: Actor) -> None:
        """End the search for what a signed act calls missing. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            line = uow.session.get(PresenceLine, line_id, with_for_update=True)
            check = uow.session.get(PresenceCheck, line.check_id) if line else None
            searched = line is not None and line.outcome is Presence.MISSING and line.found_later_on is None
            if line is None or check is None or not searched or check.state is not PresenceState.SIGNED:
                raise NotFound(str(line_id), what=translate("Line {number} that is searched for", number=line_id))
            line.found_later_on, line.found_later_by = self.today(), actor.login
            self._trail(uow, actor).record("presence:line:find", check, case_file=line.case_file_id, volume=line.volume)
            uow.commit()

    def _extra(self, session: Session, check: PresenceCheck, said: str) -> PresenceLine:
        """A line for what stands where it should not. Raises CodeNotRead, NotFound, VolumeMissing."""
        case_file, volume = _code(said)
        lines = [line for line in lines_of(session, of_case_file(case_file)) if volume in {None, line["volume"]}]
        if not lines:
            raise NotFound(said, what=translate("Case file {number}", number=case_file))
        if len(lines) > 1:
            raise VolumeMissing(case_file=case_file, volumes=len(lines))
        last = session.scalar(select(func.max(PresenceLine.position)).where(PresenceLine.check_id == check.id)) or 0
        told = lines[0] | {"position": last + 1, "expected": False, "outcome": Presence.EXTRA}
        extra = PresenceLine(check_id=check.id, **told)
        session.add(extra)
        return extra

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)


def open_check(session: Session, check_id: int) -> PresenceCheck:
    """The check, locked, still open. Raises NotFound, CheckSigned."""
    check = session.get(PresenceCheck, check_id, with_for_update=True)
    if check is None:
        raise NotFound(str(check_id), what=translate("Presence check {number}", number=check_id))
    if check.state is PresenceState.SIGNED:
        raise CheckSigned(check=check_id)
    return check


def _line(session: Session, check: PresenceCheck, said: str) -> PresenceLine | None:
    """The line that the code names. Raises CodeNotRead; VolumeMissing: it may be one of several."""
    query = select(PresenceLine).where(PresenceLine.check_id == check.id)
    if check.inventory_id is not None and said.strip().lower().startswith(_OF_UNIT):
        unit = read_number(said.strip()[1:].strip(" .№"))
        if unit is None:
            raise CodeNotRead(said=said)
        return session.scalar(query.where(PresenceLine.unit == str(unit)))
    case_file, volume = _code(said)
    query = query.where(PresenceLine.case_file_id == case_file)
    found = session.scalars(query.where(PresenceLine.volume == volume) if volume is not None else query).all()
    if len(found) > 1:
        raise VolumeMissing(case_file=case_file, volumes=len(found))
    return found[0] if found else None


def _code(said: str) -> tuple[int, int | None]:
    code = read_code(said)
    if code is None:
        raise CodeNotRead(said=said.strip()[:64])
    return code
