"""Setting: facts of the installation kept with its data (its id, the version of the index, ...)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base


class Setting(Base):
    """One fact by its key. What a person configures is in `archive_app.settings`, not here."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str]
    updated_at: Mapped[datetime]
