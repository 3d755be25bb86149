"""What came of data whose purpose has ended: destroyed or kept, written down for one or many, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, union
from sqlalchemy.orm import joinedload

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import (
    Act,
    ActState,
    CaseFile,
    Consent,
    DisposalAct,
    Document,
    DocumentPerson,
    Settled,
    Tombstone,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.person_words import purpose_words
from archive_app.services.consent_ends import has_ended
from archive_app.services.consents import consent_at, flush_consent
from archive_app.services.documents import spoken_name
from archive_app.services.names import clean_text
from archive_app.services.people import errors
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an end is settled: by an act carried out here (`act_id`), by another `destroyed` paper, or by `kept`."""

    act_id: int | None = None
    destroyed: str = ""
    kept: str = ""


def settle(people: People, number: int, settlement: Settlement, actor: Actor, *, version: int) -> int:
    """The same as `settle_many` of one consent; the person's number."""
    return _settle(people, {number: version}, settlement, actor)[0].person_id


def settle_many(people: People, chosen: Mapping[int, int], settlement: Settlement, actor: Actor) -> int:
    """Say what came of the data of consents, each in the version that was looked at; how many. All of them or none.

    Raises:
        NotAllowed, NotFound, PersonChanged; NothingTicked: none is named; SettlementUnclear: not one of the three ways;
        SettledBefore: some are settled; NotEnded: the purpose goes on; ActNotOfPerson: the act is not carried out, or
        destroyed nothing that names some of the persons.
    """
    return len(_settle(people, chosen, settlement, actor))


def take_settlement_back(people: People, number: int, actor: Actor, *, reason: str, version: int) -> int:
    """What was written of the data was wrong: their thirty days run on from the end; the person's number.

    Raises:
        NotAllowed, NotFound, PersonChanged, ReasonMissing; NotSettled: nothing is written down.
    """
    require(actor, Act.PERSONS)
    why = clean_text(reason)
    if not why:
        raise ReasonMissing
    with UnitOfWork(people.sessions) as uow:
        row = consent_at(uow.session, number, actor, version)
        if row.settled_as is None:
            raise errors.NotSettled
        AuditTrail(uow, actor=actor.login, now=people.clock).record(
            "person:consent:unsettle", row.person, **_written(row, row.settled_as), reason=why
        )
        row.settled_as = row.settled_on = row.settled_by = row.settled_ground = row.settled_act_id = None
        flush_consent(uow.session, row)
        person_id = row.person_id
        uow.commit()
        return person_id


def _settle(people: People, chosen: Mapping[int, int], settlement: Settlement, actor: Actor) -> Sequence[Consent]:
    require(actor, Act.PERSONS)
    kept, paper = clean_text(settlement.kept), clean_text(settlement.destroyed)
    if sum((bool(kept), bool(paper), settlement.act_id is not None)) != 1:
        raise errors.SettlementUnclear
    with UnitOfWork(people.sessions) as uow:
        rows = _as_looked_at(uow.session, chosen)
        going = [row for row in rows if not has_ended(row, people.today())]
        if going:
            raise errors.NotEnded(ends="; ".join(map(_told, going)))
        if settlement.act_id is not None:
            paper = _act_words(uow.session, settlement.act_id, rows)
        trail = AuditTrail(uow, actor=actor.login, now=people.clock)
        came_of_it = Settled.KEPT if kept else Settled.DESTROYED
        for row in rows:
            row.settled_as = came_of_it
            row.settled_ground, row.settled_act_id = kept or paper, settlement.act_id
            row.settled_on, row.settled_by = people.today(), actor.login
            trail.record("person:consent:settle", row.person, **_written(row, came_of_it))
            flush_consent(uow.session, row)  # row by row, so that whoever was changed meanwhile is told by name
        uow.commit()
        return rows


def _written(row: Consent, came_of_it: Settled) -> dict[str, str | int | None]:
    """What the journal keeps of a settlement, and of its being taken back."""
    return {
        "purpose": row.purpose.value,
        "settled": came_of_it.value,
        "ground": row.settled_ground,
        "act": row.settled_act_id,
    }


def _as_looked_at(session: Session, chosen: Mapping[int, int]) -> Sequence[Consent]:
    """The consents, in one statement. Raises NothingTicked, NotFound, SettledBefore, PersonChanged."""
    if not chosen:
        raise errors.NothingTicked
    query = select(Consent).where(Consent.id.in_(chosen)).options(joinedload(Consent.person, innerjoin=True))
    rows = session.scalars(query.order_by(Consent.ended_on, Consent.id)).all()
    missing = chosen.keys() - {row.id for row in rows}
    if missing:
        number = min(missing)
        raise NotFound(str(number), what=translate("Consent {number}", number=number))
    settled = [row for row in rows if row.settled_as is not None]
    if settled:
        raise errors.SettledBefore(ends="; ".join(map(_told, settled)))
    changed = {spoken_name(row.person): None for row in rows if row.version != chosen[row.id]}
    if changed:
        names = ", ".join(changed)
        raise errors.PersonChanged(names, name=names)
    return rows


def _told(row: Consent) -> str:
    return f"{spoken_name(row.person)} ({row.scope or purpose_words(row.purpose.value)})"


def _act_words(session: Session, act_id: int, rows: Sequence[Consent]) -> str:
    """The act of destruction as printed. Raises NotFound, ActNotOfPerson."""
    act = session.get(DisposalAct, act_id)
    if act is None:
        raise NotFound(str(act_id), what=translate("Disposal act {number}", number=act_id))
    persons = {row.person_id: spoken_name(row.person) for row in rows}
    destroyed = _named_by(session, act_id, persons) if act.state is ActState.EXECUTED else frozenset()
    left = [name for person_id, name in persons.items() if person_id not in destroyed]
    if left:
        raise errors.ActNotOfPerson(act=act_id, names=", ".join(left))
    return translate("Act on the destruction of personal data No. {number}-ПД", number=act_id)


def _named_by(session: Session, act_id: int, persons: Collection[int]) -> frozenset[int]:
    """Those of `persons` whom something names that the act has destroyed, in one statement."""
    gone = select(Tombstone.document_id).where(Tombstone.act_id == act_id)
    named = select(DocumentPerson.person_id).where(DocumentPerson.document_id.in_(gone))
    own = select(Document.subject_id).where(Document.id.in_(gone))
    of_file = select(CaseFile.person_id).join(Tombstone, Tombstone.case_file_id == CaseFile.id)
    of_file = of_file.where(Tombstone.act_id == act_id)
    return frozenset(
        session.scalars(
            union(
                named.where(DocumentPerson.person_id.in_(persons)),
                own.where(Document.subject_id.in_(persons)),
                of_file.where(CaseFile.person_id.in_(persons)),
            )
        )
    )
