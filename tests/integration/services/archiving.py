"""Closed case files, and two persons who hand over and take over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Document, Volume
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

PERMANENT, SHORT, ELECTRONIC = "01-02", "02-03", "02-06"
"""Orders, class journals of five years, summaries of the electronic journal."""


def open_one(archive: Archive, folder: Path, name: str, **said: object) -> int:
    """A case file with one document of ten sheets; its number."""
    known = {"date": date(YEAR, 9, 2), "sheets": 10} | said
    document = file_one(archive, note(folder, f"дело {name}", f"{name}.txt"), **known)
    with archive.sessions() as session:
        query = select(Volume.case_file_id).join(Document, Document.volume_id == Volume.id)
        return session.scalars(query.where(Document.id == document)).one()


def closed_one(archive: Archive, folder: Path, name: str, **said: object) -> int:
    """The same, read and closed."""
    number = open_one(archive, folder, name, **said)
    archive.worker().run(until_idle=True)
    archive.life.closing.close(number, actor_of(archive))
    return number


def second(archive: Archive) -> Actor:
    """Another keeper of the archive."""
    return account(archive, "второй", "archivist")
