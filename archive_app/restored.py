"""Archives brought back from backups, composed: for the command that restores, and for drills."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from archive_app.bootstrap import open_archive, today_in, utc_now
from archive_app.services.backup.drill import Drill
from archive_app.services.backup.drill_checks import Scratch
from archive_app.services.backup.finding import find_snapshot
from archive_app.services.backup.ground import SYSTEM
from archive_app.services.backup.restoring import Destination
from archive_app.services.backup.whole_restore import Opened, Outcome, WholeRestore
from archive_app.wiring.backing_up import places_of
from archive_app.wiring.rules import store_of
from storage.backup.data_keys import read_identities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.jobs import JobContext
    from archive_app.settings import Settings


QUIET = {"backup_url": "", "backup_recipients": "", "inbox": None, "mailbox_url": ""}
"""Settings of an archive that takes nothing in and sends nothing out."""


def restore_into(
    settings: Settings, snapshot: str, identity: Path, *, by: str, place: str = "", overwrite: bool = False
) -> Outcome:
    """Restore `snapshot` from the places of the settings (or from `place`, an address) to where the settings point.

    Raises as `find_snapshot` and `WholeRestore.run`, BadIdentity.
    """
    identities = read_identities(identity)
    found, seal = find_snapshot(places_of(settings, place or settings.backup_url), snapshot)
    with store_of(settings, settings.storage_url, utc_now) as store:
        to = Destination(settings.home, settings.database_url, store, settings.work_folder)
        whole = WholeRestore(to, partial(_opened, settings), utc_now, partial(today_in, settings.zone, utc_now))
        return whole.run(found, seal, identities, by, overwrite=overwrite)


def drill_of(archive: Archive) -> Drill:
    """Drills over the backups of `archive`."""
    return Drill(archive.backups.ground, archive.today, partial(_scratch, archive))


def drill_job(archive: Archive) -> Callable[[JobContext], None]:
    """The handler of `drill` jobs."""

    def run(_job: JobContext) -> None:
        path = archive.settings.drill_identity
        if path is not None:
            archive.backups.by_the_clock.drilled(drill_of(archive).run(SYSTEM, read_identities(path)))

    return run


@contextmanager
def _scratch(archive: Archive, to: Destination) -> Iterator[Scratch]:
    """The restored archive with everything of its own in the scratch place; nothing of it reaches anybody."""
    own = {
        "home": to.home,
        "database_url": to.database_url,
        "storage_url": f"file://{to.home}/blobs",
        "search_url": f"tantivy://{to.home}/index",
        "uploads_url": f"file://{to.home}/uploads",
        "audit_heads": f"{to.home}/audit-heads",
        "mail_url": None,
        "nodes": 1,
    }
    with open_archive(archive.settings.model_copy(update=QUIET | own), archive.clock) as found:
        found.indexing.rebuild()
        yield Scratch(
            database=found.database,
            sessions=found.sessions,
            store=found.store,
            engine=found.engine,
            page_images=found.page_images,
            searching=found.searching,
            accounts=found.accounts,
            actor=found.actor,
        )


@contextmanager
def _opened(settings: Settings) -> Iterator[Opened]:
    with open_archive(settings.model_copy(update=QUIET)) as archive:  # nothing comes in or goes out yet
        yield Opened(archive.indexing, archive.doctor, archive.backups.ground, archive.journal.heads.publish)
