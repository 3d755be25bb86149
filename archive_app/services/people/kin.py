"""What a card tells of who speaks for the person, for whom the person speaks, and of consents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.consent_ends import destroy_by, has_ended
from archive_app.services.consents import consent_holds, consents_of
from archive_app.services.documents import spoken_name
from archive_app.services.guardians import guardians_of, holds, wards_of

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.db.models import Consent, Guardianship, Person


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """An authority: `person_id` and `name` are of the other one. `authority` is a code of `Authority`."""

    guardianship_id: int
    person_id: int
    name: str
    authority: str
    ground: str
    document_id: int | None
    since: datetime.date
    until: datetime.date | None
    revoked_on: datetime.date | None
    revoked_why: str | None
    holds: bool
    """Whether it is in force today."""
    version: int


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent. `purpose` is a code of `Purpose`, `holds`: it permits something today."""

    consent_id: int
    purpose: str
    scope: str | None
    giver_id: int
    giver: str
    ground: str
    document_id: int | None
    given_on: datetime.date
    until: datetime.date | None
    withdrawn_on: datetime.date | None
    withdrawn_ground: str | None
    reached_on: datetime.date | None
    reached_ground: str | None
    destroy_by: datetime.date | None
    """The last day to destroy the data, while that is not settled; see `archive_app.services.consent_ends`."""
    overdue: bool
    settled_as: str | None
    settled_on: datetime.date | None
    settled_ground: str | None
    settled_act_id: int | None
    holds: bool
    version: int


@dataclass(frozen=True, slots=True)
class Kin:
    """What only keepers of cards and the person see."""

    guardians: tuple[GuardianLine, ...] = ()
    wards: tuple[GuardianLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()


NO_KIN = Kin()


def kin_of(session: Session, person: Person, today: datetime.date) -> Kin:
    """All of it, in three statements."""
    guardians = (_guardian(row, row.guardian, person.birth_date, today) for row in guardians_of(session, person.id))
    wards = (_guardian(row, row.person, row.person.birth_date, today) for row in wards_of(session, person.id))
    consents = (_consent(row, today) for row in consents_of(session, person.id))
    return Kin(tuple(guardians), tuple(wards), tuple(consents))


def _guardian(row: Guardianship, other: Person, born: datetime.date | None, today: datetime.date) -> GuardianLine:
    return GuardianLine(
        guardianship_id=row.id,
        person_id=other.id,
        name=spoken_name(other),
        authority=row.authority.value,
        ground=row.ground,
        document_id=row.document_id,
        since=row.valid_from,
        until=row.valid_to,
        revoked_on=row.revoked_on,
        revoked_why=row.revoked_why,
        holds=holds(row, born, today),
        version=row.version,
    )


def _consent(row: Consent, today: datetime.date) -> ConsentLine:
    waits = has_ended(row, today) and row.settled_as is None
    last = destroy_by(row.ended_on) if row.ended_on is not None and waits else None
    return ConsentLine(
        consent_id=row.id,
        purpose=row.purpose.value,
        scope=row.scope,
        giver_id=row.giver_id,
        giver=spoken_name(row.giver),
        ground=row.ground,
        document_id=row.document_id,
        given_on=row.given_on,
        until=row.valid_to,
        withdrawn_on=row.withdrawn_on,
        withdrawn_ground=row.withdrawn_ground,
        reached_on=row.reached_on,
        reached_ground=row.reached_ground,
        destroy_by=last,
        overdue=last is not None and last < today,
        settled_as=row.settled_as.value if row.settled_as else None,
        settled_on=row.settled_on,
        settled_ground=row.settled_ground,
        settled_act_id=row.settled_act_id,
        holds=consent_holds(row, today),
        version=row.version,
    )
