"""Cards changed by several people: whoever is late is shown both values of each fact and chooses; nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.models import Act, Document, DocumentPerson, DocumentState, Person, Scope
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict, NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.account_names import names_of
from archive_app.services.card_log import changes_since, last_changes, log_changes, unwound
from archive_app.services.card_state import PLACE, put, state_of
from archive_app.services.card_values import CardChanges, read_changes
from archive_app.services.card_words import field_titles, in_words
from archive_app.services.case_files import require_open
from archive_app.services.kinds import index_job, name_job

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.db.models import DocumentChange

TRIES = 3
"""Writers that meet at the same instant are repeated: the later of two then sees what the earlier did."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is not the same any more. Values are as `card_state` has them.

    `base` is what the late editor began from; `mine` equals it where only the other has changed the fact.
    `*_words` are for a person.
    """

    field: str
    title: str
    base: Any
    theirs: Any
    mine: Any
    theirs_words: str
    mine_words: str

    @property
    def both(self) -> bool:
        """Whether both have changed it, so that nobody but the editor can choose."""
        return self.base not in (self.theirs, self.mine) and self.theirs != self.mine


class StaleEdit(Conflict):
    """The card was changed after the version that the edit began from; nothing was written.

    `differences` has both values of each fact, `version` is the present one. Params: `by`, `at`, `fields`.
    """

    code = "stale_edit"
    http_status = 412

    def __init__(self, differences: tuple[Difference, ...], version: int, by: str, at: datetime.datetime) -> None:
        super().__init__(by=by, at=at, fields=", ".join(each.field for each in differences))
        self.differences = differences
        self.version = version


class UnknownVersion(Conflict):
    """The document never had this version. Params: `version`."""

    code = "unknown_version"


class NothingToUndo(Conflict):
    """The card was never changed. Params: `number`."""

    code = "nothing_to_undo"


@dataclass(frozen=True, slots=True)
class Saved:
    """The version after an edit, and the fields that it changed: none where all was so already."""

    document_id: int
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardEdits:
    """Changes cards, and takes the last change back."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def edit(self, document_id: int, version: int, changes: CardChanges, actor: Actor) -> Saved:
        """Change the facts of a card that the editor saw at `version`.

        Raises:
            StaleEdit: somebody changed the card meanwhile. UnknownVersion, NotFound, NotAllowed.
            Whatever `card_values.read_changes` refuses.
        """

        def values(session: Session, document: Document) -> Mapping[str, Any]:
            return read_changes(session, changes, document, self.clock(), self.today())

        return self._in_turn(document_id, version, values, actor)

    def undo(self, document_id: int, version: int, actor: Actor) -> Saved:
        """Put back what the last saving changed, as a new change. Raises NothingToUndo and what `edit` raises."""

        def values(session: Session, document: Document) -> Mapping[str, Any]:
            last = last_changes(session, document.id)
            if not last:
                raise NothingToUndo(number=document.id)
            return {change.field: change.old for change in last}

        return self._in_turn(document_id, version, values, actor, tag="document:card:undo")

    def _in_turn(
        self,
        document_id: int,
        version: int,
        values: Callable[[Session, Document], Mapping[str, Any]],
        actor: Actor,
        tag: str = "document:card:change",
    ) -> Saved:
        for _ in range(TRIES):
            try:
                return self._save(document_id, version, values, actor, tag)
            except StaleDataError:  # committed between our look and our write
                continue
        raise Conflict(str(document_id))

    def _save(
        self,
        document_id: int,
        version: int,
        values: Callable[[Session, Document], Mapping[str, Any]],
        actor: Actor,
        tag: str,
    ) -> Saved:
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            document = changeable(session, document_id, actor, Act.CHANGE)
            wanted, before = values(session, document), state_of(document)
            changed = {field: value for field, value in wanted.items() if value != before.get(field)}
            if not changed:
                return Saved(document_id, document.version, ())
            require_fresh(session, document, version, wanted)
            if PLACE in changed:
                require_reached(actor, Act.FILE, document)
                require_open(session, before[PLACE], changed[PLACE])
            put(session, document, changed)
            require_reached(actor, Act.CHANGE, document)
            saved = keep(uow, document, before, actor, self.clock, tag=tag)
            uow.commit()
            return saved


