"""How often a key may ask: so many requests a minute, counted by each server process for itself."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from limits import RateLimitItem


class TooManyRequests(ArchiveError):
    """The key has asked too often. Params: `limit` a minute, `seconds` until the next request is answered."""

    code = "too_many_requests"
    http_status = 429


@dataclass(frozen=True, slots=True)
class RateLimit:
    """`allowed` requests a minute for each key; 0: as many as it likes.

    In the memory of the process: a count in the database would cost each request a write. Several processes let a key
    ask that many times more, which protects a server from a program that runs wild as well.
    """

    allowed: int
    _limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def take(self, key: str) -> None:
        """Count a request of `key`. Raises TooManyRequests."""
        if not self.allowed:
            return
        limit: RateLimitItem = RateLimitItemPerMinute(self.allowed)
        if not self._limiter.hit(limit, key):
            free_at = self._limiter.get_window_stats(limit, key).reset_time
            raise TooManyRequests(limit=self.allowed, seconds=max(1, math.ceil(free_at - time.time())))
