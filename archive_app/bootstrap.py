"""The only composition root: settings become an archive of this version, made first where there is none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archive_app.db.engine import make_engine
from archive_app.db.revisions import head_revision
from archive_app.services.setting_up import SetUp, set_up
from archive_app.wiring.archive import Archive
from archive_app.wiring.clocks import today_in, utc_now
from archive_app.wiring.composing import compose
from archive_app.wiring.versions import NotInitialised, require_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from archive_app.settings import Settings

__all__ = ["Archive", "NotInitialised", "initialise", "open_archive", "today_in", "utc_now"]


def open_archive(settings: Settings, clock: Callable[[], datetime] | None = None) -> Archive:
    """Compose an archive that `initialise` has made; `clock` says what time it is there, in UTC (now).

    Raises:
        NotInitialised: there is none, or it is of another version. Errors of the parts' addresses.
    """
    database = make_engine(settings.database_url)
    require_version(settings, database)
    return compose(settings, database, clock or utc_now, partial(open_archive, clock=clock))


def initialise(
    settings: Settings,
    *,
    admin: str | None = None,
    organisation: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> SetUp:
    """Make or update the archive at `settings.home`: folders, schema, store, first account. Safe to repeat."""
    from archive_app.db.migrate import upgrade

    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(0o700)  # blobs, database and keys are nobody else's
    settings.work_folder.mkdir(exist_ok=True)
    database = make_engine(settings.database_url)
    try:
        upgrade(database)
    finally:
        database.dispose()
    with open_archive(settings, clock) as archive:
        archive.store.prepare()
        archive.uploads.parts.prepare()
        archive.indexing.catch_up()
        return set_up(archive.sessions, archive.clock, admin=admin, organisation=organisation, revision=head_revision())
