"""The extra fields of a kind as their keeper puts them together: added, changed, moved, retired; never removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, DocumentKind, DocumentKindField, FieldType
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.administration.codes import code_from
from archive_app.services.rights.entries import changing, free_title, retire_too
from archive_app.services.typed import at_most, one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker

KEEPERS = (Act.PLANS, Act.ACCOUNTS)
"""Whoever keeps file plans knows the kinds; whoever keeps accounts gives rights by them."""
MOST_FIELDS = 40
MOST_CHOICES = 100
LONGEST_CHOICE = 500
FEWEST_CHOICES = 2


class ChoicesMissing(ArchiveError):
    """A field of choices offers at least two. Params: `field`."""

    code = "choices_missing"


class TooManyFields(ArchiveError):
    """A longer form is filled in by nobody. Params: `most`."""

    code = "too_many_fields"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as its keeper sees it."""

    field_id: int
    code: str
    title: str
    type: FieldType
    required: bool
    choices: tuple[str, ...]
    retired: bool
    version: int


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """What a person says of a field; `choices` count for the type `choice` alone."""

    title: str
    required: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class KindForm:
    """Each change raises NotAllowed and stands in the journal; `version` is what the change goes by."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def fields(self, kind: str) -> tuple[FieldLine, ...]:
        """All fields of the kind in their order, those that are retired at the end: one statement."""
        with reading(self.sessions) as session:
            rows = _rows(session, kind)
        return tuple(_line(row) for row in sorted(rows, key=lambda row: row.retired_at is not None))

    def add(self, kind: str, type_: FieldType, said: FieldSaid, actor: Actor) -> int:
        """A new field at the end of the form; its number.

        Raises:
            NotFound, TitleMissing, NameTaken, ChoicesMissing, TooManyFields, TooLong, TooMany.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            if uow.session.get(DocumentKind, kind) is None:
                raise NotFound(kind, what=translate("Kind of documents «{name}»", name=kind))
            known = _rows(uow.session, kind)
            if len(known) >= MOST_FIELDS:
                raise TooManyFields(kind, most=MOST_FIELDS)
            title = free_title(said.title, (row.title for row in known))
            field = DocumentKindField(
                kind_code=kind,
                code=code_from(title, {row.code for row in known}),
                title=title,
                type=type_,
                required=said.required,
                position=max((row.position for row in known), default=-1) + 1,
                choices=_choices(type_, title, said.choices),
            )
            uow.session.add(field)
            self._told(uow, actor, "kind:field:add", field, title=title, type=type_.value, required=said.required)
            uow.commit()
            return field.id

    def change(
        self, field_id: int, version: int, said: FieldSaid, actor: Actor, *, retired: bool | None = None
    ) -> None:
        """Title, choices, whether it is required; what was typed before stays. `retired` None: as it is.

        Raises as `add`, and EntryChanged.
        """
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKindField, field_id, version, _words(field_id)) as (uow, field):
            others = [row.title for row in _rows(uow.session, field.kind_code) if row.id != field.id]
            field.title, field.required = free_title(said.title, others), said.required
            field.choices = _choices(field.type, field.title, said.choices)
            told = retire_too(field, retired=retired, now=self.clock())
            self._told(uow, actor, "kind:field:change", field, title=field.title, required=said.required, **told)

    def retire(self, field_id: int, version: int, actor: Actor, *, retired: bool) -> None:
        """Ask for it no longer, or again; what was typed is shown still. Raises NotFound, EntryChanged."""
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKindField, field_id, version, _words(field_id)) as (uow, field):
            field.retired_at = self.clock() if retired else None
            self._told(uow, actor, "kind:field:change", field, retired=retired)

    def move_up(self, field_id: int, version: int, actor: Actor) -> None:
        """Change places with the field before it; the first one stays. Raises NotFound, EntryChanged."""
        require_one(actor, KEEPERS)
        with changing(self.sessions, DocumentKindField, field_id, version, _words(field_id)) as (uow, field):
            asked = [row for row in _rows(uow.session, field.kind_code) if row.retired_at is None]
            place = asked.index(field) if field in asked else 0
            if place:
                asked.insert(place - 1, asked.pop(place))
                for position, row in enumerate(asked):
                    row.position = position
                self._told(uow, actor, "kind:field:change", field, position=place)

    def _told(self, uow: UnitOfWork, actor: Actor, action: str, field: DocumentKindField, **details: object) -> None:
        trail = AuditTrail(uow, actor=actor.login, now=self.clock)
        trail.record(action, field, kind=field.kind_code, **details)


def _rows(session: Session, kind: str) -> list[DocumentKindField]:
    query = select(DocumentKindField).where(DocumentKindField.kind_code == kind)
    return list(session.scalars(query.order_by(DocumentKindField.position, DocumentKindField.id)))


def _choices(type_: FieldType, title: str, said: Sequence[str]) -> list[str]:
    if type_ is not FieldType.CHOICE:
        return []
    typed = (one_line(choice, "choices", LONGEST_CHOICE) for choice in said)
    offered = at_most(list(dict.fromkeys(filter(None, typed))), "choices", MOST_CHOICES)
    if len(offered) < FEWEST_CHOICES:
        raise ChoicesMissing(title, field=title)
    return offered


def _line(row: DocumentKindField) -> FieldLine:
    choices, retired = tuple(row.choices), row.retired_at is not None
    return FieldLine(row.id, row.code, row.title, row.type, row.required, choices, retired, row.version)


def _words(field_id: int) -> str:
    return translate("Field {number}", number=field_id)
