"""Names of the levels of confidentiality; what a level means is decided by the rights of the roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, ConfidentialityLevel
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.numbers import CONFIDENTIALITY
from archive_app.services.rights.entries import free_title

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Level:
    """A level and its name; one without a name is called by its number."""

    level: int
    title: str | None

    @property
    def words(self) -> str:
        """`1 — служебные`."""
        return f"{self.level} — {self.title}" if self.title else str(self.level)


@dataclass(frozen=True, slots=True)
class Levels:
    """Shows and names them."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def listed(self) -> tuple[Level, ...]:
        """Every level that there is, the most open first."""
        with reading(self.sessions) as session:
            titles = dict(session.execute(select(ConfidentialityLevel.level, ConfidentialityLevel.title)).all())
        return tuple(Level(level, titles.get(level)) for level in CONFIDENTIALITY)

    def name(self, level: int, title: str, actor: Actor) -> None:
        """Call a level by `title`; an empty one takes the name away. Raises NotAllowed, NotFound, NameTaken."""
        require(actor, Act.ACCOUNTS)
        if level not in CONFIDENTIALITY:
            raise NotFound(str(level), what=translate("Level {number}", number=level))
        with UnitOfWork(self.sessions) as uow:
            others = select(ConfidentialityLevel.title).where(ConfidentialityLevel.level != level)
            cleaned = free_title(title, uow.session.scalars(others)) if title.strip() else ""
            row = uow.session.get(ConfidentialityLevel, level) or ConfidentialityLevel(level=level)
            row.title = cleaned
            if cleaned:
                uow.session.add(row)
            elif row in uow.session:
                uow.session.delete(row)
            named = ObjectRef(ConfidentialityLevel.__tablename__, str(level))
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "confidentiality:level:name", named, title=cleaned
            )
            uow.commit()
