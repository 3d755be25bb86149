"""An order on a whole group: what it says, its members, how many it changed."""

from datetime import date
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Leaving
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Number
from archive_app.entrypoints.api.shapes.kin import Ground, PaperNumber, Version
from archive_app.i18n import mark
from archive_app.services.people.group_orders import MemberOutcome


class OrderSaid(Asked):
    """Either `to_group` or `leaving`; `day`: the first in the new group, or the last."""

    day: date
    to_group: Annotated[Number | None, Field(description=mark("The group that the members go on in."))] = None
    leaving: Annotated[Leaving | None, Field(description=mark("Why they leave, where they go on nowhere."))] = None
    ground: Ground = ""
    document_id: PaperNumber = None


class MemberChosen(Asked):
    """A study in the group, in the version that was looked at."""

    study_id: Number
    version: Version


class OrderOnMembers(OrderSaid):
    """The same for these members."""

    members: Annotated[tuple[MemberChosen, ...], Field(max_length=1000)] = ()


class MemberShape(Answered):
    """A member of the group and what comes of it."""

    study_id: int
    version: int
    person_id: int
    name: str
    since: date
    outcome: MemberOutcome


class Members(Answered):
    """In the order of the alphabet."""

    members: list[MemberShape]


class Changed(Answered):
    """How many studies."""

    changed: int
