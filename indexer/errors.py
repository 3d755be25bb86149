"""Errors of the indexer: each class has a stable code; the application turns codes into Russian sentences."""

from __future__ import annotations

from typing import ClassVar


class IndexerError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "indexer"

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params


class UnusableInput(IndexerError):
    """Base of the refusals: these bytes cannot become pages. The original may still be stored and described."""

    code: ClassVar[str] = "unusable_input"


class EmptyFile(UnusableInput):
    """Nothing in it: 0 bytes."""

    code: ClassVar[str] = "empty_file"


class Damaged(UnusableInput):
    """The content starts like a known format but cannot be read, and repair did not help."""

    code: ClassVar[str] = "damaged"


class PasswordProtected(UnusableInput):
    """It opens only with a password that the archive does not have."""

    code: ClassVar[str] = "password_protected"


class TooManyPages(UnusableInput):
    """More pages than the installation allows. Params: `pages`, `limit`."""

    code: ClassVar[str] = "too_many_pages"


class TooLarge(UnusableInput):
    """A picture or an unpacked stream over the limit. Params: `what` (pixels, bytes, files), `size`, `limit`."""

    code: ClassVar[str] = "too_large"


class NotDrawable(IndexerError):
    """This document has no page images: plain text without LibreOffice, video, unknown kinds."""

    code: ClassVar[str] = "not_drawable"


class NotATable(IndexerError):
    """The file holds no lines that could be read as a table. Params: `name`."""

    code: ClassVar[str] = "not_a_table"


class NoTableInPdf(IndexerError):
    """No page of the PDF has a table with text: it is a scan, or its columns are not told apart by lines."""

    code: ClassVar[str] = "no_table_in_pdf"


class NoSuchPage(IndexerError):
    """The document has no page of that number. Params: `page`, `pages`."""

    code: ClassVar[str] = "no_such_page"


class SandboxError(IndexerError):
    """Base of what can befall work done in a child process."""

    code: ClassVar[str] = "sandbox"


class TimedOut(SandboxError):
    """The child used up its wall or CPU time and was killed."""

    code: ClassVar[str] = "timeout"


class OutOfMemory(SandboxError):
    """The child hit its memory limit, or the system killed it for want of memory."""

    code: ClassVar[str] = "memory"


class OutputTooLarge(SandboxError):
    """The child wrote more than it may."""

    code: ClassVar[str] = "output"


class Crashed(SandboxError):
    """The child died. Params: `signal` or `status`."""

    code: ClassVar[str] = "crashed"


class TaskFailed(SandboxError):
    """The work in the child raised an unforeseen exception; `detail` names it."""

    code: ClassVar[str] = "failed"


class ProgramMissing(SandboxError):
    """An outside program is not installed. Params: `program`."""

    code: ClassVar[str] = "program_missing"


class ProgramFailed(SandboxError):
    """An outside program ended with an error. Params: `program`, `status`; `detail` holds its last words."""

    code: ClassVar[str] = "program_failed"


def error_from_code(code: str, detail: str, params: dict[str, object]) -> IndexerError:
    """The error of this module that has `code`, as it was before it crossed a process border as JSON."""
    known = {error.code: error for error in _descendants(IndexerError)}
    error = known.get(code)
    return error(detail, **params) if error else TaskFailed(f"{code}: {detail}")


def _descendants(error: type[IndexerError]) -> list[type[IndexerError]]:
    return [error, *(below for child in error.__subclasses__() for below in _descendants(child))]
