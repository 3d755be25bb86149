"""How fast bytes may be read where people want the same disk: one pace shared by all threads of a run."""

from __future__ import annotations

import time
from threading import Lock


class Pace:
    """At most `rate` bytes a second on the average; 0: as fast as it goes."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = Lock()
        self._free_at = 0.0

    def take(self, size: int) -> None:
        """Account for `size` bytes that were read, and sleep until the next ones may be."""
        if not self._rate:
            return
        with self._lock:
            now = time.monotonic()
            begins = max(self._free_at, now)
            self._free_at = begins + size / self._rate
        time.sleep(begins - now)


UNHURRIED = Pace(0)
