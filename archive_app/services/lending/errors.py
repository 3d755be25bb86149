"""What may stand in the way of a loan."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class AlreadyLent(Conflict):
    """It is out, or a part of it, or the whole that it belongs to. Params: `loan`, `borrower`, `due_on` (day)."""

    code = "already_lent"


class NotToBeLent(Conflict):
    """The case file is destroyed or being destroyed, or has no paper. Params: `case_file`."""

    code = "not_to_be_lent"


class LoanReturned(Conflict):
    """It has come back already. Params: `loan`."""

    code = "loan_returned"


class LoanIncomplete(ArchiveError):
    """A loan has a borrower and a last day that is not past."""

    code = "loan_incomplete"
