"""The place where bad copies are kept aside: who looks for the cause, or for what can be saved of them, needs them."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.durable import disk_errors, sync_folder

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from storage.keys import BlobKey
    from storage.protocol import BlobStore

READ_ONLY = 0o400


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A folder of files `<sha256>.<moment>`; what an act destroys goes from here too."""

    folder: Path

    def keep(self, store: BlobStore, key: BlobKey, at: datetime.datetime) -> Path:
        """Copy what the store holds under `key`, durably. Raises BlobMissing, errors of the store and of the disk."""
        path = self.folder / f"{key}.{at:%Y%m%dt%H%M%S%f}z"
        with disk_errors():
            self.folder.mkdir(mode=0o700, exist_ok=True)
        try:
            with disk_errors(), store.open(key) as bad, path.open("xb") as file:
                shutil.copyfileobj(bad, file, 1 << 20)
                file.flush()
                os.fchmod(file.fileno(), READ_ONLY)
                os.fsync(file.fileno())
                sync_folder(self.folder)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def forget(self, sha256: str) -> None:
        """Remove the bad copies of one blob, for good."""
        for path in self.folder.glob(f"{sha256}.*"):
            path.unlink(missing_ok=True)
