"""User and Role: who signs in, and as what (the two meet in `Duty`)."""

from datetime import datetime

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id


class Role(Base):
    """A role of the regulations (director, archivist, ...); the first ones come with the first migration."""

    __tablename__ = "role"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str]
    """Russian, for the screen."""
    second_factor_required: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whoever holds the role must sign in with a second factor."""


class User(Base):
    """An account. `user` is a reserved word of PostgreSQL, so the table has another name."""

    __tablename__ = "app_user"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(150), unique=True)
    display_name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    """None: cannot sign in with a password."""
    created_at: Mapped[datetime]
    email: Mapped[str | None]
