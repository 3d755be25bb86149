"""How people get in: sessions, invitations, second factors, keys of programs, and the tries that are counted.

Nothing here can be used by whoever reads the database: of every secret only a hash is kept, and what must be read back
(the secret of a second factor) is encrypted with the key of the installation, which lies elsewhere.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.account import User
from archive_app.db.types import BigId, Json

HASH = String(64)
"""SHA-256, hexadecimal: the secrets are random and long, so that a slow hash would protect nothing more."""


class AppSession(Base):
    """One browser in which a person is signed in. Never removed by an act: ended, so that the page can show when."""

    __tablename__ = "app_session"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Of the last request, exact to a minute."""
    address: Mapped[str]
    user_agent: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    user: Mapped[User] = relationship()


class Invitation(Base):
    """A link that lets its holder choose a password for the account, once and until a moment."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """When it was used, or replaced by a later one."""
    user: Mapped[User] = relationship()


class SecondFactor(Base):
    """The authenticator that belongs to an account."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str]
    """Encrypted JSON of libpass's TOTP."""
    last_counter: Mapped[int | None] = mapped_column(BigId)
    """The time step of the last code accepted: a code that was seen over a shoulder works no second time."""
    added_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for a lost authenticator, once."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(HASH, unique=True)
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One try to prove who one is; the failed ones are counted by login and by address, on all nodes together."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_login", "login", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(150))
    """As it was typed, folded; there need not be such an account."""
    address: Mapped[str]
    at: Mapped[datetime]
    failed: Mapped[bool] = mapped_column(default=True)
    """True from the beginning: tries that run side by side are all counted."""


class ApiToken(Base):
    """A key with which a program acts for a person, within the acts that are listed."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    acts: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """Exact to a minute."""
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
