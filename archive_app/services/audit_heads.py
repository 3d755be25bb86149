"""The head of the journal is published daily: to the log, to a file outside the database, and by mail if so set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditChainBrokenError, ChainHead, head, verify
from archive_app.audit.heads import PublishedHead
from archive_app.audit_words import finding_words
from archive_app.auth.actor import require
from archive_app.db.engine import reading
from archive_app.db.models import Act, AuditEvent
from archive_app.db.queries.audit import hash_at
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.mail import MailNotSent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.heads import PublishedHeads
    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.services.posting import Post

OVERDUE = timedelta(days=2)
LATELY = 1000
"""Events at the end of the chain that `examine` looks at: cheap enough for each call of `archive doctor`."""


@dataclass(frozen=True, slots=True)
class AuditHeads:
    """`mailer` is None where no mail is set up; `recipients` are addresses."""

    sessions: sessionmaker[Session]
    heads: PublishedHeads
    mailer: Post | None
    recipients: Sequence[str]
    clock: Callable[[], datetime]

    def publish_as(self, actor: Actor) -> PublishedHead:
        """Publish now, asked for by a person. Raises NotAllowed, and as `publish` does."""
        require(actor, Act.AUDIT)
        return self.publish()

    def publish_daily(self, _job: JobContext) -> None:
        """Publish as the clock asks; tried again where it fails. Raises as `publish` does."""
        self.publish()

    def publish(self) -> PublishedHead:
        """Write the head to the file, then to the log, then to the recipients.

        Raises:
            AuditChainBrokenError: the chain does not go on from the head before: the recipients are told, and nothing
                is published, for a forged head must not look like a good one.
            AuditHeadsDamagedError, MailNotSent, OSError.
        """
        last = self.heads.last()
        with reading(self.sessions) as session:
            end = head(session)
            whole = last is None or last.head.seq == 0 or hash_at(session, last.head.seq) == last.head.hash
        if last is not None and not whole:
            self._tell_of_break(last.head)
            raise AuditChainBrokenError(str(last.head.seq), seq=last.head.seq)
        published = PublishedHead(self.clock(), end)
        self.heads.append(end, at=published.at)
        log.info("audit head published", seq=end.seq, hash=end.hash, at=published.at.isoformat())
        self._mail(
            translate("Archivarius: the journal of actions, event {seq}", seq=end.seq),
            translate(
                "The journal of actions ended at {at} (UTC) with event {seq}.\nIts hash: {hash}\n\n"
                "Keep this letter: with it one can prove that nothing was cut or rewritten before.",
                at=f"{published.at:%d.%m.%Y %H:%M:%S}",
                seq=end.seq,
                hash=end.hash,
            ),
        )
        return published

    def examine(self) -> str:
        """A sentence on the state of the journal, for the doctor.

        Raises:
            RuntimeError: with a sentence on what is wrong. Errors of reading as of `publish`.
        """
        published = list(self.heads.read())
        with reading(self.sessions) as session:
            events = head(session).seq
            found = next(verify(session, exported=[one.head for one in published], last=LATELY), None)
            began = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq).limit(1))
        if found is not None:
            what = finding_words(found)
            raise RuntimeError(translate("The journal was tampered with: {what}. See archive audit verify.", what=what))
        latest = max((one.at for one in published), default=None)
        since = latest or began
        if since is not None and self.clock() - since > OVERDUE:
            raise RuntimeError(
                translate(
                    "The head of the journal was not published since {day}: is the scheduler running? "
                    "See archive audit head.",
                    day=f"{since:%d.%m.%Y}",
                )
            )
        return translate("events: {n}, heads published: {heads}", n=events, heads=len(published))

    def _tell_of_break(self, last: ChainHead) -> None:
        log.error("audit chain broken", seq=last.seq, hash=last.hash)
        text = translate(
            "Event {seq} with the hash {hash} was published, and is not in the journal any more: it was cut or "
            "rewritten. Run: archive audit verify.",
            seq=last.seq,
            hash=last.hash,
        )
        try:
            self._mail(translate("Archivarius: the journal of actions is broken"), text)
        except MailNotSent:
            log.exception("letter about the broken audit chain not sent")  # the caller raises what is worse

    def _mail(self, subject: str, text: str) -> None:
        if self.mailer is not None and self.recipients:
            self.mailer.send(self.recipients, subject, text)
