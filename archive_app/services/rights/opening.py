"""One document or one case file opened to one person for a time, with a reason that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, Document, SpecialAccess, User, Volume
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import require_on, require_seen, visible_document
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import BadPeriod, NotToOneself, ReasonMissing
from archive_app.services.rights.names import user_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Permission:
    """One document opened to one person; `until` is the last day."""

    number: int
    name: str
    until: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens and closes access for a time. Only whoever may release a record opens it to somebody else."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def open_document(
        self,
        document_id: int,
        login: str,
        actor: Actor,
        *,
        until: datetime.date,
        reason: str,
        download: bool = False,
    ) -> int:
        """Let `login` see the document to the end of the day `until`; the number of the permission.

        Raises:
            NotFound, NotAllowed, NotToOneself, UnknownName, BadPeriod, ReasonMissing.
        """
        require(actor, Act.RELEASE)
        with UnitOfWork(self.sessions) as uow:
            document = visible_document(uow.session, document_id, actor)
            require_on(uow.session, document_id, actor, Act.RELEASE)
            given = self._given(uow.session, login, actor, until=until, reason=reason, download=download)
            given.document_id = document.id
            return self._keep(uow, given, document, actor)

    def open_case_file(
        self,
        case_file_id: int,
        login: str,
        actor: Actor,
        *,
        until: datetime.date,
        reason: str,
        download: bool = False,
    ) -> int:
        """The same for everything in a case file, also what is filed into it later. Raises as `open_document`."""
        require(actor, Act.RELEASE)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            case_file = session.get(CaseFile, case_file_id)
            inside = select(Document.id).join(Volume, Volume.id == Document.volume_id)
            inside = inside.where(Volume.case_file_id == case_file_id).limit(1)
            if case_file is None or session.scalar(inside.where(visible(actor))) is None:
                raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
            if session.scalar(inside.where(~visible(actor, Act.RELEASE))) is not None:
                raise NotAllowed(actor.login, login=actor.login)  # there is something in it that the giver may not give
            given = self._given(session, login, actor, until=until, reason=reason, download=download)
            given.case_file_id = case_file.id
            return self._keep(uow, given, case_file, actor)

    def of_document(self, document_id: int, actor: Actor) -> tuple[Permission, ...]:
        """Permissions for this one document that hold today, the first to end first. Raises NotAllowed, NotFound."""
        require(actor, Act.RELEASE)
        query = (
            select(SpecialAccess.id, User.display_name, SpecialAccess.valid_until, SpecialAccess.reason)
            .join(User, User.id == SpecialAccess.user_id)
            .where(SpecialAccess.document_id == document_id, SpecialAccess.revoked_at.is_(None))
            .where(SpecialAccess.valid_until >= self.today())
            .order_by(SpecialAccess.valid_until, SpecialAccess.id)
        )
        with reading(self.sessions) as session:
            require_seen(session, document_id, actor)
            return tuple(Permission(*row) for row in session.execute(query))

    def close(self, number: int, actor: Actor) -> None:
        """End a permission before its day. Raises NotAllowed, NotFound."""
        require(actor, Act.RELEASE)
        with UnitOfWork(self.sessions) as uow:
            given = uow.session.get(SpecialAccess, number)
            if given is None or given.revoked_at is not None:
                raise NotFound(str(number), what=translate("Permission {number}", number=number))
            given.revoked_at, given.revoked_by = self.clock(), actor.login
            AuditTrail(uow, actor=actor.login, now=self.clock).record("access:special:close", given)
            uow.commit()

    def _given(
        self, session: Session, login: str, actor: Actor, *, until: datetime.date, reason: str, download: bool
    ) -> SpecialAccess:
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        if until < self.today():
            raise BadPeriod(since=self.today(), until=until)
        user = user_named(session, login)
        if user.id == actor.user_id:
            raise NotToOneself(login, login=login)
        return SpecialAccess(
            user_id=user.id,
            download=download,
            reason=why,
            valid_from=self.today(),
            valid_until=until,
            given_by=actor.login,
            given_at=self.clock(),
        )

    def _keep(self, uow: UnitOfWork, given: SpecialAccess, on: Document | CaseFile, actor: Actor) -> int:
        uow.session.add(given)
        uow.session.flush()
        AuditTrail(uow, actor=actor.login, now=self.clock).record(
            "access:special:open",
            on,
            permission=given.id,
            user=given.user_id,
            until=given.valid_until,
            reason=given.reason,
            download=given.download,
        )
        uow.commit()
        return given.id
