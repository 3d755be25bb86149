"""Errors of the retention library: each class has a stable code; the application turns codes into Russian sentences."""

from typing import ClassVar


class RetentionError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "retention"

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or f"{self.code} {params}")
        self.detail = detail
        self.params = params


class TermNotUnderstood(RetentionError):
    """A piece of a printed term has no meaning here. `text` is the whole term, `piece` what was not understood."""

    code = "term_not_understood"


class TermContradictory(RetentionError):
    """Each piece is understood, but together they mean nothing. `reason` is a stable word, `text` the term if known."""

    code = "term_contradictory"


class TriggerMismatch(RetentionError):
    """The term cannot be counted from this trigger. `text`, `expected` (those it fits), `found`."""

    code = "trigger_mismatch"


class SnapshotUnreadable(RetentionError):
    """A stored rule cannot be read back. `reason` names the field."""

    code = "rule_snapshot_unreadable"


class BeyondCalendar(RetentionError):
    """The day on which a term ends is in no calendar: its beginning was mistyped. `text` is the term."""

    code = "beyond_calendar"
