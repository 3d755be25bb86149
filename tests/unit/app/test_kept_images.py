"""Images of pages are kept for a while, and leave with their original."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from archive_app.services.kept_images import KEPT_FOR, KeptImages

if TYPE_CHECKING:
    from pathlib import Path

A, B = "a" * 64, "b" * 64


def test_what_was_put_is_given_back(tmp_path: Path) -> None:
    images = KeptImages(tmp_path)
    assert images.get(A, "1w240") is None
    images.put(A, "1w240", b"small")
    images.put(A, "1w960", b"larger")
    assert (images.get(A, "1w240"), images.get(A, "1w960"), images.get(B, "1w240")) == (b"small", b"larger", None)
    assert images.sweep() == 0


def test_all_of_an_original_leave_together(tmp_path: Path) -> None:
    images = KeptImages(tmp_path)
    for sha256 in (A, B):
        images.put(sha256, "1w240", b"x")
    images.forget(A)
    images.forget(A)
    assert (images.get(A, "1w240"), images.get(B, "1w240")) == (None, b"x")


def test_the_oldest_and_what_nobody_looks_at_is_thrown_out(tmp_path: Path) -> None:
    images = KeptImages(tmp_path, limit=10)
    for age, name in ((KEPT_FOR + 60, "forgotten"), (900, "older"), (0, "newer")):
        images.put(A, name, b"123456")
        then = time.time() - age
        os.utime(tmp_path / "aa" / A / f"{name}.jpg", (then, then))
    assert images.sweep() == 2
    assert images.get(A, "newer") == b"123456"


def test_a_full_disk_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "aa").write_text("a file where the folder should be")
    KeptImages(tmp_path).put(A, "1w240", b"x")
