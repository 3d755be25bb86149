"""What may stand in the way of an act and of its execution."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class NothingToPropose(Conflict):
    """No case file may be proposed on that day. Params: `on`, `passed_over`."""

    code = "nothing_to_propose"


class NotEligible(Conflict):
    """A case file that was named may not be put into an act. Params: `case_file`, `why`."""

    code = "not_eligible"


class ActNotThere(Conflict):
    """The act stands elsewhere: this is not done to it any more, or not yet. Params: `act`, `state`."""

    code = "act_state"


class DecidedOneByOne(Conflict):
    """Case files with the mark ЭПК are decided each by itself, with a ground. Params: `count`."""

    code = "decided_one_by_one"


class NotDecided(Conflict):
    """The commission has not decided on every case file. Params: `count`, `first`."""

    code = "not_decided"


class KeepUntilMissing(ArchiveError):
    """Keeping longer needs a day that lies ahead."""

    code = "keep_until_missing"


class NoQuorum(Conflict):
    """Fewer than half of the commission, or no chair, were there. Params: `present`, `members`."""

    code = "no_quorum"


class CommissionIncomplete(ArchiveError):
    """A commission has three members at least, each with a name and a post, and one chair. Params: `members`."""

    code = "commission_incomplete"


class ProtocolIncomplete(ArchiveError):
    """A protocol has a number and a day that is not ahead."""

    code = "protocol_incomplete"


class OwnProposal(Conflict):
    """Nobody approves an act that he or she has proposed. Params: `act`."""

    code = "own_proposal"


class InventoriesMissing(Conflict):
    """The inventories of the period are approved first. Params: `years`."""

    code = "inventories_missing"


class NothingToDestroy(Conflict):
    """The commission left no case file in the act: there is nothing to approve. Params: `act`."""

    code = "nothing_to_destroy"


class NotConfirmed(ArchiveError):
    """The number of the act was not typed as a confirmation. Params: `act`."""

    code = "not_confirmed"


class ActTampered(Conflict):
    """A line is not as it was approved: it is not carried out. Params: `act`, `position`."""

    code = "act_tampered"


class StillBeingRead(Conflict):
    """Documents of the case file are being recognised: its line waits for that. Params: `case_file`."""

    code = "still_being_read"
    retryable = True


class StillThere(Conflict):
    """Bytes or entries of the index are there after they were removed: the line is done again. Params: `documents`."""

    code = "still_there"
    retryable = True


class NothingChosen(ArchiveError):
    """No page, or none that is there, was chosen for the extract. Params: `document`."""

    code = "nothing_chosen"


class ExtractNotPossible(Conflict):
    """Pages are extracted from closed case files that are neither in an act nor destroyed. Params: `case_file`."""

    code = "extract_not_possible"


class ExtractTermTooShort(ArchiveError):
    """The item for extracted pages must keep them longer. Params: `item`, `term`."""

    code = "extract_term_too_short"


class NothingPersonal(Conflict):
    """Nothing with personal data has been destroyed under the act, or it is not carried out yet. Params: `act`."""

    code = "nothing_personal"


class PagesNotPrintable(Conflict):
    """The document has neither a use copy nor a PDF to take pages from. Params: `document`."""

    code = "pages_not_printable"
