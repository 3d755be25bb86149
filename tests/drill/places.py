"""The one place of backups that each deployment has: a folder, or of an archive on servers another part of its S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.backup.local_target import LocalTarget
from storage.backup.s3_target import S3Target
from tests.fixtures.backups import Backed, backed

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home


def placed(home: Home, folder: Path) -> Backed:
    """Backups of `home` go there."""
    made = backed(home, folder / "b", beside_blobs=True)
    made.home.variables["ARCHIVE_BACKUP_URL"] = made.home.variables["ARCHIVE_BACKUP_URL"].split()[-1]
    return made


def target_of(archive: Archive) -> type[LocalTarget | S3Target]:
    """What writes there."""
    (place,) = archive.backups.ground.places
    with place.opened() as target:
        assert isinstance(target, (LocalTarget, S3Target))
        return type(target)
