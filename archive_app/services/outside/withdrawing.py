"""An application taken back before its protocol: by whoever handed it in, or by the office; with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import OutsideState
from archive_app.services.outside.applying import LONGEST
from archive_app.services.outside.ground import LOOKS, changing, withdrawn_by
from archive_app.services.rights.errors import ReasonMissing
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from archive_app.services.portfolio.ground import Shelf


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """Takes applications back; they stay to be seen, with the reason, and whoever still wants it applies anew."""

    shelf: Shelf

    def withdraw(self, result_id: int, reason: str, actor: Actor, *, version: int) -> None:
        """End an application that has no protocol yet.

        Raises:
            NotAllowed; NotFound: somebody else has handed it in. TooLong, ReasonMissing, ResultDecided, ResultChanged.
        """
        require_one(actor, LOOKS)
        said = one_line(reason, "reason", LONGEST)
        if not said:
            raise ReasonMissing
        with changing(self.shelf, result_id, withdrawn_by(self.shelf, actor), version) as (uow, row):
            row.state, row.decision = OutsideState.WITHDRAWN, said
            row.decided_at, row.decided_by = self.shelf.clock(), actor.login
            self.shelf.trail(uow, actor).record("outside:result:withdraw", row, person=row.person_id, reason=said)
            uow.commit()
