"""Who answers for backups: names, positions and the act that appointed them, as the journal of backups prints them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, Setting
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.backup.errors import ResponsibleChanged, ResponsibleNotTold
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.backup.ground import Ground

KEPT_AT = "backup_responsible"
KEEPERS = (Act.OPERATE, Act.ARCHIVE)
LONGEST = 300
MOST = 20


@dataclass(frozen=True, slots=True)
class Responsible:
    """One person; `ground` is the act, such as «приказ № 12 от 01.09.2026»."""

    name: str
    post: str
    ground: str


@dataclass(frozen=True, slots=True)
class ResponsibleList:
    """All of them; `version` is what a change begins from."""

    persons: tuple[Responsible, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Responsibles:
    """The use case."""

    ground: Ground

    def listed(self) -> ResponsibleList:
        """As told last."""
        with reading(self.ground.sessions) as session:
            return _kept(session)

    def replace(self, actor: Actor, persons: Sequence[Responsible], version: int) -> None:
        """Tell them anew; empty lines are left out.

        Raises NotAllowed, TooLong, ResponsibleNotTold, ResponsibleChanged where somebody did since `version`.
        """
        require_one(actor, KEEPERS)
        told = tuple(one for one in map(_tidied, persons) if one.name or one.post or one.ground)
        if len(told) > MOST or not all(one.name and one.post and one.ground for one in told):
            raise ResponsibleNotTold(most=MOST)
        clock = self.ground.clock
        with UnitOfWork(self.ground.sessions) as uow:
            row = uow.session.get(Setting, KEPT_AT, with_for_update=True)
            if _read(row).version != version:
                raise ResponsibleChanged
            value = json.dumps({"version": version + 1, "persons": [asdict(one) for one in told]}, ensure_ascii=False)
            uow.session.merge(Setting(key=KEPT_AT, value=value, updated_at=clock()))
            AuditTrail(uow, actor=actor.login, now=clock).record(
                "backup:responsible:change", ObjectRef("backup", "-"), number=len(told)
            )
            uow.commit()


def _kept(session: Session) -> ResponsibleList:
    return _read(session.get(Setting, KEPT_AT))


def _read(row: Setting | None) -> ResponsibleList:
    if row is None:
        return ResponsibleList()
    kept = json.loads(row.value)
    return ResponsibleList(tuple(Responsible(**one) for one in kept["persons"]), kept["version"])


def _tidied(one: Responsible) -> Responsible:
    full_name = one_line(one.name, "full_name", LONGEST)
    return Responsible(full_name, one_line(one.post, "post", LONGEST), one_line(one.ground, "ground", LONGEST))
