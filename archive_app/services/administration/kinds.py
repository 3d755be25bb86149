"""Kinds of documents: added, renamed, retired; never removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import DocumentKind, DocumentKindField
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.administration.codes import code_from
from archive_app.services.administration.kind_form import KEEPERS, KindForm
from archive_app.services.kind_places import place_said
from archive_app.services.rights.entries import changing, free_title, retire_too
from archive_app.services.typed import lines

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

LONGEST_LINE = 500
"""Of what is told of a kind."""


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind; `fields` is how many extra fields are asked for, `item` its place in the file plan; empty: not said."""

    code: str
    title: str
    personal: bool
    retired: bool
    fields: int
    filler: str
    due: str
    source: str
    item: str
    version: int


@dataclass(frozen=True, slots=True)
class KindTold:
    """Who fills a kind, until when, the paragraphs that say so, its index in the file plan; empty: nobody says."""

    filler: str = ""
    due: str = ""
    source: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Each change raises NotAllowed and stands in the journal; `version` is what the change goes by."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    @property
    def form(self) -> KindForm:
        """The extra fields of kinds."""
        return KindForm(self.sessions, self.clock)

    def listed(self) -> tuple[KindLine, ...]:
        """All kinds in their order; what kinds there are is no secret. One statement."""
        with reading(self.sessions) as session:
            return tuple(KindLine(*row) for row in session.execute(_LINES.order_by(*_ORDER)))

    def one(self, code: str) -> KindLine:
        """The kind `code`. Raises NotFound."""
        with reading(self.sessions) as session:
            row = session.execute(_LINES.where(DocumentKind.code == code)).first()
        if row is None:
            raise NotFound(code, what=_words(code))
        return KindLine(*row)

    def add(self, title: str, actor: Actor, *, personal: bool = False) -> str:
        """A new kind at the end of the list; its code. Raises TitleMissing, NameTaken."""
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            known = uow.session.execute(select(DocumentKind.code, DocumentKind.title, DocumentKind.position)).all()
            name = free_title(title, (row.title for row in known))
            kind = DocumentKind(
                code=code_from(name, {row.code for row in known}),
                title=name,
                position=max((row.position for row in known), default=0) + 1,
                personal=personal,
            )
            uow.session.add(kind)
            self._trail(uow, actor).record("kind:record:add", kind, title=name, personal=personal)
            uow.commit()
            return kind.code

    def change(
        self, code: str, version: int, title: str, actor: Actor, *, personal: bool, retired: bool | None = None
    ) -> None:
        """Another title; whether it is personal counts for what is filed from now on. `retired` None: as it is.

        Raises:
            NotFound, TitleMissing, NameTaken, EntryChanged.
        """
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKind, code, version, _words(code)) as (uow, kind):
            others = uow.session.scalars(select(DocumentKind.title).where(DocumentKind.code != code))
            kind.title, kind.personal = free_title(title, others), personal
            told = retire_too(kind, retired=retired, now=self.clock())
            self._trail(uow, actor).record("kind:record:change", kind, title=kind.title, personal=personal, **told)

    def describe(self, code: str, version: int, told: KindTold, actor: Actor) -> None:
        """Who fills it, until when, its place in the file plan.

        Raises:
            NotFound, EntryChanged, TooLong. UnknownItem: the newest plan in force has no such item.
        """
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKind, code, version, _words(code)) as (uow, kind):
            kind.item_index = place_said(uow.session, told.item, kind.item_index)
            said = lines(told, LONGEST_LINE, "filler", "due", "source")
            kind.filler, kind.due, kind.source = said["filler"], said["due"], said["source"]
            self._trail(uow, actor).record("kind:record:describe", kind, **said, item=kind.item_index)

    def retire(self, code: str, version: int, actor: Actor, *, retired: bool) -> None:
        """Offer the kind no longer, or again; documents keep it. Raises NotFound, EntryChanged."""
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKind, code, version, _words(code)) as (uow, kind):
            kind.retired_at = self.clock() if retired else None
            self._trail(uow, actor).record("kind:record:change", kind, retired=retired)

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)


_ASKED = (DocumentKindField.kind_code == DocumentKind.code, DocumentKindField.retired_at.is_(None))
_LINES = select(
    DocumentKind.code,
    DocumentKind.title,
    DocumentKind.personal,
    DocumentKind.retired_at.is_not(None),
    select(func.count()).select_from(DocumentKindField).where(*_ASKED).scalar_subquery(),
    DocumentKind.filler,
    DocumentKind.due,
    DocumentKind.source,
    func.coalesce(DocumentKind.item_index, ""),
    DocumentKind.version,
)
"""In the order of the fields of KindLine."""
_ORDER = (DocumentKind.retired_at.is_not(None), DocumentKind.position, DocumentKind.code)


def _words(code: str) -> str:
    return translate("Kind of documents «{name}»", name=code)
