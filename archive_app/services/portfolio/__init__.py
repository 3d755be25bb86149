"""Portfolios of students: filled in the portal, checked by the curator, taken out as one archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.portfolio.clearing import Clearing
    from archive_app.services.portfolio.exporting import Exporting
    from archive_app.services.portfolio.filling import Filling
    from archive_app.services.portfolio.judging import Judging
    from archive_app.services.portfolio.listing import Listing
    from archive_app.services.portfolio.looking import Looking
    from archive_app.services.portfolio.showing import Showing


@dataclass(frozen=True, slots=True)
class Portfolios:
    """The use cases of portfolios, under one name."""

    filling: Filling
    judging: Judging
    showing: Showing
    exporting: Exporting
    clearing: Clearing
    looking: Looking
    listing: Listing
