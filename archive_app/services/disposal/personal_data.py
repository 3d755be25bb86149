"""Destroyed personal data told as Roskomnadzor order No. 179 of 28.10.2022 asks: the act, and the export of the log.

The act names the operator, who destroyed, whose data of which categories, the carriers with their sheets, the
information system, the way, the reason, the day (clause 3). The log names the person, the categories, the system, the
reason, the day (clause 5). Both are kept for three years.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    ActState,
    Carrier,
    DisposalEntry,
    Document,
    DocumentKindField,
    DocumentPerson,
    EntryState,
    Tombstone,
)
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.disposal.errors import NothingPersonal
from archive_app.services.documents import spoken_name
from archive_app.services.forms.amounts import in_words
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.local_time import in_zone
from archive_app.services.forms.signing import approval, organisation_of, people_of
from archive_app.spreadsheets import BOM, csv_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.services.disposal.acts import ActCard, Acts

LOG_TAKEN = "disposal:log:export"
"""Details: `documents`, the numbers of the documents that the log names; one event for each thousand."""
PART = 1000
HEADS = (
    mark("Person whose data it is"),
    mark("Categories of personal data"),
    mark("Information system"),
    mark("Reason of the destruction"),
    mark("Day of the destruction"),
    mark("Number in the archive"),
    mark("Index of the case file"),
    mark("Disposal act"),
)
CARRIERS = {
    Carrier.PAPER: mark("paper"),
    Carrier.ELECTRONIC: mark("electronic"),
    Carrier.BOTH: mark("paper and electronic"),
}


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A destroyed document that holds personal data. `persons`: whose; `sheets` of its paper, None where not known."""

    document_id: int
    position: int
    index: str
    case_file: str
    title: str
    persons: tuple[str, ...]
    categories: str
    carrier: Carrier
    sheets: int | None
    reason: str
    destroyed_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Tells of executed acts only: what is not destroyed yet is in no such paper."""

    acts: Acts
    reads: ReadLog
    zone: datetime.tzinfo

    def form(self, act_id: int, actor: Actor) -> Form:
        """The act on the destruction of personal data. Raises NotAllowed, NotFound, NothingPersonal."""
        card, found = self._told(act_id, actor)
        with reading(self.acts.ground.sessions) as session:
            organisation, _ = organisation_of(session)
            people = people_of(session, (card.approved_by, card.started_by))
        day = max(one.destroyed_at for one in found)
        return Form(
            title=translate("Act on the destruction of personal data No. {number}-ПД", number=act_id),
            under=[translate("of {day}, under Roskomnadzor order No. 179 of 28.10.2022", day=f"{day:%d.%m.%Y}")],
            left=[organisation],
            right=approval(card.approved_by, card.approved_at, people),
            facts=_facts(card, organisation, day),
            table=Table(_columns(), (_row(number, one) for number, one in enumerate(found, start=1))),
            closing=[_closing(found), translate("The export of the log of events is attached; both are kept 3 years.")],
            signs=[*_destroyers(card, people), *(Sign(seat.post, seat.name) for seat in card.seats if seat.present)],
            landscape=True,
        )

    def log(self, act_id: int, actor: Actor) -> Iterator[str]:
        """The export of the log as CSV with `;`, a line for each person and document; what leaves is in the journal.

        Raises NotAllowed, NotFound, NothingPersonal: at once.
        """
        _, found = self._told(act_id, actor)
        target = ObjectRef("disposal_act", str(act_id))
        for start in range(0, len(found), PART):
            numbers = [one.document_id for one in found[start : start + PART]]
            self.reads.record_each(actor.login, LOG_TAKEN, target, documents=numbers)
        return _csv(act_id, found)

    def _told(self, act_id: int, actor: Actor) -> tuple[ActCard, Sequence[Destroyed]]:
        require(actor, Act.ARCHIVE)
        card = in_zone(self.acts.card(act_id, actor), self.zone)
        with reading(self.acts.ground.sessions) as session:
            found = (
                [in_zone(one, self.zone) for one in _destroyed(session, act_id)]
                if card.state == ActState.EXECUTED
                else []
            )
        if not found:
            raise NothingPersonal(act=act_id)
        return card, found


def _destroyed(session: Session, act_id: int) -> Iterator[Destroyed]:
    """Documents that named persons or were not open to everybody, in the order of the act: six statements."""
    gone = select(Tombstone.document_id).where(Tombstone.act_id == act_id)
    documents = {
        document.id: document
        for document in session.scalars(
            select(Document)
            .where(Document.id.in_(gone), Document.volume_id.is_not(None))
            .options(
                joinedload(Document.kind),
                selectinload(Document.persons).joinedload(DocumentPerson.person),
            )
        )
    }
    entries = {
        entry.id: entry
        for entry in session.scalars(
            select(DisposalEntry).where(DisposalEntry.act_id == act_id, DisposalEntry.state == EntryState.DESTROYED)
        )
    }
    fields = _field_titles(session, {document.kind_code for document in documents.values()})
    pairs = session.execute(
        select(Tombstone.entry_id, Tombstone.document_id).where(Tombstone.act_id == act_id).distinct()
    ).all()
    for entry_id, number in sorted(pairs, key=lambda pair: (_position(entries, pair[0]), pair[1])):
        entry, document = entries.get(entry_id), documents.get(number)
        if entry is None or document is None or entry.destroyed_at is None:
            continue
        if document.persons or document.kind.personal or document.confidentiality:
            yield _of(entry, document, fields, entry.destroyed_at)


def _position(entries: Mapping[int, DisposalEntry], entry_id: int) -> int:
    return entries[entry_id].position if entry_id in entries else 0


def _of(
    entry: DisposalEntry, document: Document, fields: Mapping[tuple[str, str], str], at: datetime.datetime
) -> Destroyed:
    return Destroyed(
        document_id=document.id,
        position=entry.position,
        index=entry.index,
        case_file=entry.title,
        title=document.title,
        persons=tuple(dict.fromkeys(spoken_name(link.person) for link in document.persons)),
        categories=_categories(document, fields),
        carrier=document.carrier,
        sheets=document.sheets,
        reason=_reason(entry),
        destroyed_at=at,
    )


def _field_titles(session: Session, kinds: Iterable[str]) -> Mapping[tuple[str, str], str]:
    query = select(DocumentKindField.kind_code, DocumentKindField.code, DocumentKindField.title)
    rows = session.execute(query.where(DocumentKindField.kind_code.in_(sorted(kinds))))
    return {(kind, code): title for kind, code, title in rows}


def _categories(document: Document, fields: Mapping[tuple[str, str], str]) -> str:
    """What is known to have stood in it: the name, the extra fields that were filled in, the kind of record."""
    filled = [fields[document.kind_code, code] for code in document.fields if (document.kind_code, code) in fields]
    named = [translate("surname, given name, patronymic")] if document.persons else []
    return ", ".join([*named, *filled, translate("data of the record «{kind}»", kind=document.kind.title)])


def _reason(entry: DisposalEntry) -> str:
    term = ", ".join(part for part in (entry.term, entry.article) if part)
    return translate("the term of keeping is over ({term}): {sum}", term=term, sum=entry.arithmetic)


def _facts(card: ActCard, organisation: str, day: datetime.datetime) -> list[tuple[str, object]]:
    ground = translate(
        "disposal act No. {number} of {day}, protocol of the commission No. {protocol}",
        number=card.act_id,
        day=f"{card.drawn_on:%d.%m.%Y}",
        protocol=card.protocol_number,
    )
    way = translate("removed from the store, its copies and the search index; looked for afterwards and not found")
    return [
        (translate("Operator"), organisation),
        (translate("Address of the operator"), "____________________________________"),
        (translate("Ground"), ground),
        (translate("Information system"), translate("Archivarius")),
        (translate("Way of the destruction (electronic)"), way),
        (translate("Way of the destruction (paper)"), "____________________________________"),
        (translate("Day of the destruction"), f"{day:%d.%m.%Y}"),
    ]


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 5, number=True),
        Column(translate("Whose data"), 22),
        Column(translate("Categories of personal data"), 24),
        Column(translate("Carrier and its name"), 26),
        Column(translate("Sheets"), 7, number=True),
        Column(translate("Reason of the destruction"), 20),
        Column(translate("Day of the destruction"), 11),
    ]


def _row(number: int, one: Destroyed) -> tuple[object, ...]:
    carrier = f"{translate(CARRIERS[one.carrier])}: {one.index} {one.title} (№ {one.document_id})"
    sheets = "—" if one.carrier is Carrier.ELECTRONIC or one.sheets is None else one.sheets
    whose = ", ".join(one.persons) or _unnamed(one)
    return number, whose, one.categories, carrier, sheets, one.reason, f"{one.destroyed_at:%d.%m.%Y}"


def _unnamed(one: Destroyed) -> str:
    return translate("persons named in «{title}»", title=one.title)


def _closing(found: Sequence[Destroyed]) -> str:
    persons = len({name for one in found for name in one.persons})
    documents = translate_plural(
        "{number} ({words}) document", "{number} ({words}) documents", len(found), words=in_words(len(found))
    )
    named = translate_plural(
        "{number} ({words}) person", "{number} ({words}) persons", persons, words=in_words(persons)
    )
    return translate("Destroyed: {documents} with personal data of {persons}.", documents=documents, persons=named)


def _destroyers(card: ActCard, people: Mapping[str, tuple[str, str]]) -> list[Sign]:
    post, name = people.get(card.started_by or "", ("", card.started_by or ""))
    words = translate("Destroyed by:")
    return [Sign(f"{words} {post}".strip(), name)]


def _csv(act_id: int, found: Iterable[Destroyed]) -> Iterator[str]:
    yield BOM + csv_line([translate(head) for head in HEADS])
    for _, some in groupby(found, key=lambda one: one.position):
        for one in some:
            for person in one.persons or (_unnamed(one),):
                day = f"{one.destroyed_at:%d.%m.%Y %H:%M:%S}"
                cells = (person, one.categories, translate("Archivarius"), one.reason, day)
                yield csv_line([*cells, str(one.document_id), one.index, f"№ {act_id}"])
