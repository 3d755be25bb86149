"""Settings in the words of the parts that they are rules of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.services.accounts.ground import SignInRules
from archive_app.services.uploads.service import UploadRules
from indexer.ocr import OcrOptions
from indexer.pipeline import PipelineOptions
from indexer.sandbox import Limits

if TYPE_CHECKING:
    from archive_app.settings import Settings


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
