"""The mail of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.mail import open_mailer

if TYPE_CHECKING:
    from archive_app.mail import Mailer
    from archive_app.settings import Settings


def mailer_of(settings: Settings) -> Mailer | None:
    """The mail of this installation; None where none is set up. Raises MailAddressInvalid."""
    if settings.mail_url is None:
        return None
    return open_mailer(settings.mail_url.plain, settings.mail_from)
