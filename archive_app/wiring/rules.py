"""Settings in the words of the parts that they are rules of."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.services.accounts.ground import SignInRules
from archive_app.services.uploads.service import UploadRules
from indexer.ocr import OcrOptions
from indexer.pipeline import PipelineOptions
from indexer.sandbox import Limits
from storage.factory import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pydantic import SecretStr

    from archive_app.settings import Settings
    from storage.protocol import BlobStore


def store_of(settings: Settings, url: str, clock: Callable[[], datetime]) -> BlobStore:
    """The store at `url`, opened with the keys of the settings. Errors of the address."""
    return open_store(
        url,
        access_key=_plain(settings.storage_access_key),
        secret_key=_plain(settings.storage_secret_key),
        clock=clock,
    )


def told_settings(settings: Settings) -> dict[str, object]:
    """Every setting by its name, as plain values; secrets stay hidden, also those inside addresses."""
    return {name: _without_password(value) for name, value in settings.model_dump(mode="json").items()}


def _without_password(value: object) -> object:
    """`postgresql://user:password@host/base`."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", value) if isinstance(value, str) else value


def upload_rules(settings: Settings) -> UploadRules:
    """Limits of uploads."""
    return UploadRules(
        size=settings.max_upload,
        open_at_once=settings.upload_open,
        lifetime=timedelta(seconds=settings.upload_lifetime),
    )


def sign_in_rules(settings: Settings) -> SignInRules:
    """How often one may try, and how long one stays in."""
    return SignInRules(
        tries=settings.sign_in_tries,
        address_tries=settings.sign_in_address_tries,
        window=timedelta(seconds=settings.sign_in_window),
        session_idle=timedelta(seconds=settings.session_idle),
        session_lifetime=timedelta(seconds=settings.session_lifetime),
        invitation_lifetime=timedelta(seconds=settings.invitation_lifetime),
    )


def pipeline_options(settings: Settings) -> PipelineOptions:
    """How pages are read."""
    return PipelineOptions(
        workers=settings.recognition_processes,
        ocr=OcrOptions(languages=settings.ocr_languages, review_below=settings.review_below),
        limits=Limits(memory_bytes=settings.page_memory, cpu_s=settings.page_timeout, wall_s=settings.page_timeout),
        max_pages=settings.max_pages,
    )


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
