"""What may stand in the way of a line of a register or of a blank."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class EntryIncomplete(ArchiveError):
    """A line says what was made out to whom, on what ground."""

    code = "entry_incomplete"


class BlanksUnclear(ArchiveError):
    """Blanks have a series, a first number in digits, a count and the paper that they came by. Params: `most`."""

    code = "blanks_unclear"


class BlanksKnown(Conflict):
    """Some of these blanks are in the book already. Params: `series`, `number` (the first of them)."""

    code = "blanks_known"


class BlankGone(Conflict):
    """The blank is used, spoiled, or of another book. Params: `blank`."""

    code = "blank_gone"


class EntryIssued(Conflict):
    """The original has been handed over, or somebody changed the line meanwhile. Params: `number`."""

    code = "entry_issued"
