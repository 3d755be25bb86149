"""What the archive holds on a person, whom it was given to and who looked: the answer that 152-FZ, art. 14 asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.i18n import translate
from archive_app.mark_words import school_year_words
from archive_app.person_words import authority_words, purpose_words
from archive_app.services.disclosure.journal import READERS
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.people.cards import person_card
from archive_app.services.people.ground import present_id
from archive_app.services.people.named_in import documents_naming

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.services.disclosure.journal import DisclosureJournal
    from archive_app.services.disclosure.looks import LookingBack
    from archive_app.services.people.cards import PersonCard
    from archive_app.services.people.ground import People

    Row = tuple[str, str, str]

PART = 200


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """Prints one person. Whoever keeps cards prints what is held, whoever reads the journal prints who looked."""

    people: People
    journal: DisclosureJournal
    looking: LookingBack

    def form(self, person_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The sheet. Raises NotAllowed, NotFound."""
        require_one(actor, READERS)
        card = person_card(self.people, person_id, actor) if actor.may(Act.PERSONS) else None
        looks = self.looking.at(person_id, actor) if actor.may(Act.AUDIT) else None
        name = card.name if card else looks.person if looks else ""
        with reading(self.people.sessions) as session:
            organisation = organisation_of(session)[0]
            number = present_id(session, person_id)
            makers = people_of(session, [actor.login])
        facts = [(translate("Person"), name), (translate("Number of the card"), number)]
        facts += [(translate("Born"), f"{card.birth_date:%d.%m.%Y}")] if card and card.birth_date else []
        yield Form(
            title=translate("STATEMENT\nof the personal data that is processed"),
            under=[translate("152-FZ, article 14, part 7")],
            left=[organisation],
            facts=facts,
            table=Table(_columns(), self._rows(number, card, actor)),
            closing=list(_not_told(actor)),
            signs=[
                signed(translate("Drawn up by:"), actor.login, self.people.today(), makers),
                Sign(translate("Received by")),
            ],
        )

    def _rows(self, number: int, card: PersonCard | None, actor: Actor) -> Iterator[Row | Heading]:
        if card:
            yield from _part(translate("Names and studies"), _told_of(card))
            yield from _part(translate("Representatives and consents"), _kin(card))
            yield from _part(translate("Summary marks"), _marks(card))
            yield from _part(translate("Documents that name the person"), self._documents(number, actor))
        yield from _part(translate("Given to others"), self._given(number, actor))
        if actor.may(Act.AUDIT):
            yield from _part(translate("Who looked and what was done"), self._looks(number, actor))

    def _documents(self, number: int, actor: Actor) -> Iterator[Row]:
        after = None
        while True:
            part = documents_naming(self.people, number, actor, after=after, limit=PART)
            for one in part.rows:
                place = " · ".join(filter(None, (one.item, one.case_file, str(one.year or ""))))
                title = f"{one.kind}: {one.title}" + (f" № {one.number}" if one.number else "")
                yield _day(one.dated_on), title, place
            after = part.after
            if after is None:
                return

    def _given(self, number: int, actor: Actor) -> Iterator[Row]:
        before = None
        while lines := self.journal.listed(actor, person_id=number, before=before, limit=PART):
            for line in lines:
                yield _day(line.released_on), f"{line.recipient}: {line.extent}", line.ground
            before = lines[-1].disclosure_id

    def _looks(self, number: int, actor: Actor) -> Iterator[Row]:
        zone = self.looking.desk.zone
        for line in self.looking.at(number, actor).lines:
            first, last = (f"{moment.astimezone(zone):%d.%m.%Y}" for moment in (line.first, line.last))
            times = translate("{number} times", number=line.count) if line.count > 1 else ""
            yield first if first == last else f"{first} – {last}", f"{line.who}: {line.words}", times


def _columns() -> list[Column]:
    return [
        Column(translate("Day or days"), 20),
        Column(translate("What"), 50),
        Column(translate("Ground or place"), 30),
    ]


def _part(title: str, rows: Iterator[Row]) -> Iterator[Row | Heading]:
    """The heading and its rows; where there are none, that is said."""
    yield Heading(title)
    none = True
    for row in rows:
        none = False
        yield row
    if none:
        yield "—", translate("there is nothing"), ""


def _told_of(card: PersonCard) -> Iterator[Row]:
    for name in card.names:
        yield _days(name.since, name.until), name.name, name.ground or ""
    for study in card.studies:
        papers = "; ".join(filter(None, (study.ground, study.leaving_ground)))
        yield _days(study.since, study.until), study.group, papers


def _kin(card: PersonCard) -> Iterator[Row]:
    for one in card.guardians:
        yield _days(one.since, one.revoked_on or one.until), f"{one.name}, {authority_words(one.authority)}", one.ground
    for each in card.wards:
        words = translate("speaks for {name}", name=each.name)
        yield _days(each.since, each.revoked_on or each.until), words, each.ground
    for consent in card.consents:
        what = ": ".join(filter(None, (purpose_words(consent.purpose), consent.scope)))
        yield (
            _days(consent.given_on, consent.withdrawn_on or consent.until),
            f"{what} ({consent.giver})",
            consent.ground,
        )


def _marks(card: PersonCard) -> Iterator[Row]:
    for mark in card.marks:
        words = translate("Document {number}", number=mark.document_id)
        yield school_year_words(mark.school_year), f"{mark.subject}, {mark.period}: {mark.value}", words


def _not_told(actor: Actor) -> Iterator[str]:
    """What whoever prints may not read is said to be left out: the sheet must not seem to be all."""
    if not actor.may(Act.PERSONS):
        yield translate("The data of the card and the documents are told by who keeps the cards of persons.")
    else:
        yield translate("Documents are told that whoever drew this up may see.")
    if not actor.may(Act.AUDIT):
        yield translate("Who looked at the data is told by the officer for personal data.")


def _day(day: datetime.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "—"


def _days(since: datetime.date | None, until: datetime.date | None) -> str:
    return f"{_day(since)} – {_day(until)}" if since or until else "—"
