"""What may stand in the way of a step in a case file's life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError, Conflict

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence


class AlreadyClosed(Conflict):
    """The case file is closed already. Params: `case_file`."""

    code = "case_file_closed_already"


class CaseFileNotClosed(Conflict):
    """The case file is open: this is done to closed ones. Params: `case_file`."""

    code = "case_file_not_closed"


class CaseFileKept(Conflict):
    """The case file is in the archive or gone: it is not opened again. Params: `case_file`."""

    code = "case_file_kept"


class NotReadyToClose(Conflict):
    """Something must be put right first. `findings` are `closing.Finding`; params: `count`."""

    code = "not_ready_to_close"

    def __init__(self, findings: Sequence[object]) -> None:
        super().__init__(count=len(findings))
        self.findings = tuple(findings)


class FinishUnknown(ArchiveError):
    """No document of the case file has a date: the day of the last one must be said."""

    code = "finish_unknown"


class FinishTooEarly(ArchiveError):
    """A document is younger than the day that was said. Params: `said`, `last`."""

    code = "finish_too_early"

    def __init__(self, said: datetime.date, last: datetime.date) -> None:
        super().__init__(said=said, last=last)


class TriggerNotWaitedFor(ArchiveError):
    """No term waits for such an event. Params: `trigger`, `known`."""

    code = "trigger_not_waited_for"


class EventKnown(Conflict):
    """The event was entered before. Params: `trigger`, `on`."""

    code = "event_known"


class EventInFuture(ArchiveError):
    """What has not happened is no event. Params: `on`."""

    code = "event_in_future"


class HoldReleased(Conflict):
    """The hold was released before. Params: `hold`."""

    code = "hold_released"