def changeable(session: Session, document_id: int, actor: Actor, act: Act) -> Document:
    """The document with its persons, if `actor` may do `act` to it.

    Raises:
        NotFound: there is none, or the person does not see it, or it is destroyed. NotAllowed: sees it only.
    """
    query = select(Document).where(Document.id == document_id, Document.state == DocumentState.ACTIVE)
    persons = selectinload(Document.persons).joinedload(DocumentPerson.person).load_only(Person.id)
    document = session.scalars(query.where(visible(actor, act)).options(persons)).first()
    if document is None:
        if session.scalar(select(Document.id).where(Document.id == document_id, visible(actor))) is not None:
            raise NotAllowed(actor.login, login=actor.login)
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return document


def require_fresh(session: Session, document: Document, version: int, wanted: Mapping[str, Any]) -> None:
    """Let pass only who has seen the card as it is; work of the program on the document is no change of its card.

    Raises:
        StaleEdit, UnknownVersion.
    """
    if version == document.version:
        return
    if version > document.version:
        raise UnknownVersion(str(version), version=version)
    since = changes_since(session, document.id, version)
    if since:
        raise _stale(session, document, since, wanted)


def _stale(session: Session, document: Document, since: list[DocumentChange], wanted: Mapping[str, Any]) -> StaleEdit:
    now = state_of(document)
    base = unwound(now, since)
    mine = base | dict(wanted)
    values = {field: (base.get(field), now.get(field), mine.get(field)) for field in {**now, **mine}}
    differ = {field: each for field, each in values.items() if any(value != each[0] for value in each)}
    words = in_words(session, [(field, value) for field, each in differ.items() for value in each[1:]])
    titles = field_titles(session, differ)
    differences = tuple(
        Difference(field, titles[field], *each, words[2 * at], words[2 * at + 1])
        for at, (field, each) in enumerate(differ.items())
    )
    by = since[0].by
    return StaleEdit(differences, document.version, names_of(session, [by]).get(by, by), since[0].at)


def require_reached(actor: Actor, act: Act, document: Document) -> None:
    """Let pass only who may do `act` to the document as it is now. Raises NotAllowed."""
    level = document.confidentiality or 0
    kind, unfiled = document.kind_code, document.volume_id is None
    scopes = [Scope(kind, document.unit_id, document.group_id, None, level, unfiled)]
    if document.subject_id is not None:
        scopes.append(Scope(kind, None, None, document.subject_id, level, unfiled))
    if not any(actor.may_in(act, scope) for scope in scopes):
        raise NotAllowed(actor.login, login=actor.login)


def keep(
    uow: UnitOfWork,
    document: Document,
    before: Mapping[str, Any],
    actor: Actor,
    clock: Callable[[], datetime.datetime],
    *,
    tag: str,
    reason: str | None = None,
    **details: object,
) -> Saved:
    """Write down what differs from `before`, with its event, and promise what follows: the index, persons named anew.

    A person who is said no more may still stand in the text.
    """
    session, now = uow.session, clock()
    fields = log_changes(session, document, before, actor.login, now, reason)
    said = {"reason": reason} if reason else {}
    AuditTrail(uow, actor=actor.login, now=clock).record(tag, document, fields=list(fields), **said, **details)
    enqueue(session, index_job(), now=now)
    gone = sorted({number for number, _ in before["persons"]} - {number for number, _ in state_of(document)["persons"]})
    if gone:
        enqueue(session, name_job(gone), now=now)
    return Saved(document.id, document.version, fields)
