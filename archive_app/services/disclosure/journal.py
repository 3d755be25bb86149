"""The journal of disclosures (журнал передачи персональных данных): every release to somebody outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require, require_one
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, ApplicantKind, Disclosure, Document
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.account_names import names_of
from archive_app.services.documents import spoken_name
from archive_app.services.numbering import next_number
from archive_app.services.people.ground import known_person
from archive_app.services.requests.errors import GroundMissing, RequestIncomplete
from archive_app.services.typed import lines

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk

LONGEST = 5000
"""A ground of a request and a paper of a representative go into it together."""
READERS = (Act.AUDIT, Act.PERSONS)
"""Whoever reads the journal of events, and whoever answers requests."""


@dataclass(frozen=True, slots=True)
class Release:
    """What leaves, to whom, why. `extent` says which data."""

    recipient: str
    ground: str
    extent: str
    recipient_kind: ApplicantKind = ApplicantKind.BODY
    person_id: int | None = None
    document_id: int | None = None
    request_id: int | None = None

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong, GroundMissing, RequestIncomplete."""
        words = lines(self, LONGEST, "recipient", "ground", "extent")
        if not words["ground"]:
            raise GroundMissing
        if not all(words.values()):
            raise RequestIncomplete
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """A line of the journal; `document_id` is None where there is none or the reader may not see it."""

    disclosure_id: int
    number: str
    released_on: datetime.date
    released_by: str
    person_id: int | None
    person: str
    request_id: int | None
    document_id: int | None
    recipient: str
    recipient_kind: str
    ground: str
    extent: str
    who: str = ""
    """The name of `released_by`."""


@dataclass(frozen=True, slots=True)
class DisclosureJournal:
    """Writes and reads the journal."""

    desk: Desk

    def note(self, release: Release, actor: Actor) -> DisclosureLine:
        """Enter a release that is made outside of a request: an inspection, a court.

        Raises:
            NotAllowed; NotFound: a document that the person may not release, an unknown person.
            GroundMissing, RequestIncomplete.
        """
        require(actor, Act.RELEASE)
        release = release.cleaned()
        with UnitOfWork(self.desk.sessions) as uow:
            session = uow.session
            if release.document_id is not None:
                _require_releasable(session, release.document_id, actor)
            if release.person_id is not None:
                release = replace(release, person_id=known_person(session, release.person_id, actor).id)
            line = _line(self.write(session, release, actor), release.document_id)
            uow.commit()
            return line

    def write(self, session: Session, release: Release, actor: Actor) -> Disclosure:
        """Enter it in the transaction of `session`: what leaves and its line are one commit. Raises as `cleaned`."""
        release, today = release.cleaned(), self.desk.today()
        row = Disclosure(
            year=today.year,
            number=next_number(session, f"disclosure:{today.year}"),
            released_on=today,
            released_at=self.desk.clock(),
            released_by=actor.login,
            person_id=release.person_id,
            request_id=release.request_id,
            document_id=release.document_id,
            recipient=release.recipient,
            recipient_kind=release.recipient_kind,
            ground=release.ground,
            extent=release.extent,
        )
        session.add(row)
        session.flush()
        told = {"number": row.number, "person": row.person_id, "document": row.document_id}
        self.desk.record(
            session,
            actor,
            "disclosure:record:add",
            ObjectRef("disclosure", str(row.id)),
            **told,
            recipient=row.recipient,
            ground=row.ground,
        )
        return row

    def listed(
        self,
        actor: Actor,
        *,
        person_id: int | None = None,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[DisclosureLine, ...]:
        """The newest first, below the number `before`; both days are included. Two statements. Raises NotAllowed."""
        require_one(actor, READERS)
        query = _lines(actor).order_by(Disclosure.id.desc()).limit(limit)
        query = query.where(Disclosure.id < before) if before is not None else query
        query = query.where(Disclosure.person_id == person_id) if person_id is not None else query
        query = query.where(Disclosure.released_on >= since) if since is not None else query
        query = query.where(Disclosure.released_on <= until) if until is not None else query
        with reading(self.desk.sessions) as session:
            rows = session.execute(query).all()
            names = names_of(session, {row.released_by for row, _ in rows})
            lines = tuple(
                replace(_line(row, seen), who=names.get(row.released_by, row.released_by)) for row, seen in rows
            )
        told = [line.disclosure_id for line in lines]
        self.desk.reads.record(actor.login, "disclosure:list:read", ObjectRef("disclosure", "-"), disclosures=told)
        return lines


def _lines(actor: Actor) -> Select[*tuple[Disclosure, int | None]]:
    seen = select(Document.id).where(Document.id == Disclosure.document_id, visible(actor)).scalar_subquery()
    return select(Disclosure, seen).options(joinedload(Disclosure.person))


def _line(row: Disclosure, document_id: int | None) -> DisclosureLine:
    return DisclosureLine(
        row.id,
        f"{row.number}/{row.year}",
        row.released_on,
        row.released_by,
        row.person_id,
        spoken_name(row.person) if row.person else "",
        row.request_id,
        document_id,
        row.recipient,
        row.recipient_kind.value,
        row.ground,
        row.extent,
    )


def _require_releasable(session: Session, document_id: int, actor: Actor) -> None:
    found = session.scalar(select(Document.id).where(Document.id == document_id, visible(actor, Act.RELEASE)))
    if found is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
