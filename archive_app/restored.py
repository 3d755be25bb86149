"""Archives brought back from backups, composed for the command that restores."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from archive_app.services.backup.finding import find_snapshot
from archive_app.services.backup.restoring import Destination
from archive_app.services.backup.whole_restore import Opened, Outcome, WholeRestore
from archive_app.wiring.backing_up import places_of
from archive_app.wiring.clocks import today_in, utc_now
from archive_app.wiring.stores import store_maker
from storage.backup.data_keys import read_identities

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor, Future
    from contextlib import AbstractContextManager
    from pathlib import Path

    from archive_app.settings import Settings


def restore_into(
    settings: Settings,
    snapshot: str,
    identity: Path,
    *,
    by: str,
    place: str = "",
    overwrite: bool = False,
    tell: Callable[[int], None] = lambda _number: None,
) -> Outcome:
    """Restore `snapshot` from the places of the settings (or from `place`, an address) to where the settings point.

    `tell` is told now and then how many blobs were brought.

    Raises as `find_snapshot` and `WholeRestore.run`, BadIdentity.
    """
    identities = read_identities(identity)
    places = places_of(settings, place or settings.backup_url)
    found, seal = find_snapshot(places, snapshot, utc_now())
    today = partial(today_in, settings.zone, utc_now)
    make = store_maker(settings, settings.storage_url)
    with make() as store, ThreadPoolExecutor(1) as beside:
        to = Destination(settings.home, settings.database_url, store, settings.work_folder)
        end = _End(settings, beside)
        whole = WholeRestore(places, to, make, end.opened, utc_now, today)
        return whole.run(found, seal, identities, by, overwrite=overwrite, tell=tell, meanwhile=end.read_ahead)


class _End:
    """The end of a restore: index, doctor, journal. What it takes half a second to read is read while blobs come."""

    def __init__(self, settings: Settings, beside: Executor) -> None:
        self._settings, self._beside = settings, beside
        self._programs: Future[Mapping[str, str | None]] | None = None

    def read_ahead(self) -> None:
        self._programs = self._beside.submit(_read_ahead)

    def opened(self) -> AbstractContextManager[Opened]:
        from archive_app.reopened import reopened

        programs = self._programs or self._beside.submit(_read_ahead)
        return reopened(self._settings, programs.result)


def _read_ahead() -> Mapping[str, str | None]:
    from archive_app.reopened import read_ahead

    return read_ahead()
