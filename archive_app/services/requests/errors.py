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


class KindNotOffered(ArchiveError):
    """The portal has no requests of this kind."""

    code = "request_kind_not_offered"


class TooManyRequests(Conflict):
    """So many requests of the account wait already. Params: `limit`."""

    code = "too_many_own_requests"


class FormMissing(ArchiveError):
    """No wording of this kind of answer is approved, or it is empty."""

    code = "form_missing"


class FormApproved(Conflict):
    """The version is in force already. Params: `number`."""

    code = "form_approved"


class PlaceUnknown(ArchiveError):
    """The wording has a place that nothing fills. Params: `place`, `places` (those that there are)."""

    code = "place_unknown"


class BracesUnclear(ArchiveError):
    """The wording has a brace without its other half."""

    code = "braces_unclear"


class AnswerMissing(Conflict):
    """The request has no answer that could be signed, printed or issued. Params: `number`."""

    code = "answer_missing"


class SignatoryMissing(ArchiveError):
    """A signed answer says who signed it."""

    code = "signatory_missing"


class ReceiverMissing(ArchiveError):
    """Whoever receives an answer is named, with the document shown."""

    code = "receiver_missing"


class ReceiverUnproved(ArchiveError):
    """Whoever receives is not called as the person, and shows no paper. Params: `name`."""

    code = "receiver_unproved"


class PlaceMissing(ArchiveError):
    """It is not said where in the file plan the issued copy lies."""

    code = "copy_place_missing"


class RowsMissing(ArchiveError):
    """No row of the page was chosen, or nothing was read on the page. Params: `page`."""

    code = "rows_missing"


class RowNamesOthers(Conflict):
    """A chosen row names another person. Params: `page`, `row`."""

    code = "row_names_others"


class ExtractOutdated(Conflict):
    """The page was read anew, or typed, since its rows were chosen. Params: `page`."""

    code = "extract_outdated"


class TermUnclear(ArchiveError):
    """The organisation's own term names the act that prescribes it; a day of its calendar says why."""

    code = "term_unclear"
