"""What may stand in the way of a local act."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class LocalActIncomplete(ArchiveError):
    """An act has a title, somebody who approved it with a post, the day of the approval."""

    code = "local_act_incomplete"


class AgreementIncomplete(ArchiveError):
    """A body agreed on a day. Params: `body`."""

    code = "agreement_incomplete"


class LocalActDaysUnclear(ArchiveError):
    """It came into force before it was approved, or ended before it began. Params: `since`, `earliest`."""

    code = "local_act_days_unclear"


class ApprovedLater(ArchiveError):
    """A day of the approval or of the publication that is still to come, or before the approval. Params: `day`."""

    code = "local_act_day_wrong"


class EditionsOverlap(Conflict):
    """Two editions would be in force at once. Params: `title`, `since` (of the other edition)."""

    code = "editions_overlap"


class AlreadyReplaced(Conflict):
    """The act has been replaced by another one. Params: `title`."""

    code = "already_replaced"


class PublicationUnclear(ArchiveError):
    """The address on the site begins with https:// or http://."""

    code = "publication_unclear"


class NotForTheSite(Conflict):
    """The act is not to be published, or it is published already."""

    code = "not_for_the_site"


class EndUnexplained(ArchiveError):
    """An act loses force by something: the ground is missing."""

    code = "end_unexplained"


class LocalActChanged(Conflict):
    """Somebody else changed the act meanwhile. Params: `title`."""

    code = "local_act_changed"


class DocumentOfAnotherAct(Conflict):
    """The document is that of another act already."""

    code = "document_of_another_act"


class ActDayMissing(ArchiveError):
    """The day of the publication, or the last day in force, is not said."""

    code = "act_day_missing"
