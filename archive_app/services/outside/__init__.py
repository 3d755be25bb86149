"""Results that other organisations attest: applied for, counted or refused by a protocol (order No. 845/369, 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.outside.applying import Applying
    from archive_app.services.outside.deciding import Deciding
    from archive_app.services.outside.showing import Showing
    from archive_app.services.outside.withdrawing import Withdrawing


@dataclass(frozen=True, slots=True)
class OutsideResults:
    """The use cases of results from other organisations, under one name."""

    applying: Applying
    deciding: Deciding
    showing: Showing
    withdrawing: Withdrawing
