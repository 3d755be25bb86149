"""What the organisation is called at the head of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Fonds
from archive_app.services.first_run.draft import UNNAMED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def organisation_name(sessions: sessionmaker[Session]) -> str:
    """The short name where there is one, else the full; empty as long as nobody has named it."""
    with reading(sessions) as session:
        row = session.execute(select(Fonds.short_name, Fonds.name).order_by(Fonds.id).limit(1)).first()
    name = (row.short_name or row.name) if row else ""
    return "" if name == UNNAMED else name
