"""Where a document waits that nobody has filed yet: whose it is until somebody says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act, Reach
from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Scope
from archive_app.services.rights.names import group_named, unit_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.auth.grants import Grant
    from archive_app.services.intake import Said

UNSAID_KIND = "other"


def waiting_place(session: Session, said: Said, actor: Actor, on: datetime.date) -> Scope:
    """The scope in which a document waits to be filed by `actor`, or by whoever else may file there.

    Kind, unit and group that are not said are those that the person files to, the own unit first.

    Raises:
        NotAllowed: the person may not file there. UnknownName: there is no such unit or group.
    """
    unit = unit_named(session, said.unit).id if said.unit else None
    group = group_named(session, said.group, on).id if said.group else None
    filing = [grant for grant in actor.grants if grant.act is Act.FILE]
    for place in _places(filing, said, unit, group):
        if actor.may_in(Act.FILE, place):
            return place
    raise NotAllowed(actor.login, login=actor.login)


def _places(filing: list[Grant], said: Said, unit: int | None, group: int | None) -> Iterator[Scope]:
    """The places that the rights lead to; those where a document of no kind may wait come first."""
    for grant in sorted(filing, key=lambda grant: grant.kind not in {None, UNSAID_KIND}):
        kind = said.kind or (UNSAID_KIND if grant.kind is None else grant.kind)
        if unit is not None or group is not None:
            yield Scope(kind, unit, group, None, said.confidentiality, unfiled=True)
        elif grant.reach is Reach.OWN:
            yield Scope(kind, None, None, grant.person_id, said.confidentiality, unfiled=True)
        else:
            yield Scope(kind, grant.unit_id, grant.group_id, None, said.confidentiality, unfiled=True)
