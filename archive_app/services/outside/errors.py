"""What may stand in the way of an application for results from elsewhere and of its protocol."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class ResultIncomplete(ArchiveError):
    """An application names the subject, the organisation, the mark, the paper that attests it, and the applicant."""

    code = "outside_result_incomplete"


class HoursUnclear(ArchiveError):
    """Hours are a whole number above nothing. Params: `most`."""

    code = "outside_hours_unclear"


class ProtocolIncomplete(ArchiveError):
    """A decision has a protocol with number and day, the commission, and what was decided."""

    code = "outside_protocol_incomplete"


class ProtocolTooEarly(ArchiveError):
    """A protocol is not older than the application that it decides on. Params: `day`, `applied_on`."""

    code = "outside_protocol_too_early"


class ProtocolMissing(Conflict):
    """There is no protocol yet that a file could be: nothing is decided, or it was taken back. Params: `subject`."""

    code = "outside_protocol_missing"


class ResultDecided(Conflict):
    """The application has its protocol already, which stands. Params: `subject`."""

    code = "outside_result_decided"


class ResultChanged(Conflict):
    """Somebody else has changed the application since it was opened. Params: `subject`."""

    code = "outside_result_changed"


class TooManyResults(Conflict):
    """So many applications of one person wait already. Params: `limit`."""

    code = "too_many_outside_results"
