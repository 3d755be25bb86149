"""Акт проверки наличия и состояния: totals in figures and words, and each volume that is not in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.db.models import Presence
from archive_app.i18n import translate
from archive_app.services.accession.printing import place_words
from archive_app.services.forms.amounts import units_in_words
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.local_time import in_zone
from archive_app.services.forms.signing import organisation_of, people_of, signed
from archive_app.services.presence.showing import OUTCOME_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.presence.showing import CheckCard, CheckLine, Showing


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints acts; an open one says that it is a draft."""

    sessions: sessionmaker[Session]
    showing: Showing
    zone: datetime.tzinfo

    def act(self, check_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """What it says. Raises NotAllowed, NotFound."""
        card = in_zone(self.showing.card(check_id, actor), self.zone)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
            people = people_of(session, (card.begun_by, card.signed_by))
        day = f"{card.signed_at or card.begun_at:%d.%m.%Y}"
        yield Form(
            title=translate("ACT No. {number} of {day}", number=card.check_id, day=day),
            under=[translate("on the check of presence and condition of archive documents"), where_words(card)],
            left=[organisation, translate("Fonds No. {number}", number=fonds)],
            right=[] if card.signed_at else [translate("DRAFT")],
            facts=[
                (translate("Should be there"), units_in_words(card.expected)),
                (translate("In its place"), units_in_words(card.found)),
                (translate("Lent out"), units_in_words(card.lent)),
                (translate("Not found"), units_in_words(card.missing)),
                (translate("Not by the list"), units_in_words(card.extra)),
            ],
            table=Table(_columns(), self._rows(check_id, actor)),
            closing=[translate("Condition: {conclusion}", conclusion=card.conclusion or "____________"), _needs()],
            signs=[
                signed(translate("Checked by:"), card.signed_by or card.begun_by, card.signed_at, people),
                Sign(translate("Head of the archive")),
            ],
        )

    def _rows(self, check_id: int, actor: Actor) -> Iterator[tuple[object, ...] | Heading]:
        for outcome in (Presence.MISSING, Presence.LENT, Presence.EXTRA, Presence.WAITING):
            told, after = False, 0
            while lines := self.showing.lines(check_id, actor, only=outcome, after=after):
                if not told:
                    yield Heading(translate(OUTCOME_WORDS[outcome]).capitalize())
                    told = True
                yield from map(_cells, lines)
                after = lines[-1].position


def _needs() -> str:
    """What only the eye sees, to be written by hand."""
    return translate(
        "Of what is in its place there need: disinfection {blank}, restoration {blank}, binding {blank}, "
        "restoring of faded text {blank}; damaged beyond repair {blank} (units).",
        blank="_______",
    )


def where_words(card: CheckCard) -> str:
    """«опись № 1» or «хранилище 2, стеллаж 4»."""
    if card.inventory_id is not None:
        return translate("inventory No. {number}", number=card.inventory or card.inventory_id)
    return place_words(card.place)


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 7, number=True),
        Column(translate("Inv. No."), 9),
        Column(translate("Case file No."), 10),
        Column(translate("Index of the case file"), 12),
        Column(translate("Heading of the case file"), 46),
        Column(translate("Note"), 16),
    ]


def _cells(line: CheckLine) -> tuple[object, ...]:
    later = translate("found on {day}", day=f"{line.found_later_on:%d.%m.%Y}") if line.found_later_on else ""
    heading = f"{line.heading}, {translate('vol. {number}', number=line.volume)}"
    return line.position, line.inventory or "—", line.unit or "—", line.index, heading, later
