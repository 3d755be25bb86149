"""The print form of a transfer act: what was handed over, in figures and words, and by whom to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import AccessionState
from archive_app.i18n import translate, translate_plural
from archive_app.services.accession.rows import STATE_WORDS
from archive_app.services.forms.amounts import in_words, sheets_in_all
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.local_time import in_zone
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.accession.places import Place
    from archive_app.services.accession.showing import AccessionCard, AccessionRow, Showing


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints acts; what is not accepted says so."""

    sessions: sessionmaker[Session]
    showing: Showing
    zone: datetime.tzinfo

    def form(self, accession_id: int, actor: Actor) -> Form:
        """What it says. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        card = in_zone(self.showing.card(accession_id, actor), self.zone)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
            people = people_of(session, (card.created_by, card.accepted_by))
        rows = (_cells(line) for line in self._lines(accession_id, actor))
        return Form(
            title=translate("TRANSFER ACT No. {number}", number=card.accession_id),
            under=[_under(card)],
            left=[organisation, translate("Fonds No. {number}", number=fonds)],
            right=[] if card.accepted_at else [translate(STATE_WORDS[AccessionState(card.state)])],
            table=Table(_columns(), rows),
            closing=[_closing(card)],
            signs=_signs(card, people),
        )

    def _lines(self, accession_id: int, actor: Actor) -> Iterator[AccessionRow]:
        """All of them, read in parts."""
        after = 0
        while lines := self.showing.lines(accession_id, actor, after=after):
            yield from lines
            after = lines[-1].position


def place_words(place: Place) -> str:
    """«хранилище 2, стеллаж 4, полка 1, короб 17», without the parts that nobody has named."""
    parts = (
        place.room and translate("room {label}", label=place.room),
        place.rack and translate("rack {label}", label=place.rack),
        place.shelf and translate("shelf {label}", label=place.shelf),
        place.box and translate("box {label}", label=place.box),
    )
    return ", ".join(filter(None, parts))


def _under(card: AccessionCard) -> str:
    day = f"{card.accepted_at or card.created_at:%d.%m.%Y}"
    return translate("of {day}. Ground: {ground}", day=day, ground=card.ground)


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 6, number=True),
        Column(translate("Index of the case file"), 11),
        Column(translate("Heading of the case file"), 32),
        Column(translate("Extreme dates"), 15),
        Column(translate("Volumes"), 8, number=True),
        Column(translate("Sheets"), 9, number=True),
        Column(translate("Term of keeping, article"), 14),
        Column(translate("Place"), 14),
    ]


def _cells(line: AccessionRow) -> tuple[object, ...]:
    facts = line.position, line.index, line.heading, line.dates, line.volumes, line.sheets, line.term
    return *facts, place_words(line.place) or "—"


def _closing(card: AccessionCard) -> str:
    count = translate_plural(
        "{number} ({words}) case file in the list", "{number} ({words}) case files in the list", card.case_files,
        words=in_words(card.case_files, "n"),
    )  # fmt: skip
    sheets = sheets_in_all(card.sheets)
    said = translate("Handed over: {count}, {sheets}", count=count, sheets=sheets)
    if card.checked_at is None or card.blobs_checked is None:
        return said
    blobs = translate_plural("{number} blob compared", "{number} blobs compared", card.blobs_checked)
    day = f"{card.checked_at:%d.%m.%Y}"
    return said + " " + translate("Bytes checked on {day}: {blobs}.", day=day, blobs=blobs)


def _signs(card: AccessionCard, people: Mapping[str, tuple[str, str]]) -> list[Sign]:
    over = signed(translate("Handed over by:"), card.created_by, card.created_at, people)
    return [over, signed(translate("Taken over by:"), card.accepted_by, card.accepted_at, people)]
