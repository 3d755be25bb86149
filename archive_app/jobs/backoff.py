"""How long a failed job waits before the next attempt."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses that double from `first` to `longest`, of which the last half is left to chance.

    The chance keeps a thousand jobs that failed together (a store that was away) from coming back together.
    """

    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)
    chance: Callable[[], float] = random.random
    """Gives a number from 0 (included) to 1."""

    def pause(self, attempt: int) -> timedelta:
        """Give the pause after the failed attempt number `attempt` (from 1)."""
        whole = self.first
        for _ in range(attempt - 1):
            if whole >= self.longest:
                break
            whole *= 2
        whole = min(whole, self.longest)
        return whole / 2 + whole / 2 * self.chance()
