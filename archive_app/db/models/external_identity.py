"""ExternalIdentity: which account belongs to a person whom another house (OpenID Connect, LDAP) proves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.account import User


class ExternalIdentity(Base):
    """Ties an account to a subject that never changes; a login or a mail address could become somebody else's."""

    __tablename__ = "external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    """Address of the OpenID provider, or `ldap`."""
    subject: Mapped[str] = mapped_column(String(500))
    """OpenID's `sub`; of LDAP entryUUID, objectGUID or, where there is neither, the distinguished name."""
    linked_at: Mapped[datetime]
    linked_by: Mapped[str]
    user: Mapped[User] = relationship()
