"""Somebody hears of what went wrong: in the log, and by mail where that is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.logs import log
from archive_app.mail import MailNotSent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.posting import Post


@dataclass(frozen=True, slots=True)
class Alarm:
    """`post` is None where no mail is set up; `recipients` are addresses."""

    post: Post | None
    recipients: Sequence[str]

    def raise_(self, subject: str, text: str) -> None:
        """Tell it. Whom a letter did not reach gets one later, however often it is raised until then; see `Post`.

        The journal of backups has the failure itself, so that a dead mail server hides nothing.
        """
        log.error("backup alarm", subject=subject, text=text)
        if self.post is None or not self.recipients:
            return
        try:
            self.post.send(self.recipients, subject, text, again=True)
        except MailNotSent:
            log.exception("letter about a backup not sent yet")
            self.post.later(self.recipients, subject, text, again=True)
