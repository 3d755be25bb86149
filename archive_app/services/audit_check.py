"""The check of the journal: each event against its hash, the chain against all heads that were published."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archive_app.audit import ChainHead, Finding, head, verify
from archive_app.audit.heads import read_heads
from archive_app.auth.actor import require
from archive_app.db.engine import reading
from archive_app.db.models import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.heads import PublishedHeads
    from archive_app.auth.actor import Actor

MOST_FINDINGS = 1000
"""A chain whose every row was changed needs no million lines to say so."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `head` is the end of the chain, `heads_compared` how many published ones it was held against."""

    ok: bool
    head: ChainHead
    heads_compared: int
    findings: tuple[Finding, ...]
    more: bool
    """There were more findings than are listed."""


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """Looks, changes nothing: not even an event is written, so that a copy can be examined too."""

    sessions: sessionmaker[Session]
    heads: PublishedHeads

    def verify(self, actor: Actor, against: Sequence[Path] = ()) -> Verdict:
        """Check the whole chain; `against` are further files with heads, or exports, that were kept elsewhere.

        Raises:
            NotAllowed. AuditHeadsDamagedError: such a file was written into. AuditChainMissingError: the head row is
            gone. OSError: a file cannot be read.
        """
        require(actor, Act.AUDIT)
        published = [one.head for one in self.heads.read()]
        published += [one.head for path in against for one in read_heads(path)]
        with reading(self.sessions) as session:
            end = head(session)
            found = list(islice(verify(session, exported=published), MOST_FINDINGS + 1))
        return Verdict(not found, end, len(published), tuple(found[:MOST_FINDINGS]), len(found) > MOST_FINDINGS)
