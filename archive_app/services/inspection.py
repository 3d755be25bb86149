"""A look at the bytes before they are filed: what they are, and whether a text will ever come of them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from archive_app.services.scratch import scratch_folder
from indexer import pipeline
from indexer.formats import Family, Identified, identify

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.pipeline import PipelineOptions

WITHOUT_TEXT = frozenset({Family.MEDIA, Family.UNKNOWN})
"""Kept and described, never recognised."""
LOOKED_INTO = frozenset({Family.PDF, Family.IMAGE, Family.DJVU})
"""Opened at once, since the person who can bring a better copy is still there; the rest would take too long."""
REPAIRED = LOOKED_INTO - {Family.IMAGE}
"""Looking into these may write; into an image it does not."""


def inspect(path: Path, name: str, options: PipelineOptions, work_folder: Path) -> Identified:
    """Identify the bytes at `path`; scans and PDF are opened (in a child with limits) and counted.

    Raises:
        UnusableInput: empty, damaged, protected by a password, too many pages, too large.
        SandboxError: opening them crashed the child, or took too much time or memory.
    """
    identified = identify(path, name)
    if identified.family in LOOKED_INTO:
        with scratch_folder(work_folder) if identified.family in REPAIRED else nullcontext(work_folder) as folder:
            pipeline.prepare(path, name, folder, options, identified)
    return identified
