"""Intake: bytes become a document, filed at once or waiting to be filed.

Bytes are durable before any row; rows, audit and jobs are one commit.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require, require_in
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Carrier,
    DocumentKind,
    IntakeSource,
    Person,
    RecognitionState,
    Scope,
)
from archive_app.db.queries.documents import documents_of_blob
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError
from archive_app.jobs import enqueue_all
from archive_app.services.blob_rows import BytesWentMeanwhile, add_blob
from archive_app.services.card_values import LONGEST_CARD_TITLE, LONGEST_NUMBER
from archive_app.services.case_files import find_item, open_volume
from archive_app.services.document_rows import add_document, kind_is_known
from archive_app.services.inspection import WITHOUT_TEXT
from archive_app.services.intake_place import waiting_place
from archive_app.services.kinds import index_job, recognise_job
from archive_app.services.names import clean_name, clean_text, title_from
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.rights.names import group_named, unit_named
from archive_app.services.second_try import try_again
from archive_app.services.subjects import subject_of
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.queries.file_plans import Heading
    from archive_app.services.taking_in import Taken, TakingIn
    from storage.protocol import BlobRef

RACE_ATTEMPTS = 3


class UnknownKind(ArchiveError):
    """No such kind of document. Params: `kind`, `kinds`."""

    code = "unknown_kind"


class BusyFiling(ArchiveError):
    """Others kept opening the same case file at the same moment; nothing was filed."""

    code = "busy_filing"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


@dataclass(frozen=True, slots=True)
class Origin:
    """The road that the bytes came by, and the batch that they came in."""

    source: IntakeSource = IntakeSource.CLI
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the document. `persons` are full names as typed; `unit` and `group` are names.

    A document that waits to be filed may have no `kind` said.
    """

    title: str | None = None
    kind: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    persons: tuple[str, ...] = ()
    sheets: int | None = None
    carrier: Carrier = Carrier.BOTH
    confidentiality: int = 0
    unit: str | None = None
    group: str | None = None
    person_ids: tuple[int, ...] = ()
    """Persons by their cards, where who is meant is known: a name alone may be that of two."""

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong."""
        return replace(
            self,
            title=one_line(self.title or "", "title", LONGEST_CARD_TITLE) or None,
            kind=clean_text(self.kind) if self.kind is not None else None,
            number=one_line(self.number or "", "number", LONGEST_NUMBER) or None,
            persons=tuple(map(clean_text, self.persons)),
            unit=clean_text(self.unit or "") or None,
            group=clean_text(self.group or "") or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Said):
    """The same with its place in the file plan: an item, and the year of the plan."""

    item: str
    year: int
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the document goes: what is said of it, found. Without an item it waits to be filed."""

    scope: Scope
    item: Heading | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _New:
    """A document to be."""

    name: str
    said: Said
    persons: list[FullName]
    find_place: Callable[[], _Place]
    origin: Origin
    also: Callable[[Session, Received], None]


@dataclass(frozen=True, slots=True)
class Received:
    """The outcome: a new document, or the one that already holds the same bytes and is left as it is.

    A document that could not be read is read again when its bytes are filed again.
    """

    document_id: int
    duplicate: bool


NOTHING_SAID = Said()
FROM_THE_COMMAND_LINE = Origin()


