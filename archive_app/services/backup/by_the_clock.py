"""What the clock has done with backups: a snapshot, then a pruning; and the ledger of destructions within minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import MACHINE
from archive_app.db.models import RunKind
from archive_app.drill_words import DRILL_CHECK_WORDS
from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.jobs import JobPutOffError
from archive_app.services.backup.errors import BackupBusy
from archive_app.services.backup.lease import LENGTH
from archive_app.services.backup.ledger import write_ledger
from archive_app.services.kinds import ASKED_ATTEMPTS
from storage.backup.errors import BackupNotThere
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.jobs import JobContext
    from archive_app.services.backup.alarm import Alarm
    from archive_app.services.backup.drill import Drilled
    from archive_app.services.backup.ground import Ground, Place
    from archive_app.services.backup.keeping import Keeping, PrunedPlace
    from archive_app.services.backup.key_proof import KeyProof
    from archive_app.services.backup.state import CopiesState
    from archive_app.services.backup.taking import Taken, Taking


@dataclass(frozen=True, slots=True)
class ByTheClock:
    """The handlers of the jobs of backups."""

    ground: Ground
    taking: Taking
    keeping: Keeping
    alarm: Alarm
    state: CopiesState
    keys: KeyProof

    def backup(self, job: JobContext) -> None:
        """Take a snapshot; only where it is whole at all places, prune.

        Raises as `Taking.run` does, after an alarm. JobPutOffError: another backup is under way, and nobody waits here.
        """

        def tell(number: int) -> None:
            job.check()
            job.progress(number, None, "blob")

        try:
            taken = self.taking.run(str(job.payload.get("by") or MACHINE), tell)
        except Exception as error:
            if isinstance(error, BackupBusy) and job.max_attempts > ASKED_ATTEMPTS:
                raise JobPutOffError(LENGTH) from error
            if job.last_attempt:
                self._tell([describe(error).message])
            raise
        failed = [_sentence(one) for one in taken if not one.ok]
        if not failed:
            failed = [f"{one.place}: {one.message}" for one in self._pruned() if not one.ok]
        if failed:
            self._tell(failed)

    def ledger(self, _job: JobContext) -> None:
        """Write what was destroyed since. A place that is away gets it with the next try. Raises errors of a place."""
        faults: list[StorageError] = []
        for place in self.ground.places:
            try:
                self._write(place)
            except BackupNotThere:
                continue  # no backup was taken there yet, or it is away: then the backup raises the alarm
            except StorageError as error:
                faults.append(error)
        if faults:
            raise faults[0]

    def watch(self, _job: JobContext) -> None:
        """Raise the alarm for what was not done in time, which nothing else notices, and for a useless key."""
        if late := self.state.overdue(self.state.places()):
            self.alarm.raise_(translate("Archivarius: backups are overdue"), "\n".join(late))
        if lost := self.keys.faults():
            self.alarm.raise_(translate("Archivarius: the key of backups"), "\n".join(lost))

    def drilled(self, done: Sequence[Drilled]) -> None:
        """Raise the alarm where a drill proved the contrary."""
        failed = [f"{one.place}: {one.message or _faults(one)}" for one in done if not one.ok]
        if failed:
            self.alarm.raise_(translate("Archivarius: a backup was not proven"), "\n".join(failed))

    def _write(self, place: Place) -> None:
        with self.ground.opened(place) as target:
            if write_ledger(self.ground, target):
                self.ground.finish(self.ground.begin(RunKind.LEDGER, place, MACHINE), ok=True)

    def _pruned(self) -> list[PrunedPlace]:
        return self.keeping.prune(MACHINE)

    def _tell(self, lines: list[str]) -> None:
        self.alarm.raise_(translate("Archivarius: the backup failed"), "\n".join(lines))


def _sentence(taken: Taken) -> str:
    if taken.code:
        return f"{taken.place}: {taken.message}"
    return translate(
        "{place}: snapshot {snapshot} lacks content: damaged in the archive {rotten}, lost {lost}. "
        "Run: archive doctor.",
        place=taken.place,
        snapshot=taken.snapshot,
        rotten=len(taken.rotten),
        lost=len(taken.lost),
    )


def _faults(done: Drilled) -> str:
    found = ((translate(DRILL_CHECK_WORDS[check.name]), check.message) for check in done.checks if not check.ok)
    return "; ".join(f"{name}: {message}" for name, message in found)
