"""Settings of the pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from indexer.model import PageState
from indexer.ocr import OcrOptions, Reading, judge, read_page
from indexer.sandbox import Limits

PageReader = Callable[[Any, int | None, OcrOptions], Reading]
"""Picture of a page (Pillow), its dpi or None, settings -> what stands on it."""
Judge = Callable[[Reading, OcrOptions], tuple[PageState, str | None]]

DOCUMENT_LIMITS = Limits(memory_bytes=4 * 1024**3, cpu_s=1800, wall_s=1800)


@dataclass(frozen=True, slots=True)
class PipelineOptions:
    """How documents are turned into pages and pages into words.

    `workers` pages are worked on at the same time, each within `limits`; what is done once for a whole document
    (opening, repair, conversion, PDF/A) has `document_limits`. `read_page` and `judge` must be module-level
    functions: the child imports them by name.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    ocr: OcrOptions = field(default_factory=OcrOptions)
    limits: Limits = field(default_factory=Limits)
    document_limits: Limits = DOCUMENT_LIMITS
    max_pages: int = 20_000
    read_page: PageReader = read_page
    judge: Judge = judge
