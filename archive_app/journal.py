"""The journal of actions composed from the settings: what the composition root gives the entry points of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.audit.reads import ReadLog
from archive_app.services.audit_check import AuditCheck
from archive_app.services.audit_export import AuditExport
from archive_app.services.audit_log import AuditLog
from archive_app.wiring.heads import heads_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.audit_heads import AuditHeads
    from archive_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Journal:
    """The uses of the journal; `reads` is what reading services write their looks to."""

    reads: ReadLog
    log: AuditLog
    check: AuditCheck
    export: AuditExport
    heads: AuditHeads


def open_journal(settings: Settings, sessions: sessionmaker[Session], clock: Callable[[], datetime]) -> Journal:
    """Compose it. Raises MailAddressInvalid."""
    reads = ReadLog(sessions, clock, timedelta(seconds=settings.audit_read_interval))
    heads = heads_of(settings, sessions, clock)
    return Journal(
        reads=reads,
        log=AuditLog(sessions, reads),
        check=AuditCheck(sessions, heads.heads),
        export=AuditExport(sessions, reads, settings.zone, clock),
        heads=heads,
    )
