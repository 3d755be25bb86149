"""Backups over an archive of which nothing else is composed: their commands start in a part of the time."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from archive_app.auth.actor import load_actor
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.wiring.backing_up import backups_of
from archive_app.wiring.clocks import today_in, utc_now
from archive_app.wiring.stores import store_of
from archive_app.wiring.versions import require_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.settings import Settings
    from archive_app.wiring.backing_up import Backups


@contextmanager
def open_backups(settings: Settings) -> Iterator[tuple[Backups, Actor]]:
    """The backups, and whom the settings let act. Raises NotInitialised, NobodyActs, SayWhoActs."""
    database = make_engine(settings.database_url)
    with ExitStack() as parts:
        parts.callback(database.dispose)
        require_version(settings, database)
        store = parts.enter_context(store_of(settings, settings.storage_url, utc_now))
        sessions = make_session_factory(database)
        with reading(sessions) as session:
            actor = load_actor(session, settings.user, today_in(settings.zone, utc_now))
        yield backups_of(settings, database, sessions, store, utc_now), actor
