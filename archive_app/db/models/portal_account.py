"""Portal account (личный кабинет): whose person an account is; its duties follow from that, not from a hand."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.account import User
from archive_app.db.models.person import Person


class PortalAccount(Base):
    """An account is one person's; of one person there may be several accounts (an old one was lost)."""

    __tablename__ = "portal_account"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    user: Mapped[User] = relationship()
    person: Mapped[Person] = relationship()
