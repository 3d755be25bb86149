"""Drills over the backups of an archive: what is restored is composed in a scratch place, and closed with it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from archive_app.audit import MACHINE
from archive_app.jobs import JobPutOffError
from archive_app.services.backup.drill import Drill
from archive_app.services.backup.drill_checks import Scratch
from archive_app.services.backup.lease import LENGTH
from archive_app.services.backup.sampling import certainty_of
from archive_app.wiring.quiet import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive_app.jobs import JobContext
    from archive_app.services.backup.restoring import Destination
    from archive_app.wiring.archive import Archive


def drill_of(archive: Archive, confidence: float | None = None, share: float | None = None) -> Drill:
    """Drills over the backups of `archive`; how certain they are (percent) say the settings, or who asks."""
    settings = archive.settings
    asked = certainty_of(confidence or settings.drill_confidence, share or settings.drill_share)
    return Drill(archive.backups.ground, archive.today, partial(_scratch, archive), asked)


def drill_job(archive: Archive) -> Callable[[JobContext], None]:
    """The handler of `drill` jobs."""

    def run(job: JobContext) -> None:
        def tell(number: int) -> None:
            job.check()
            job.progress(number, None, "blob")

        path, asked, backups = archive.settings.drill_identity, job.payload, archive.backups
        if "by" not in asked and any(place.backed_up_at is None for place in backups.state.places()):
            raise JobPutOffError(LENGTH)  # of a new archive: its first backup is on its way, or has raised the alarm
        if path is not None:
            drill = drill_of(archive, asked.get("confidence"), asked.get("share"))
            done = drill.run_with(str(asked.get("by") or MACHINE), path, tell)
            backups.by_the_clock.drilled(done)

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
        "mail_from": "",
        "audit_mail_to": "",
        "nodes": 1,
    }
    with archive.reopened(replace(archive.settings, **QUIET | own)) as found:
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
