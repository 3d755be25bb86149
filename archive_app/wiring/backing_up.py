"""Backups made of the settings: their places, keys and rules, the jobs of the clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive_app.addresses import without_secrets
from archive_app.audit.heads import FILE_NAME
from archive_app.services.backup.ground import Ground, Place
from archive_app.setting_values import plain_or_none
from archive_app.wiring.product import product_version
from archive_app.wiring.secret_keys import kept_secret
from archive_app.wiring.stores import told_settings
from storage.backup.rotation import Rotation
from storage.backup.seals import Signer
from storage.backup.target import held_at, open_target
from storage.s3_config import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.backup.asking import Asking
    from archive_app.services.backup.book import BackupBook
    from archive_app.services.backup.by_the_clock import ByTheClock
    from archive_app.services.backup.extracting import Extracting
    from archive_app.services.backup.keeping import Keeping
    from archive_app.services.backup.leaving import LeavingBackups
    from archive_app.services.backup.responsible import Responsibles
    from archive_app.services.backup.state import CopiesState
    from archive_app.services.backup.taking import Taking
    from archive_app.settings import Settings
    from storage.protocol import BlobStore

SECRET_KEY = "secret-key"  # noqa: S105 - the name of a file
SIGNING_KEY = "backup-signing-key"


@dataclass(frozen=True)
class Backups:
    """What is done with backups: each part is read when it is asked for, since a command needs one or two of them."""

    ground: Ground
    settings: Settings

    @cached_property
    def taking(self) -> Taking:
        """Snapshots."""
        from archive_app.services.backup.taking import Taking

        return Taking(self.ground)

    @cached_property
    def keeping(self) -> Keeping:
        """What lies at the places."""
        from archive_app.services.backup.keeping import Keeping

        return Keeping(self.ground)

    @cached_property
    def state(self) -> CopiesState:
        """How the copies are."""
        from archive_app.services.backup.state import CopiesState

        return CopiesState(self.ground, self._every, timedelta(seconds=self.settings.drill_every))

    @cached_property
    def leaving(self) -> LeavingBackups:
        """When what was destroyed is gone from them."""
        from archive_app.services.backup.leaving import LeavingBackups

        return LeavingBackups(self.ground, self._every)

    @cached_property
    def asking(self) -> Asking:
        """What a person asks a worker for."""
        from archive_app.services.backup.asking import Asking

        return Asking(self.ground, key_for_drills=self.settings.drill_identity is not None)

    @cached_property
    def responsibles(self) -> Responsibles:
        """Who answers for them."""
        from archive_app.services.backup.responsible import Responsibles

        return Responsibles(self.ground)

    @cached_property
    def by_the_clock(self) -> ByTheClock:
        """What is done by schedule, and whom an alarm reaches."""
        from archive_app.mailing import mailer_of
        from archive_app.services.backup.alarm import Alarm
        from archive_app.services.backup.by_the_clock import ByTheClock
        from archive_app.services.backup.key_proof import KeyProof
        from archive_app.services.posting import post_of

        ground, settings = self.ground, self.settings
        recipients = tuple(one.strip() for one in settings.backup_mail_to.split(",") if one.strip())
        alarm = Alarm(post_of(mailer_of(settings), ground.sessions, ground.clock), recipients)
        keys = KeyProof(ground, settings.drill_identity)
        return ByTheClock(ground, self.taking, self.keeping, alarm, self.state, keys)

    @property
    def handlers(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Of the jobs of the clock, by their kinds."""
        from archive_app.services.kinds import BACKUP, BACKUP_WATCH, LEDGER

        work = self.by_the_clock
        return {BACKUP: work.backup, LEDGER: work.ledger, BACKUP_WATCH: work.watch}

    @property
    def book(self) -> BackupBook:
        """The journal of backups on paper."""
        from archive_app.services.backup.book import BackupBook  # print forms: a snapshot needs none of them

        return BackupBook(self.ground)

    def extracting(self, today: Callable[[], date]) -> Extracting:
        """Single records out of snapshots."""
        from archive_app.services.backup.extracting import Extracting  # and no policy, index, destruction

        return Extracting(self.ground, today)

    def checks(self) -> dict[str, Callable[[], str]]:
        """What the doctor asks, where a place is set."""
        return {"backups": self.state.examine} if self.ground.places else {}

    @property
    def _every(self) -> timedelta:
        return timedelta(seconds=self.settings.backup_every)


def backups_of(
    settings: Settings,
    database: Engine,
    sessions: sessionmaker[Session],
    store: BlobStore,
    clock: Callable[[], datetime],
) -> Backups:
    """All of it over one archive. Touches no place yet."""
    ground = Ground(
        database=database,
        sessions=sessions,
        store=store,
        clock=clock,
        places=places_of(settings, settings.backup_url),
        recipients=settings.backup_recipients.replace(",", " ").split(),
        signer=lambda: signer_of(settings.home),
        rotation=Rotation(
            settings.backup_daily,
            settings.backup_weekly,
            settings.backup_monthly,
            settings.backup_yearly,
            timedelta(seconds=settings.backup_grace),
        ),
        zone=settings.zone,
        work=settings.work_folder,
        product=product_version(),
        settings=told_settings(settings),
        home_files=partial(_home_files, settings),
    )
    return Backups(ground, settings)


def signer_of(home: Path) -> Signer:
    """Signs seals with a key of this home's own, made on first use."""
    secret = kept_secret(home / SIGNING_KEY)
    return Signer(hashlib.sha256(f"seals of backups {secret}".encode()).digest())


def places_of(settings: Settings, addresses: str) -> list[Place]:
    """Places by their addresses, which spaces divide."""
    return [_place(settings, url) for url in addresses.split()]


def _place(settings: Settings, url: str) -> Place:
    access, secret = plain_or_none(settings.backup_access_key), plain_or_none(settings.backup_secret_key)
    make = partial(open_target, url, access_key=access, secret_key=secret)
    return Place(without_secrets(url), make, held_at(url), urlsplit(url).scheme not in SCHEMES)


def _home_files(settings: Settings) -> dict[str, str]:
    """Small files without which a restored archive is not the same: its keys, the published heads of the journal.

    One that signs with another key would take all older snapshots, and the ledger for ever, for a stranger's.
    """
    files = {name: settings.home / name for name in (SECRET_KEY, SIGNING_KEY)}
    files[f"audit-heads/{FILE_NAME}"] = Path(settings.audit_heads) / FILE_NAME
    return {name: path.read_text(encoding="utf-8") for name, path in files.items() if path.exists()}
