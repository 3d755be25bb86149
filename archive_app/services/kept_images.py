"""Images of pages kept on this machine for a while: whoever leafs back, or looks at thumbnails, waits for no drawing.

Nothing is lost with them: each can be drawn again. Those of one original lie in one folder, to leave with it.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 2**30
"""Bytes kept altogether."""
KEPT_FOR = 24 * 3600.0
"""Seconds since the last look."""
_OLD_LOOK = 600.0
"""Seconds after which a look is noted: a list of thumbnails does not write for each of them."""


@dataclass(frozen=True, slots=True)
class KeptImages:
    """Safe for several threads and processes of one machine, which share `folder`."""

    folder: Path
    limit: int = LIMIT

    def get(self, sha256: str, name: str) -> bytes | None:
        """What was kept as `name` of the original `sha256`; None: nothing."""
        path = self._path(sha256, name)
        try:
            image = path.read_bytes()
            if time.time() - path.stat().st_mtime > _OLD_LOOK:
                os.utime(path)
        except FileNotFoundError:
            return None
        return image

    def put(self, sha256: str, name: str, image: bytes) -> None:
        """Keep an image; a disk without room keeps nothing, and nobody has to know."""
        path = self._path(sha256, name)
        part = path.with_name(f"{uuid4().hex}.part")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(image)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def forget(self, sha256: str) -> None:
        """Throw out all images of an original."""
        shutil.rmtree(self._path(sha256, "").parent, ignore_errors=True)

    def sweep(self) -> int:
        """Throw out what nobody has looked at for a day, and the oldest beyond the limit; returns how many."""
        found = []
        for path in self.folder.glob("??/*/*"):
            with suppress(FileNotFoundError):  # another process sweeps too
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        kept, swept, oldest = 0, 0, time.time() - KEPT_FOR
        for modified, size, path in sorted(found, reverse=True):
            kept += size
            if modified < oldest or kept > self.limit:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _path(self, sha256: str, name: str) -> Path:
        return self.folder / sha256[:2] / sha256 / f"{name}.jpg"
