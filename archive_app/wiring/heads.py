"""Published heads of the journal of actions, composed from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.audit.heads import PublishedHeads
from archive_app.mailing import mailer_of
from archive_app.services.audit_heads import AuditHeads
from archive_app.services.posting import post_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.settings import Settings


def heads_of(settings: Settings, sessions: sessionmaker[Session], clock: Callable[[], datetime]) -> AuditHeads:
    """Where they are kept and to whom they are sent. Raises MailAddressInvalid."""
    recipients = tuple(address.strip() for address in settings.audit_mail_to.split(",") if address.strip())
    post = post_of(mailer_of(settings), sessions, clock)
    return AuditHeads(sessions, PublishedHeads(Path(settings.audit_heads)), post, recipients, clock)
