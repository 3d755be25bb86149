"""What an administrator keeps: accounts, dictionaries, jobs, the state of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.administration.account_keeping import AccountKeeping
from archive_app.services.administration.attention import Attention
from archive_app.services.administration.examination import Examinations
from archive_app.services.administration.job_list import JobKeeping
from archive_app.services.administration.kinds import Kinds
from archive_app.services.administration.levels import Levels
from archive_app.services.administration.system_state import SystemKeeping

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.mail import Mailer
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.audit_heads import AuditHeads
    from archive_app.services.doctor import Doctor
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore


@dataclass(frozen=True, slots=True)
class Administration:
    """The use cases of administration, under one name."""

    accounts: AccountKeeping
    kinds: Kinds
    levels: Levels
    jobs: JobKeeping
    examinations: Examinations
    system: SystemKeeping
    attention: Attention

    @classmethod
    def over(
        cls,
        ground: Ground,
        *,
        today: Callable[[], datetime.date],
        store: BlobStore,
        store_at: str,
        engine: SearchEngine,
        doctor: Doctor,
        heads: AuditHeads,
        mailer: Mailer | None,
        home: Path,
        work: Path,
        version: str,
    ) -> Self:
        """All of them over one database; `store_at` is the address of the store without its secrets."""
        sessions, clock = ground.sessions, ground.clock
        examinations = Examinations(sessions, doctor, clock)
        jobs = JobKeeping(sessions, clock)
        return cls(
            accounts=AccountKeeping(ground),
            kinds=Kinds(sessions, clock),
            levels=Levels(sessions, clock),
            jobs=jobs,
            examinations=examinations,
            system=SystemKeeping(
                sessions, store, store_at, engine, doctor, heads, mailer, examinations, home, work, version, clock
            ),
            attention=Attention(ground, examinations, doctor, today, mail=mailer is not None),
        )
