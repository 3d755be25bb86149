"""Disposal (выделение к уничтожению): the only road to destruction, from a verdict to a tombstone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.disposal.acts import Acts
from archive_app.services.disposal.approving import Approving
from archive_app.services.disposal.conditions import ApprovedInventories
from archive_app.services.disposal.destroying import Destroying
from archive_app.services.disposal.extract_choice import Choosing
from archive_app.services.disposal.extracting import Extracting
from archive_app.services.disposal.ground import Ground
from archive_app.services.disposal.previewing import Previewing
from archive_app.services.disposal.printing import Printing
from archive_app.services.disposal.proposing import Proposing
from archive_app.services.disposal.reviewing import Reviewing
from archive_app.services.lending.out import BookOfLoans

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.services.backup.leaving import Leaving
    from archive_app.services.disposal.conditions import Inventories, Loans
    from archive_app.services.fixity.quarantine import Quarantine
    from archive_app.services.indexing import Indexing
    from archive_app.services.page_images import PageImages

INVENTORIES = ApprovedInventories()
LOANS = BookOfLoans()


@dataclass(frozen=True, slots=True)
class Disposal:
    """The use cases of an act, under one name."""

    proposing: Proposing
    reviewing: Reviewing
    approving: Approving
    destroying: Destroying
    extracting: Extracting
    choosing: Choosing
    acts: Acts
    previewing: Previewing
    printing: Printing

    @classmethod
    def over(
        cls,
        indexing: Indexing,
        page_images: PageImages,
        work_folder: Path,
        today: Callable[[], datetime.date],
        quarantine: Quarantine,
        *,
        inventories: Inventories = INVENTORIES,
        loans: Loans = LOANS,
        zone: datetime.tzinfo = datetime.UTC,
        copies: Callable[[datetime.datetime], tuple[Leaving, ...]] = lambda _at: (),
    ) -> Self:
        """All of them over the database, the store and the index of an archive."""
        ground = Ground(indexing.sessions, indexing.clock, today, inventories, loans)
        acts = Acts(ground, copies)
        return cls(
            Proposing(ground),
            Reviewing(ground),
            Approving(ground),
            Destroying(ground, page_images.store, indexing, (page_images.originals, page_images.images, quarantine)),
            Extracting(ground, page_images.store, work_folder),
            Choosing(ground),
            acts,
            Previewing(ground),
            Printing(acts, zone),
        )
