"""What the clock has done unasked: parts that fell behind catch up, what served its time is cleared away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.jobs.queue import forget_done
from archive_app.services.accounts.attempts import forget_attempts
from archive_app.services.forms.drawings import KEPT as DRAWINGS_KEPT
from archive_app.services.saved_searches import UNDONE_WITHIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.consent_clock import ConsentClock
    from archive_app.services.dead_jobs import DeadJobs
    from archive_app.services.forms.drawings import Drawings
    from archive_app.services.idempotency import FirstOutcomes
    from archive_app.services.indexing import Indexing
    from archive_app.services.page_images import PageImages
    from archive_app.services.portfolio.clearing import Clearing
    from archive_app.services.saved_searches import SavedSearches
    from archive_app.services.uploads.service import Uploads
    from storage.protocol import BlobStore

STAGING_GRACE = timedelta(days=1)
"""Staged bytes older than this belong to no upload that still runs."""
DONE_JOBS_KEPT = timedelta(days=30)
TRIES_KEPT = timedelta(days=1)
"""Tries to sign in are counted within minutes; what remains of them stands in the journal."""
OUTCOMES_KEPT = timedelta(hours=48)
"""Whoever repeats a request does it within a day or two."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The handlers of `heal` and `sweep` jobs."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]
    indexing: Indexing
    dead_jobs: DeadJobs
    store: BlobStore
    page_images: PageImages
    accounts: Ground
    saved_searches: SavedSearches
    uploads: Uploads
    first_outcomes: FirstOutcomes
    drawings: Drawings
    portfolios: Clearing
    consents: ConsentClock

    def heal(self, job: JobContext) -> None:
        """The index catches up; jobs that an outage killed begin anew."""
        self.indexing.heal(job)
        self.dead_jobs.look_after(job)

    def sweep(self, job: JobContext) -> None:
        """Clear away what served its time."""
        now = self.clock()
        swept = self.store.sweep_staging(STAGING_GRACE)
        self.page_images.originals.sweep()
        self.page_images.images.sweep()
        with self.sessions.begin() as session:
            forgotten = forget_done(session, finished_before=now - DONE_JOBS_KEPT)
        tries = forget_attempts(self.accounts, now - TRIES_KEPT)
        self.saved_searches.forget(now - UNDONE_WITHIN)
        uploads = self.uploads.sweep()
        outcomes = self.first_outcomes.forget(now - OUTCOMES_KEPT)
        forms = self.drawings.forget(now - DRAWINGS_KEPT)
        cleared, filed = self.portfolios.clear(), self.portfolios.file_older()
        ended = self.consents.run()
        job.log.info(
            "swept", blobs=swept, jobs=forgotten, tries=tries, outcomes=outcomes, uploads=uploads, forms=forms,
            cleared=cleared, filed=filed, ended=ended,
        )  # fmt: skip
