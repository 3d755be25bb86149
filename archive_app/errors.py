"""Errors of the application, and the one road from any error to a status, an exit code and a Russian sentence."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import ClassVar

from archive_app.i18n import translate

EXIT_UNEXPECTED = 1
EXIT_BAD_INPUT = 2
EXIT_PARTLY_REFUSED = 3
EXIT_NOT_FOUND = 4
EXIT_CONFLICT = 5
EXIT_UNAVAILABLE = 6
EXIT_SETTINGS = 7


class ArchiveError(Exception):
    """Base of the application's errors. `code` is stable; `params` fill the sentence that a person reads."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 400
    exit_code: ClassVar[int] = EXIT_BAD_INPUT
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.params = params


class NotFound(ArchiveError):
    """What was asked for is not in the archive, or not for this person. Params: `what`."""

    code = "not_found"
    http_status = 404
    exit_code = EXIT_NOT_FOUND


class Conflict(ArchiveError):
    """Somebody else changed or holds the same thing."""

    code = "conflict"
    http_status = 409
    exit_code = EXIT_CONFLICT


class CannotWrite(ArchiveError):
    """The target folder cannot be written, or holds such a file already. Params: `path`, `reason`."""

    code = "cannot_write"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is shown: stable code, Russian sentence, HTTP status, process exit code."""

    code: str
    message: str
    http_status: int
    exit_code: int


_UNAVAILABLE = {"storage_unavailable", "storage_full", "index_busy", "index_unavailable", "database_unavailable"}


def describe(error: Exception) -> Problem:
    """Turn any error into what a person and a program are told; the unexpected keeps its details in the log only."""
    from archive_app.messages import sentence_for

    code = _code_of(error)
    if code is None:
        return Problem("unexpected", translate("Something unexpected happened; the details are in the log."), 500, 1)
    params = getattr(error, "params", None)
    params = params if isinstance(params, dict) else {}  # SQLAlchemy's are the values of a statement
    if isinstance(error, ArchiveError):
        return Problem(code, sentence_for(code, params, str(error)), error.http_status, error.exit_code)
    unavailable = code in _UNAVAILABLE or bool(getattr(error, "retryable", False))
    status, exit_code = (503, EXIT_UNAVAILABLE) if unavailable else (422, EXIT_BAD_INPUT)
    return Problem(code, sentence_for(code, params, str(error)), status, exit_code)


def _code_of(error: Exception) -> str | None:
    """The stable code; a full disk and a silent database are known by the errors of the libraries that meet them."""
    from sqlalchemy.exc import OperationalError, SQLAlchemyError

    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "storage_full"
    if isinstance(error, SQLAlchemyError):  # its own `code` is a page of its manual
        full = any(words in str(error) for words in _DISK_FULL)
        silent = "database_unavailable" if isinstance(error, OperationalError) else None
        return "storage_full" if full else silent
    code = getattr(error, "code", None)
    return code if isinstance(code, str) else None


_DISK_FULL = ("database or disk is full", "No space left on device")
"""What SQLite and PostgreSQL say."""
