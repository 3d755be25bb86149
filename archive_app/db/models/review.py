"""Review (проверка страниц): who works at which page just now, and the class lists that names are picked from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.person import Person


class PageClaim(Base):
    """Somebody (a login) has the page open for review until then; nobody is kept out by it."""

    __tablename__ = "page_claim"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    until: Mapped[datetime]


class ClassList(Base):
    """A list of persons that stand on the pages of journals: `9-А, 2004/05`."""

    __tablename__ = "class_list"

    id: Mapped[Id]
    title: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True, unique=True)
    """The table of marks that it was read from: reading that again renews it."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    lines: Mapped[list["ClassListLine"]] = relationship(
        back_populates="class_list", order_by="ClassListLine.position", cascade="save-update, merge"
    )


class ClassListLine(Base):
    """A person on a class list, at a place from 1."""

    __tablename__ = "class_list_line"
    __table_args__ = (UniqueConstraint("class_list_id", "position"),)

    class_list_id: Mapped[int] = mapped_column(ForeignKey("class_list.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    class_list: Mapped[ClassList] = relationship(back_populates="lines")
    person: Mapped[Person] = relationship()


class DocumentClassList(Base):
    """The list that names of a document are picked from: an imported one, or the members of a group of study."""

    __tablename__ = "document_class_list"
    __table_args__ = (CheckConstraint("(class_list_id IS NULL) <> (group_id IS NULL)", "one"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    class_list_id: Mapped[int | None] = mapped_column(ForeignKey("class_list.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"))
