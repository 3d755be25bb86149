"""The doctor of an archive, composed without the parts that read pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.doctor import Doctor
from indexer.formats.tools import probe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.audit_heads import AuditHeads
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

PROGRAMS = frozenset({"tesseract", "ddjvu"})
"""Programs without which scans are not read; the others widen what is accepted."""


def doctor_of(
    database: Engine,
    sessions: sessionmaker[Session],
    store: BlobStore,
    engine: SearchEngine,
    heads: AuditHeads,
    clock: Callable[[], datetime],
    checks: Mapping[str, Callable[[], str]],
    programs: Callable[[], Mapping[str, str | None]] = probe,
) -> Doctor:
    """Asks every part, the outside programs, the journal of actions against its `heads`, and what `checks` names."""
    return Doctor(database, sessions, store, engine, programs, PROGRAMS, clock, heads.examine, checks)
