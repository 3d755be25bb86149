"""What keeps a page from being recognised."""

from __future__ import annotations

from typing import ClassVar

from indexer.errors import IndexerError


class RecognitionTimeoutError(IndexerError):
    """Tesseract took longer than `timeout_s` over one page."""

    code: ClassVar[str] = "recognition_timeout"


class RecognitionFailedError(IndexerError):
    """Tesseract is missing, lacks a language, or ended with an error; `detail` holds its words."""

    code: ClassVar[str] = "recognition_failed"
