"""Errors of giving and taking rights."""

from __future__ import annotations

from archive_app.errors import EXIT_NOT_FOUND, ArchiveError, Conflict


class UnknownName(ArchiveError):
    """No such unit, group, role, kind or user. Params: `what` (a code of `WHAT_WORDS`), `name`, `known`."""

    code = "unknown_name"
    exit_code = EXIT_NOT_FOUND


class UnknownUser(UnknownName):
    """There is no such account; which there are is not told. Params: `name`."""

    code = "unknown_user"
    http_status = 404


class NameTaken(Conflict):
    """There is one of this name already. Params: `name`."""

    code = "name_taken"


class NotToOneself(Conflict):
    """Nobody gives rights to the own account: a second person does. Params: `login`."""

    code = "not_to_oneself"


class LastKeeper(Conflict):
    """The last account that keeps accounts would lose that right. Params: `login`."""

    code = "last_keeper"


class DutyIncomplete(ArchiveError):
    """The role reaches a unit, a group or own records, and the duty does not say which. Params: `role`, `missing`."""

    code = "duty_incomplete"


class DayMissing(ArchiveError):
    """A period has no first day."""

    code = "day_missing"


class BadPeriod(ArchiveError):
    """The end lies before the beginning, or in the past. Params: `since`, `until`."""

    code = "bad_period"


class ReasonMissing(ArchiveError):
    """Access for a time needs a reason, which stays in the journal."""

    code = "reason_missing"
