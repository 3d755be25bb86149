"""Errors of fixity."""

from __future__ import annotations

from archive_app.errors import EXIT_SETTINGS, EXIT_UNEXPECTED, ArchiveError, Conflict


class FixityBusy(Conflict):
    """Another check or repair is under way. Params: `owner`."""

    code = "fixity_busy"
    retryable = True


class FixityFound(ArchiveError):
    """Bytes are wrong, missing or unknown, or could not be checked. Params: `count`."""

    code = "fixity_found"
    exit_code = EXIT_UNEXPECTED


class NoGoodCopies(ArchiveError):
    """Nothing to repair from: no place of backups with its key, no replica."""

    code = "no_good_copies"
    exit_code = EXIT_SETTINGS


class NoGoodCopy(ArchiveError):
    """No copy of these bytes is good. Params: `blob`, `tried`."""

    code = "no_good_copy"
    exit_code = EXIT_UNEXPECTED
