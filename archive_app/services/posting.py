"""Letters to several people: whom the server refuses while it takes the others gets a letter of a job's own.

The letter is not sent to the others again, and the job is tried anew, for a full mailbox may be emptied; a mailbox that
is not there leaves the job among those that failed, which administrators are told of.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive_app.jobs import NewJob, enqueue, enqueue_joined
from archive_app.logs import log
from archive_app.mail import RecipientsRefused
from archive_app.services.kinds import LETTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.mail import Mailer

MOST_LINES = 200
"""Of a letter that has gathered what was told since it could not be sent."""


@dataclass(frozen=True, slots=True)
class Post:
    """Sends letters that hold no secret: the text of one that is sent again lies in the queue."""

    mailer: Mailer
    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]

    def send(self, to: Sequence[str], subject: str, text: str, *, again: bool = False) -> None:
        """Send to all of `to`; to those refused again later, see `later`. Raises MailNotSent: nobody got it."""
        try:
            self.mailer.send(to, subject, text)
        except RecipientsRefused as error:
            log.warning("letter refused for some", refused=error.refused)
            self.later(error.refused, subject, text, again=again)

    def later(self, to: Sequence[str], subject: str, text: str, *, again: bool = False) -> None:
        """Send to each of `to` by a job of its own.

        `again`: it is told again and again until it is mended, as an alarm is. Then one letter of a subject waits for
        an address, also after its last attempt has failed, and has the new lines as well.
        """
        with self.sessions.begin() as session:
            for address in to:
                said = {"to": address, "subject": subject, "text": text}
                if again:
                    letter = NewJob(kind=LETTER, payload=said, unique_key=_same_letter(address, subject))
                    enqueue_joined(session, letter, _with_new_lines, now=self.clock())
                else:
                    enqueue(session, NewJob(kind=LETTER, payload=said), now=self.clock())


def _same_letter(address: str, subject: str) -> str:
    return f"{LETTER}:{hashlib.sha256(f'{address} {subject}'.encode()).hexdigest()}"


def _with_new_lines(waiting: Mapping[str, Any], letter: Mapping[str, Any]) -> Mapping[str, Any]:
    """The letter, with the lines before it that it does not say itself; the oldest of very many go."""
    new = letter["text"].splitlines()
    old = [line for line in waiting["text"].splitlines() if line not in new]
    return {**letter, "text": "\n".join([*old, *new][-MOST_LINES:])}


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
