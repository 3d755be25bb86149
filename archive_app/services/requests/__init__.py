"""Requests for certificates, copies and own data: from the register to the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.requests.registering import Registering
from archive_app.services.requests.showing import Showing
from archive_app.services.requests.terms import Terms

if TYPE_CHECKING:
    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.reminding import Reminding


@dataclass(frozen=True, slots=True)
class Requests:
    """The use cases of requests, under one name."""

    registering: Registering
    showing: Showing
    terms: Terms
    reminding: Reminding

    @classmethod
    def over(cls, desk: Desk, reminding: Reminding) -> Self:
        """All of them over one database."""
        return cls(Registering(desk), Showing(desk), Terms(desk), reminding)
