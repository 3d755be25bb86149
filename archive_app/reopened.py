"""A restored archive, opened for the end of its restore: index, doctor, journal of backups."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from archive_app.db.engine import make_engine, make_session_factory
from archive_app.services.backup.whole_restore import Opened
from archive_app.services.indexing import Indexing
from archive_app.wiring.backing_up import backups_of
from archive_app.wiring.clocks import utc_now
from archive_app.wiring.examining import doctor_of
from archive_app.wiring.fixity import fixity_over
from archive_app.wiring.heads import heads_of
from archive_app.wiring.quiet import QUIET
from archive_app.wiring.stores import store_of
from archive_app.wiring.versions import require_version
from indexer.analysis import Analyzer
from indexer.formats.tools import probe
from indexer.search import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from archive_app.settings import Settings


def read_ahead() -> Mapping[str, str | None]:
    """Load what the index needs to know of words, and ask outside programs their versions: nothing of the archive."""
    _ = Analyzer().stamp
    return probe()


@contextmanager
def reopened(settings: Settings, programs: Callable[[], Mapping[str, str | None]]) -> Iterator[Opened]:
    """What the end of a restore needs, and nothing that reads pages; nothing comes in or goes out yet.

    `programs` gives what `read_ahead` has found.
    """
    quiet = replace(settings, **QUIET)
    database = make_engine(quiet.database_url)
    with ExitStack() as parts:
        parts.callback(database.dispose)
        require_version(quiet, database)
        sessions = make_session_factory(database)
        store = parts.enter_context(store_of(quiet, quiet.storage_url, utc_now))
        engine = open_engine(quiet.search_url, analyzer=Analyzer())
        parts.callback(engine.close)
        backups, heads = backups_of(quiet, database, sessions, store, utc_now), heads_of(quiet, sessions, utc_now)
        checks = backups.checks() | fixity_over(quiet, backups).checks()
        doctor = doctor_of(database, sessions, store, engine, heads, utc_now, checks, programs)
        yield Opened(Indexing(sessions, engine, utc_now), doctor, backups.ground, heads.publish)
