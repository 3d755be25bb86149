"""Whether there is an archive of this version where the settings point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.revisions import current_revision, head_revision
from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from archive_app.settings import Settings


class NotInitialised(ArchiveError):
    """The home folder holds no archive of this version yet. Params: `home`."""

    code = "not_initialised"


def require_version(settings: Settings, database: Engine) -> None:
    """Raise NotInitialised where there is none, or one of another version."""
    if settings.database_url.startswith("sqlite") and not settings.home.exists():
        raise NotInitialised(str(settings.home), home=settings.home)
    if current_revision(database) != head_revision():
        raise NotInitialised(str(settings.home), home=settings.home)
