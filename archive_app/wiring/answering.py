"""Requests and their answers composed of the services that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.addresses import public_address
from archive_app.journal import mailer_of
from archive_app.services.requests import Requests
from archive_app.services.requests.ground import Desk
from archive_app.services.requests.reminding import Reminding

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.settings import Settings


def requests_over(
    settings: Settings,
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime],
    today: Callable[[], date],
    reads: ReadLog,
) -> Requests:
    """All use cases. Raises MailAddressInvalid."""
    reminding = Reminding(sessions, clock, today, mailer_of(settings), public_address(settings))
    return Requests.over(Desk(sessions, clock, today, reads), reminding)
