"""Results from other organisations composed of the services that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.outside import OutsideResults
from archive_app.services.outside.applying import Applying
from archive_app.services.outside.deciding import Deciding
from archive_app.services.outside.showing import Showing
from archive_app.services.outside.withdrawing import Withdrawing

if TYPE_CHECKING:
    from archive_app.services.portfolio.ground import Shelf


def outside_over(shelf: Shelf) -> OutsideResults:
    """All use cases; papers come in by the road of the portfolios."""
    return OutsideResults(Applying(shelf), Deciding(shelf), Showing(shelf), Withdrawing(shelf))
