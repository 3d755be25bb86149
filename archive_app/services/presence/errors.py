"""What may stand in the way of a presence check."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class CheckSigned(Conflict):
    """The act is signed: nothing of it changes. Params: `check`."""

    code = "check_signed"


class CheckUnfinished(Conflict):
    """Some lines are neither found nor missing. Params: `check`, `count`."""

    code = "check_unfinished"


class NothingToCheck(Conflict):
    """Nothing should stand there: no place of a case file has these labels, or the inventory is not approved."""

    code = "nothing_to_check"


class WhereMissing(ArchiveError):
    """Say what is checked: an inventory, or a part of a place at least."""

    code = "where_missing"


class VolumeMissing(ArchiveError):
    """The case file has several volumes: say which one. Params: `case_file`, `volumes`."""

    code = "volume_missing"


class CodeNotRead(ArchiveError):
    """What was typed is not a number of a case file. Params: `said`."""

    code = "code_not_read"
