"""Roads that bring documents by themselves: when each was looked at last, what came, what went wrong."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive_app.db.engine import reading
from archive_app.db.models import Setting
from archive_app.errors import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

UNAVAILABLE = 500
"""From this status on an error is of the archive, not of what came: that waits for the next look."""
_KEY = "feed:{name}"


@dataclass(slots=True)
class TakenIn:
    """How many came, by their outcome: `taken_in`, `duplicate`, `refused`, `later`; `problem`: why some wait."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problem: str | None = None

    def count(self, outcome: str) -> None:
        """One more."""
        self.outcomes[outcome] += 1

    def wait(self, error: Exception) -> str:
        """One is left where it is; the sentence of the last such error is kept."""
        self.problem = describe(error).message
        return "later"


@dataclass(frozen=True, slots=True)
class FeedState:
    """The last look. `error` is a sentence, None where all went well; `outcomes` are those of the last look."""

    at: datetime.datetime
    error: str | None
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Keeps the state of each road in the database, for `archive doctor` and `/metrics` on any node."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    @contextmanager
    def look(self, name: str) -> Iterator[TakenIn]:
        """Note down what the block counts and how it ends; what it raises passes on."""
        taken = TakenIn()
        try:
            yield taken
        except Exception as error:
            self._note(name, taken, describe(error).message)
            raise
        self._note(name, taken, taken.problem)

    def state(self, name: str) -> FeedState | None:
        """The last look; None: there was none."""
        with reading(self.sessions) as session:
            row = session.get(Setting, _KEY.format(name=name))
            kept: dict[str, Any] | None = None if row is None else json.loads(row.value)
        if kept is None:
            return None
        return FeedState(datetime.datetime.fromisoformat(kept["at"]), kept["error"], kept["outcomes"])

    def _note(self, name: str, taken: TakenIn, error: str | None) -> None:
        now = self.clock()
        value = json.dumps({"at": now.isoformat(), "error": error, "outcomes": dict(taken.outcomes)})
        with self.sessions.begin() as session:
            session.merge(Setting(key=_KEY.format(name=name), value=value, updated_at=now))
