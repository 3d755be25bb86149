"""What the clock has done with fixity. A run goes on in slices, so that no worker is kept from people's documents."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.audit import MACHINE
from archive_app.i18n import translate
from archive_app.jobs import JobPutOffError, enqueue
from archive_app.services.fixity.errors import FixityBusy
from archive_app.services.fixity.state import told_counts
from archive_app.services.kinds import FIXITY_FULL, fixity_job
from storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from archive_app.jobs import JobContext
    from archive_app.services.backup.alarm import Alarm
    from archive_app.services.fixity.checking import Checked, FixityCheck
    from archive_app.services.fixity.state import FixityState

SLICE = 600.0
"""Seconds of work after which a run lets other jobs go first."""
TURN = timedelta(minutes=1)
"""Until a check asks again whether the one under way has ended: a slice of that one outlives all attempts of a job."""


@dataclass(frozen=True, slots=True)
class FixityByTheClock:
    """The handler of both kinds of fixity jobs."""

    check: FixityCheck
    state: FixityState
    alarm: Alarm

    def __call__(self, job: JobContext) -> None:
        """Check; raise the alarm for what is found.

        Raises StorageUnavailable: the job comes again. JobPutOffError: another check, or a repair, is under way.
        """
        until = time.monotonic() + SLICE

        def tell(done: int, total: int) -> bool:
            job.check()
            job.progress(done, total, "blob")
            return time.monotonic() > until

        full = job.kind == FIXITY_FULL
        try:
            checked = self.check.run(str(job.payload.get("by") or MACHINE), full=full, tell=tell)
        except FixityBusy as error:
            raise JobPutOffError(TURN) from error
        if checked.paused:
            with job.session_factory.begin() as session:
                enqueue(session, fixity_job(full=full, by=MACHINE, goes_on=True), now=job.now())
        elif not checked.ok:
            self._failed(checked, job)

    def watch(self, _job: JobContext) -> None:
        """Raise the alarm for a run that was missed."""
        if late := self.state.overdue():
            self.alarm.raise_(translate("Archivarius: checks of the stored bytes are overdue"), "\n".join(late))

    def _failed(self, checked: Checked, job: JobContext) -> None:
        """The store may be back with the next attempt; findings are told at once."""
        away = checked.code != "fixity_found"
        if away and not job.last_attempt:
            raise StorageUnavailable(reason=checked.code)
        lines = [checked.message, *told_counts(checked.found)]
        self.alarm.raise_(translate("Archivarius: stored bytes are damaged or could not be checked"), "\n".join(lines))
