"""The life of case files composed from the settings: whom letters go through, what address they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.addresses import public_address
from archive_app.mailing import mailer_of
from archive_app.services.life import Life
from archive_app.services.posting import post_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.settings import Settings


def life_over(
    settings: Settings,
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime],
    today: Callable[[], date],
) -> Life:
    """All use cases. Raises MailAddressInvalid."""
    return Life.over(sessions, clock, today, post_of(mailer_of(settings), sessions, clock), public_address(settings))
