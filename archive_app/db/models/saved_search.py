"""A question that a person keeps under a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index


class SavedSearch(Base):
    """Of one user, seen by nobody else. `filters` has lists of values by name of the filter."""

    __tablename__ = "saved_search"
    __table_args__ = (
        partial_index(
            "uq_saved_search_name",
            "user_id",
            "name",
            unique=True,
            where="removed_at IS NULL",
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
