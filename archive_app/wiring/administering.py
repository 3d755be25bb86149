"""What administrators need, made of the settings: their use cases, letters for forgotten passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.addresses import public_address, without_secrets
from archive_app.mailing import mailer_of
from archive_app.services.accounts.forgotten import ForgottenPasswords
from archive_app.services.administration import Administration
from archive_app.wiring.product import product_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from archive_app.services.accounts.ground import Ground
    from archive_app.services.audit_heads import AuditHeads
    from archive_app.services.doctor import Doctor
    from archive_app.settings import Settings
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore


def administration_of(
    settings: Settings,
    ground: Ground,
    today: Callable[[], date],
    store: BlobStore,
    engine: SearchEngine,
    doctor: Doctor,
    heads: AuditHeads,
) -> Administration:
    """What an administrator keeps."""
    return Administration.over(
        ground,
        today=today,
        store=store,
        store_at=without_secrets(settings.storage_url),
        engine=engine,
        doctor=doctor,
        heads=heads,
        mailer=mailer_of(settings),
        home=settings.home,
        work=settings.work_folder,
        version=product_version(),
    )


def forgotten_passwords_of(settings: Settings, ground: Ground) -> ForgottenPasswords:
    """Writes letters to those who cannot sign in."""
    return ForgottenPasswords(
        ground,
        mailer_of(settings),
        public_address(settings),
        timedelta(seconds=settings.reset_lifetime),
        lambda moment: moment.astimezone(settings.zone).strftime("%d.%m.%Y %H:%M"),
    )
