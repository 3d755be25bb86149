"""Portfolios composed of the services that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.portfolio import Portfolios
from archive_app.services.portfolio.clearing import Clearing
from archive_app.services.portfolio.exporting import Exporting
from archive_app.services.portfolio.filling import Filling
from archive_app.services.portfolio.ground import Shelf
from archive_app.services.portfolio.judging import Judging
from archive_app.services.portfolio.listing import Listing
from archive_app.services.portfolio.looking import Looking
from archive_app.services.portfolio.showing import Showing

if TYPE_CHECKING:
    from archive_app.services.intake import Intake
    from archive_app.services.page_images import PageImages
    from archive_app.services.people import People


def portfolios_over(people: People, intake: Intake, images: PageImages) -> Portfolios:
    """All use cases; files come in by the road of the intake, and are looked at as pages of documents are."""
    shelf = Shelf(people.sessions, people.clock, people.today, people.reads, intake.taking_in)
    clearing = Clearing(shelf, (images.originals, images.images))
    return Portfolios(
        Filling(shelf),
        Judging(shelf),
        Showing(shelf),
        Exporting(shelf),
        clearing,
        Looking(shelf, images),
        Listing(shelf, images.work_folder),
    )
