"""Unit of work: one transaction, and what must be written just before its commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from archive_app.db.errors import UnitOfWorkClosedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sqlalchemy.orm import Session, sessionmaker


class UnitOfWork:
    """Use as `with UnitOfWork(session_factory) as uow: ... uow.commit()`; without `commit` everything is rolled back.

    `before_commit` callbacks run in the transaction, in order, after a flush: they see the ids of new rows. The audit
    chain uses them, so that its one contended row is locked for the last moment of the transaction only.
    """

    def __init__(self, session_factory: sessionmaker[Session]) -> None:
        self._session_factory = session_factory
        self._session: Session | None = None
        self._before: list[Callable[[Session], None]] = []

    @property
    def session(self) -> Session:
        """The session of the transaction. Raises `UnitOfWorkClosedError` outside the `with` block or after `commit`."""
        if self._session is None:
            raise UnitOfWorkClosedError
        return self._session

    def before_commit(self, callback: Callable[[Session], None]) -> None:
        """Run `callback` in this transaction as part of `commit`."""
        self._before.append(callback)

    def commit(self) -> None:
        """Write everything and make it durable. The unit of work is closed afterwards."""
        session = self.session
        session.flush()
        for write in self._before:
            write(session)
        session.commit()
        self._close()

    def __enter__(self) -> Self:
        self._session = self._session_factory()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()  # rolls back what was not committed
            self._session = None
