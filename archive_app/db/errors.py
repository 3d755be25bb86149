"""Errors of the metadata layer: each class has a stable code; the entry points turn codes into Russian sentences."""

from __future__ import annotations

from typing import ClassVar


class DatabaseError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "database"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params


class DatabaseUrlUnsupportedError(DatabaseError):
    """The address names neither an SQLite file nor a PostgreSQL database. Params: `scheme`."""

    code: ClassVar[str] = "database_url_unsupported"


class DatabaseNotDurableError(DatabaseError):
    """SQLite refused write-ahead logging, as it does on a network disk. Params: `journal_mode`."""

    code: ClassVar[str] = "database_not_durable"


class DatabaseTooNewError(DatabaseError):
    """The database was migrated by a later release of the product. Params: `revision`."""

    code: ClassVar[str] = "database_too_new"


class UnitOfWorkClosedError(DatabaseError):
    """A unit of work was used outside its `with` block or after its commit."""

    code: ClassVar[str] = "unit_of_work_closed"


class WordsCorruptedError(DatabaseError):
    """The stored words of a page cannot be read back. Params: `reason`."""

    code: ClassVar[str] = "words_corrupted"
