"""What may stand in the way of a request and of its answer."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class RequestIncomplete(ArchiveError):
    """A request has an applicant, and a person unless a body asks."""

    code = "request_incomplete"


class AuthorityMissing(ArchiveError):
    """A representative acts by a paper, which is named."""

    code = "authority_missing"


class OrderDayMissing(ArchiveError):
    """The term runs from the expulsion order, whose day was not said."""

    code = "order_day_missing"


class DayToCome(ArchiveError):
    """A request cannot have come, nor an order be of, a day that is still to come. Params: `day`."""

    code = "day_to_come"


class GroundMissing(ArchiveError):
    """Nothing is answered or released without a ground."""

    code = "ground_missing"


class RefusalUnexplained(ArchiveError):
    """A refusal says why."""

    code = "refusal_unexplained"


class RequestChanged(Conflict):
    """Somebody else has changed the request since it was opened. Params: `number`."""

    code = "request_changed"


class RequestEnded(Conflict):
    """The request is at a place where this cannot be done any more. Params: `number`, `state`."""

    code = "request_ended"


class TermUnclear(ArchiveError):
    """The organisation's own term names the act that prescribes it; a day of its calendar says why."""

    code = "term_unclear"
