"""A run: blobs are read again several at a time, at a pace; then the store is searched for bytes that nobody knows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.errors import describe
from archive_app.services.backup.lease import lease
from archive_app.services.fixity.due import due
from archive_app.services.fixity.errors import FixityBusy, FixityFound
from archive_app.services.fixity.looks import unchecked_all
from archive_app.services.fixity.strangers import SHARDS, strangers
from storage.backup.parallel import in_parallel
from storage.errors import StorageError, StorageUnavailable
from storage.fixity import verify
from storage.keys import BlobKey
from storage.pace import Pace

if TYPE_CHECKING:
    from archive_app.services.backup.ground import Ground
    from archive_app.services.fixity.looks import Looks, Tally
    from storage.fixity import FixityReport

LEASE = "fixity_lease"
BATCH = 64
BATCH_BYTES = 256 << 20
"""What a run that is killed does again at most, besides what is being read."""
NOBODY = BlobKey("0" * 64)
Tell = Callable[[int, int], bool]
"""Is told how many of how many blobs were read; says whether to pause now. May raise to leave at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a run. `ok` only where every blob of it is proven and nothing found by any run is left.

    `found` counts blobs by finding; `paused` runs are taken up by the next one; `code` says why it is no success.
    """

    run_id: int
    full: bool
    ok: bool
    checked: int
    bytes: int
    seconds: float
    found: dict[str, int]
    paused: bool = False
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class FixityCheck:
    """The use case. `rate` in bytes a second, 0: as fast as it goes; `workers` blobs are read at a time."""

    ground: Ground
    looks: Looks
    rate: float
    workers: int = os.cpu_count() or 1

    def run(
        self, by: str, *, full: bool, rate: float | None = None, tell: Tell = lambda _done, _total: False
    ) -> Checked:
        """Check all blobs, or the sample that was checked longest ago. Raises FixityBusy, what `tell` raises."""
        ground = self.ground
        with lease(ground.sessions, ground.clock, LEASE, FixityBusy):
            tally = self.looks.begun(by, full=full)
            began, before = time.monotonic(), tally.seconds

            def told() -> bool:
                tally.seconds = before + time.monotonic() - began
                return tell(tally.checked, tally.total)

            try:
                ground.store.exists(NOBODY)  # a store that is away is not a store that has lost everything
                paused = self._read(tally, Pace(self.rate if rate is None else rate), told) or self._search(tally, told)
            except StorageError as error:
                return self._ended(tally, error)
            return _result(tally, paused=True) if paused else self._ended(tally)

    def _read(self, tally: Tally, pace: Pace, told: Callable[[], bool]) -> bool:
        """Read what is due; tells whether to pause. Raises StorageUnavailable where nothing can be read any more."""
        store = self.ground.store
        keys = due(self.ground.sessions, tally.run_id, None if tally.full else max(0, tally.total - tally.checked))
        batch: list[FixityReport] = []
        with closing(in_parallel(lambda key: verify(store, key, pace), keys, workers=self.workers)) as reports:
            for report in reports:
                batch.append(report)
                if len(batch) >= BATCH or sum(one.size for one in batch) >= BATCH_BYTES:
                    self._write(tally, batch)
                    batch = []
                    if told():
                        return True
        self._write(tally, batch)
        return told()

    def _write(self, tally: Tally, batch: list[FixityReport]) -> None:
        tally.checked += len(batch)
        tally.bytes += sum(report.size for report in batch)
        self.looks.write(tally, batch)
        if len(batch) >= BATCH and unchecked_all(batch):
            raise StorageUnavailable(reason=batch[-1].reason)

    def _search(self, tally: Tally, told: Callable[[], bool]) -> bool:
        for number in range(tally.shards, SHARDS):
            shard = f"{number:x}"
            found = strangers(self.ground, shard)
            tally.shards = number + 1
            self.looks.write_strangers(tally, shard, found)
            if told():
                return True
        return False

    def _ended(self, tally: Tally, error: StorageError | None = None) -> Checked:
        """Write the end. No success where anything is left that any run has found."""
        self.looks.forget_destroyed()
        tally.found = self.looks.findings()
        problem = describe(error or FixityFound(count=sum(tally.found.values()))) if error or tally.found else None
        code = problem.code if problem else None
        self.ground.finish(tally.run_id, ok=problem is None, code=code, **tally.facts())
        return _result(tally, code=code, message=problem.message if problem else "")


def _result(tally: Tally, *, paused: bool = False, code: str | None = None, message: str = "") -> Checked:
    return Checked(
        run_id=tally.run_id,
        full=tally.full,
        ok=code is None and not paused,
        checked=tally.checked,
        bytes=tally.bytes,
        seconds=round(tally.seconds, 1),
        found=tally.found,
        paused=paused,
        code=code,
        message=message,
    )
