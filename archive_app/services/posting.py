"""Letters to several people: whom the server refuses while it takes the others gets a letter of a job's own.

The letter is not sent to the others again, and the job is tried anew, for a full mailbox may be emptied; a mailbox that
is not there leaves the job among those that failed, which administrators are told of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from archive_app.jobs import NewJob, enqueue
from archive_app.mail import RecipientsRefused
from archive_app.services.kinds import LETTER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.mail import Mailer


@dataclass(frozen=True, slots=True)
class Post:
    """Sends letters that hold no secret: the text of one that is sent again lies in the queue."""

    mailer: Mailer
    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]

    def send(self, to: Sequence[str], subject: str, text: str) -> None:
        """Send to all of `to`; to those refused again later. Raises MailNotSent: nobody got it."""
        try:
            self.mailer.send(to, subject, text)
        except RecipientsRefused as error:
            structlog.get_logger().warning("letter refused for some", refused=error.refused)
            self.later(error.refused, subject, text)

    def later(self, to: Sequence[str], subject: str, text: str) -> None:
        """Send to each of `to` by a job of its own."""
        with self.sessions.begin() as session:
            for address in to:
                said = {"to": address, "subject": subject, "text": text}
                enqueue(session, NewJob(kind=LETTER, payload=said), now=self.clock())


@dataclass(frozen=True, slots=True)
class LetterAgain:
    """The job; `mailer` is None where mail is set up no more."""

    mailer: Mailer | None

    def __call__(self, job: JobContext) -> None:
        """To one address. Raises MailNotSent: the queue tries again."""
        if self.mailer is None:
            job.log.warning("a letter was not sent: mail is set up no more", to=job.payload["to"])
            return
        self.mailer.send([job.payload["to"]], job.payload["subject"], job.payload["text"])


def post_of(mailer: Mailer | None, sessions: sessionmaker[Session], clock: Callable[[], datetime]) -> Post | None:
    """Letters through `mailer`; None where no mail is set up."""
    return None if mailer is None else Post(mailer, sessions, clock)
