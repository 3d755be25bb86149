"""What may stand in the way of a step in a case file's life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError, Conflict
from archive_app.services.life.finding_words import finding_sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from archive_app.services.life.closing import Finding


class AlreadyClosed(Conflict):
    """The case file is closed already. Params: `case_file`."""

    code = "case_file_closed_already"


class CaseFileNotClosed(Conflict):
    """The case file is open: this is done to closed ones. Params: `case_file`."""

    code = "case_file_not_closed"


class CaseFileKept(Conflict):
    """The case file is in the archive or gone: it is not opened again. Params: `case_file`."""

    code = "case_file_kept"


class CaseFileListed(Conflict):
    """An inventory lists the case file, or an act hands it over. Params: `case_file`."""

    code = "case_file_listed"


class NotReadyToClose(Conflict):
    """Something must be put right first. `findings` are `closing.Finding`; params: `what`, in words."""

    code = "not_ready_to_close"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(what=" ".join(map(finding_sentence, findings)))
        self.findings = tuple(findings)


class NothingToSplit(Conflict):
    """No volume has more sheets than it may. Params: `case_file`, `most`."""

    code = "nothing_to_split"


class ProposalStale(Conflict):
    """Documents came into the volumes or left them since the split was proposed. Params: `case_file`."""

    code = "split_proposal_stale"


class PersonalFileGoesOn(Conflict):
    """A personal file goes on from year to year by itself. Params: `case_file`."""

    code = "personal_file_goes_on"


class CarriedBackwards(ArchiveError):
    """A case file is carried over into a later year only. Params: `year`, `reached`."""

    code = "carried_backwards"


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


class EventOfNothing(ArchiveError):
    """An event happens to a case file or to a person: exactly one of them."""

    code = "event_of_nothing"


class NoLeavingSaid(Conflict):
    """The document is no order that is read and says that somebody leaves. Params: `document`."""

    code = "no_leaving_said"


class NotOfTheOrder(ArchiveError):
    """Nobody was chosen, or somebody whom the order does not name, or no day is known."""

    code = "not_of_the_order"


class EventListEmpty(ArchiveError):
    """No line of the list holds anything."""

    code = "event_list_empty"


class EventKnown(Conflict):
    """The event was entered before. Params: `trigger`, `on`."""

    code = "event_known"


class EventInFuture(ArchiveError):
    """What has not happened is no event. Params: `on`."""

    code = "event_in_future"


class HoldReleased(Conflict):
    """The hold was released before. Params: `hold`."""

    code = "hold_released"
