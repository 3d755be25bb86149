"""The mailbox for scans: attachments of letters are taken in, the letter itself beside them as the record it is.

A letter is moved only when all that it carries is in the archive. One that is met again after a crash is known by
its bytes, and only moved.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import load_actor, require
from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import IntakeSource
from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.mail import MailNotSent
from archive_app.services.feeds import UNAVAILABLE, TakenIn
from archive_app.services.intake import Origin
from archive_app.services.intake_batches import batch_of
from archive_app.services.letters import LetterNotUnderstood, allowed, read_attachments, read_head
from archive_app.services.mailbox import MailboxUnreachable, open_mailbox
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.mail import Mailer
    from archive_app.services.feeds import Feeds
    from archive_app.services.intake import Intake
    from archive_app.services.letters import Letter
    from archive_app.services.mailbox import Mailbox, MailboxAddress

FEED = "mail"


@dataclass(frozen=True, slots=True)
class MailRules:
    """Whose letters are taken in (`senders`), as whom (`login`), up to which size, and where they go afterwards."""

    senders: tuple[str, ...]
    login: str
    largest: int
    done: str
    refused: str


@dataclass(frozen=True, slots=True)
class MailIntake:
    """Empties a mailbox; the handler of `mail` jobs."""

    address: MailboxAddress
    rules: MailRules
    intake: Intake
    feeds: Feeds
    mailer: Mailer | None
    work_folder: Path
    today: Callable[[], datetime.date]

    def __call__(self, job: JobContext) -> None:
        """The handler. A server that is away is known to the doctor, and the next tick asks again."""
        try:
            self.run(job.check)
        except MailboxUnreachable as error:
            job.log.warning("the mailbox cannot be read", error=str(error))

    def run(self, check: Callable[[], None] = lambda: None) -> TakenIn:
        """Take in every letter that is there; what fails for a while stays and is met again.

        Raises:
            MailboxUnreachable; NobodyActs, SayWhoActs, NotAllowed: the settings name nobody who could take anything in.
        """
        with self.feeds.look(FEED) as taken, open_mailbox(self.address) as mailbox:
            with reading(self.intake.sessions) as session:
                actor = load_actor(session, self.rules.login, self.today())
            require(actor, Act.FILE)  # no fault of the letters
            for number in mailbox.letters():
                check()
                taken.count(self._one(mailbox, number, actor, taken))
        return taken

    def _one(self, mailbox: Mailbox, number: str, actor: Actor, taken: TakenIn) -> str:
        if mailbox.size(number) > self.rules.largest:
            return self._put_aside(mailbox, number, "a letter is too large")
        content = mailbox.content(number)
        letter = read_head(content)
        if not allowed(letter.sender, self.rules.senders):
            return self._put_aside(mailbox, number, "a letter of a sender who is not on the list")
        try:
            wrong = self._take_in(letter, content, actor)
        except Exception as error:  # a store that is away, a fault of the program: the letter waits for the next look
            log.exception("a letter is left for the next look", letter=number)
            return taken.wait(error)
        if not wrong:
            mailbox.move(number, self.rules.done)
            return "taken_in"
        self._put_aside(mailbox, number, "something in a letter was refused")
        self._answer(letter, wrong)
        return "refused"

    def _put_aside(self, mailbox: Mailbox, number: str, why: str) -> str:
        """With a flag, for a person to look at."""
        mailbox.move(number, self.rules.refused, flagged=True)
        log.warning(why, letter=number)
        return "refused"

    def _take_in(self, letter: Letter, content: bytes, actor: Actor) -> list[str]:
        """Take in the letter and what it carries; why some of it was refused."""
        origin, wrong = self._origin(letter, content, actor), []
        subject = letter.subject or translate("letter without a subject")
        files = [(f"{subject}.eml", content)]
        try:
            files += [(one.name, one.content) for one in read_attachments(content)]
        except LetterNotUnderstood as error:
            wrong.append(describe(error).message)
        with scratch_folder(self.work_folder) as folder:
            for name, body in files:
                path = folder / "file"
                path.write_bytes(body)
                refusal = self._refusal(path, name, actor, origin)
                if refusal:
                    wrong.append(f"{name}: {refusal}")
        return wrong

    def _refusal(self, path: Path, name: str, actor: Actor, origin: Origin) -> str:
        """Take one file in; the sentence that says why it was refused, or nothing."""
        try:
            self.intake.receive_unfiled(path, name, actor, origin)
        except Exception as error:  # one bad file must not stop the others
            problem = describe(error)
            if problem.http_status >= UNAVAILABLE:
                raise
            return problem.message
        return ""

    def _origin(self, letter: Letter, content: bytes, actor: Actor) -> Origin:
        """A letter is a batch: the same bytes are the same letter."""
        key = f"{FEED}:{hashlib.sha256(content).hexdigest()}"
        label = f"{letter.sender} — {letter.subject}" if letter.subject else letter.sender
        with self.intake.sessions.begin() as session:
            number = batch_of(session, IntakeSource.MAIL, key, actor, self.intake.clock(), label=label)
        return Origin(IntakeSource.MAIL, number)

    def _answer(self, letter: Letter, wrong: list[str]) -> None:
        """Tell a sender on the list; nobody else is answered, for a sender is easily made up."""
        if self.mailer is None:
            return
        text = translate("Not taken in:") + "\n\n" + "\n".join(wrong) + "\n"
        subject = translate("Not taken in: {subject}", subject=letter.subject or "—")
        try:
            self.mailer.send([letter.sender], subject, text)
        except MailNotSent:
            log.warning("a sender was not told", exc_info=True)
