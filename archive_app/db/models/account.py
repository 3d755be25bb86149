"""User and Role: who signs in, and as what."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id

user_roles = Table(
    "user_roles",
    Base.metadata,
    Column("user_id", ForeignKey("app_user.id"), primary_key=True),
    Column("role_code", ForeignKey("role.code"), primary_key=True, index=True),
)


class Role(Base):
    """A role of the regulations (director, archivist, ...); the first ones come with the first migration."""

    __tablename__ = "role"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str]
    """Russian, for the screen."""


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
    roles: Mapped[list["Role"]] = relationship(secondary=user_roles, order_by=Role.code)
