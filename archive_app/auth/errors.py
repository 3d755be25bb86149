"""Errors of access."""

from __future__ import annotations

from archive_app.errors import EXIT_NOT_FOUND, ArchiveError


class NobodyActs(ArchiveError):
    """The command or request names no active user. Params: `login`."""

    code = "nobody_acts"
    http_status = 401
    exit_code = EXIT_NOT_FOUND


class SecondFactorMissing(ArchiveError):
    """A role of the person asks for a second factor; until there is one, nothing else is open. Params: `login`."""

    code = "second_factor_missing"
    http_status = 403


class NotAllowed(ArchiveError):
    """The person's duties do not include this. Params: `login`."""

    code = "not_allowed"
    http_status = 403


class SayWhoActs(ArchiveError):
    """The command names no user, and there are several."""

    code = "say_who_acts"
    http_status = 401
