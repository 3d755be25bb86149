"""A question that a person keeps under a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id


class SavedSearch(Base):
    """Of one user, seen by nobody else. `filters` has lists of values by name of the filter."""

    __tablename__ = "saved_search"
    __table_args__ = (
        Index(
            "uq_saved_search_name",
            "user_id",
            "name",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    name: Mapped[str] = mapped_column(String(200))
    question: Mapped[str]
    filters: Mapped[dict[str, Any]]
    sort: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Taken away, and may be put back until the daily sweep."""
