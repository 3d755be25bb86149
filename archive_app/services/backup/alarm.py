"""Somebody hears of what went wrong: in the log, and by mail where that is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from archive_app.mail import MailNotSent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.mail import Mailer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Alarm:
    """`mailer` is None where no mail is set up; `recipients` are addresses."""

    mailer: Mailer | None
    recipients: Sequence[str]

    def raise_(self, subject: str, text: str) -> None:
        """Tell it. A letter that cannot be sent is logged: the journal of backups has the failure itself."""
        log.error("backup alarm", subject=subject, text=text)
        if self.mailer is None or not self.recipients:
            return
        try:
            self.mailer.send(self.recipients, subject, text)
        except MailNotSent:
            log.exception("letter about a backup not sent")