def _nothing_more(_session: Session, _received: Received) -> None:
    """Nothing else belongs into the transaction."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Files originals."""

    sessions: sessionmaker[Session]
    taking_in: TakingIn
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def receive(
        self,
        path: Path,
        name: str,
        facts: Facts,
        actor: Actor,
        origin: Origin = FROM_THE_COMMAND_LINE,
        also: Callable[[Session, Received], None] = _nothing_more,
    ) -> Received:
        """File the bytes at `path`, which came under `name`. When this returns, nothing of it can be lost.

        `also` writes into the same transaction, of a duplicate too.

        Raises:
            NotAllowed, CannotRead, YearWithoutPlan, UnknownItem, UnknownKind, UnknownName, NameNotUnderstood,
            TooLong: the request is wrong;
            an error of `indexer.formats`: the bytes are empty, damaged, protected by a password;
            an error of `storage`: full disk, dead store. In each case nothing is filed.
        """
        facts = facts.cleaned()
        require(actor, Act.FILE)
        persons = [FullName.parse(text) for text in facts.persons]

        def place() -> _Place:
            found = self._checked_place(facts)
            require_in(actor, Act.FILE, found.scope)
            return found

        return self._keep(path, _New(name, facts, persons, place, origin, also), actor)

    def receive_unfiled(
        self,
        path: Path,
        name: str,
        actor: Actor,
        origin: Origin,
        said: Said = NOTHING_SAID,
        also: Callable[[Session, Received], None] = _nothing_more,
    ) -> Received:
        """Take in the bytes at `path`, which came under `name`: a document that waits to be filed (`volume_id` None).

        Until then it is there for those who may file in its scope: of the kind, unit and group that are said, else
        of those that `actor` files to. `also` writes into the same transaction, of a duplicate too.

        Raises:
            NotAllowed: the person may not file there. Otherwise as `receive`.
        """
        said = said.cleaned()
        require(actor, Act.FILE)
        persons = [FullName.parse(text) for text in said.persons]

        def place() -> _Place:
            with reading(self.sessions) as session:
                _require_kind(session, said.kind)
                return _Place(waiting_place(session, said, actor, said.date or self.today()))

        return self._keep(path, _New(name, said, persons, place, origin, also), actor)

    def _keep(self, path: Path, new: _New, actor: Actor) -> Received:
        taken, blob = self._store(path, new)
        for _ in range(RACE_ATTEMPTS):
            try:
                return self._record(blob, taken, new, actor)
            except IntegrityError:  # another filing opened the same case file between our look and our commit
                continue
            except BytesWentMeanwhile:  # an act destroyed the same bytes between our storing and our commit
                taken, blob = self._store(path, new)
        raise BusyFiling(new.name)

    def _store(self, path: Path, new: _New) -> tuple[Taken[_Place], BlobRef]:
        taken = self.taking_in.take_in(path, new.name, new.find_place)
        return taken, self.taking_in.store.commit(taken.staged)

    def _checked_place(self, facts: Facts) -> _Place:
        with reading(self.sessions) as session:
            item = find_item(session, facts.item, facts.year)
            _require_kind(session, facts.kind)
            unit = unit_named(session, facts.unit).id if facts.unit else None
            on = facts.date or datetime.date(facts.year, 12, 31)
            group = group_named(session, facts.group, on).id if facts.group else None
            scope = Scope(facts.kind, unit, group, confidentiality=facts.confidentiality)
            return _Place(scope, item, facts.year)

    def _record(self, blob: BlobRef, taken: Taken[_Place], new: _New, actor: Actor) -> Received:
        now, place = self.clock(), taken.found
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            sha256 = str(blob.key)
            if not add_blob(session, self.taking_in.store, blob, taken.identified.media_type, now):
                known = documents_of_blob(session, sha256, visible(actor))  # no more can come: the row is ours
                if known:
                    return self._received_again(uow, known[0], new, actor, now)
            persons = find_or_add_persons(session, new.persons, now)
            persons += [session.get_one(Person, number) for number in new.said.person_ids]
            document = _document(sha256, taken, new, actor, now) | _filed(session, place, persons, now)
            number = add_document(session, document, persons)
            tag, told = _event(new)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                tag, ObjectRef("document", str(number)), sha256=sha256, size=blob.size, **told
            )
            waits = document["recognition"] is RecognitionState.WAITING
            enqueue_all(session, [index_job(), *([recognise_job(number)] if waits else [])], now=now)
            received = Received(number, duplicate=False)
            new.also(session, received)
            uow.commit()
            return received

    def _received_again(
        self, uow: UnitOfWork, document_id: int, new: _New, actor: Actor, now: datetime.datetime
    ) -> Received:
        received = Received(document_id, duplicate=True)
        if try_again(uow.session, document_id, now):
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "document:text:retry", ObjectRef("document", str(document_id))
            )
        new.also(uow.session, received)
        uow.commit()
        return received


def _require_kind(session: Session, kind: str | None) -> None:
    if kind is not None and not kind_is_known(session, kind):
        in_use = select(DocumentKind.code).where(DocumentKind.retired_at.is_(None))
        kinds = session.scalars(in_use.order_by(DocumentKind.position))
        raise UnknownKind(kind, kind=kind, kinds=", ".join(kinds))


def _filed(session: Session, place: _Place, persons: list[Person], now: datetime.datetime) -> dict[str, Any]:
    """The columns that say where the document lies and whose own record it is."""
    if place.item is None or place.year is None:
        return {"volume_id": None, "subject_id": place.scope.person_id}
    return {
        "volume_id": open_volume(session, place.item, place.year, persons, now),
        "subject_id": subject_of(
            session, [person.id for person in persons], kind=place.scope.kind, trigger=place.item.trigger
        ),
    }


def _event(new: _New) -> tuple[str, dict[str, Any]]:
    if isinstance(new.said, Facts):
        return "document:file:receive", {"item": new.said.item, "year": new.said.year}
    return "document:file:take_in", {"source": new.origin.source.value, "batch": new.origin.batch_id}


def _document(sha256: str, taken: Taken[_Place], new: _New, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """The columns of the new document; those that are not named take their defaults."""
    recognisable = taken.identified.family not in WITHOUT_TEXT
    said, scope = new.said, taken.found.scope
    return {
        "kind_code": scope.kind,
        "unit_id": scope.unit_id,
        "group_id": scope.group_id,
        "number": said.number,
        "dated_on": said.date,
        "title": said.title or title_from(new.name),
        "sheets": said.sheets,
        "carrier": said.carrier,
        "confidentiality": said.confidentiality,
        "source": new.origin.source,
        "intake_batch_id": new.origin.batch_id,
        "original_sha256": sha256,
        "original_name": clean_name(new.name),
        "media_type": taken.identified.media_type,
        "page_count": None if recognisable else 0,
        "recognition": RecognitionState.WAITING if recognisable else RecognitionState.NOT_APPLICABLE,
        "recognition_reason": None if recognisable else "not_text",
        "created_at": now,
        "created_by": actor.login,
    }
