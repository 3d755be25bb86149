"""What may stand in the way of a transfer act."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class AccessionSettled(Conflict):
    """The act is accepted or withdrawn: nothing in it changes. Params: `accession`, `state` (words)."""

    code = "accession_settled"


class AccessionNotChecked(Conflict):
    """The bytes are still being checked. Params: `accession`."""

    code = "accession_not_checked"


class AccessionBroken(Conflict):
    """Some bytes are not whole: they are restored first, then checked anew. Params: `accession`, `count`."""

    code = "accession_broken"


class AccessionOutdated(Conflict):
    """Blobs came or went since the check, or it is too long ago: check anew. Params: `accession`."""

    code = "accession_outdated"


class OwnAccession(Conflict):
    """Who hands over does not take over. Params: `accession`, `login`."""

    code = "own_accession"


class NothingHandedOver(ArchiveError):
    """No case file was named."""

    code = "nothing_handed_over"


class PlaceOnlyInArchive(Conflict):
    """The archive has places for what it keeps. Params: `case_file`."""

    code = "place_only_in_archive"
