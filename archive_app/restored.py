"""Archives brought back from backups, composed for the command that restores."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from archive_app.bootstrap import open_archive, today_in, utc_now
from archive_app.services.backup.finding import find_snapshot
from archive_app.services.backup.restoring import Destination
from archive_app.services.backup.whole_restore import Opened, Outcome, WholeRestore
from archive_app.wiring.backing_up import places_of
from archive_app.wiring.drilling import QUIET
from archive_app.wiring.stores import store_of
from storage.backup.data_keys import read_identities

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.settings import Settings


def restore_into(
    settings: Settings, snapshot: str, identity: Path, *, by: str, place: str = "", overwrite: bool = False
) -> Outcome:
    """Restore `snapshot` from the places of the settings (or from `place`, an address) to where the settings point.

    Raises as `find_snapshot` and `WholeRestore.run`, BadIdentity.
    """
    identities = read_identities(identity)
    found, seal = find_snapshot(places_of(settings, place or settings.backup_url), snapshot, utc_now())
    with store_of(settings, settings.storage_url, utc_now) as store:
        to = Destination(settings.home, settings.database_url, store, settings.work_folder)
        whole = WholeRestore(to, partial(_opened, settings), utc_now, partial(today_in, settings.zone, utc_now))
        return whole.run(found, seal, identities, by, overwrite=overwrite)


@contextmanager
def _opened(settings: Settings) -> Iterator[Opened]:
    with open_archive(settings.model_copy(update=QUIET)) as archive:  # nothing comes in or goes out yet
        yield Opened(archive.indexing, archive.doctor, archive.backups.ground, archive.journal.heads.publish)
