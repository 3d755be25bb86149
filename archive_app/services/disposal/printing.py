"""The act on paper («Акт о выделении к уничтожению»), with the columns of the archive rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.db.models import ActState, EntryState
from archive_app.i18n import translate, translate_plural
from archive_app.services.backup.leaving import leaving_words
from archive_app.services.forms.amounts import in_words, sheets_in_all
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.local_time import in_zone
from archive_app.services.forms.signing import approval, organisation_of, people_of, signed
from archive_app.services.inventories.approved import approved_sections

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.disposal.acts import ActCard, Acts, Entry


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints acts; one that nobody has approved says so."""

    acts: Acts
    zone: datetime.tzinfo

    def form(self, act_id: int, actor: Actor) -> Form:
        """What it says. Raises NotAllowed, NotFound."""
        card = in_zone(self.acts.card(act_id, actor), self.zone)
        with reading(self.acts.ground.sessions) as session:
            organisation, fonds = organisation_of(session)
            people = people_of(session, (card.approved_by, card.proposed_by))
            sections = _sections(session, card)
        approved = approval(card.approved_by, card.approved_at, people)
        heading = translate("Act No. {number} of {day}", number=card.paper_number, day=f"{card.drawn_on:%d.%m.%Y}")
        return Form(
            title=heading,
            under=[
                translate("on the selection for destruction of documents that are not to be kept"),
                translate("Documents of the fonds No. {number} that have lost their practical value.", number=fonds),
            ],
            left=[organisation],
            right=approved if card.approved_at else [translate("Draft: nothing is destroyed by it"), *approved],
            table=Table(
                _columns(),
                (_row(number, in_zone(entry, self.zone)) for number, entry in enumerate(card.in_force, start=1)),
            ),
            closing=list(_closing(card, sections)),
            signs=[
                signed(translate("Drawn up by:"), card.proposed_by, card.drawn_on, people),
                *(Sign(seat.post, seat.name) for seat in card.seats if seat.present),
            ],
            landscape=True,
        )


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 6, number=True),
        Column(translate("Heading of the case file"), 36),
        Column(translate("Years"), 10),
        Column(translate("Inventory No."), 9),
        Column(translate("Unit No."), 9),
        Column(translate("Quantity"), 10, number=True),
        Column(translate("Term and article"), 18),
        Column(translate("Note"), 18),
    ]


def _row(number: int, entry: Entry) -> tuple[object, ...]:
    years = str(entry.first_year) if entry.first_year == entry.last_year else f"{entry.first_year}–{entry.last_year}"
    return (
        number,
        f"{entry.index} {entry.title}",
        years,
        entry.inventory or "—",
        entry.unit_number or "—",
        entry.volumes,
        ", ".join(part for part in (entry.term, entry.article) if part),
        "; ".join(_notes(entry)),
    )


def _notes(entry: Entry) -> list[str]:
    notes = []
    if entry.remainder:
        notes.append(translate("remainder; the summary pages are kept apart"))
    if entry.individual:
        notes.append(translate("ЭПК: {why}", why=entry.decided_why or "—"))
    if entry.state == EntryState.DESTROYED and entry.destroyed_at:
        notes.append(translate("destroyed {day}", day=f"{entry.destroyed_at:%d.%m.%Y}"))
    return notes


def _years(card: ActCard) -> list[int]:
    return [year for entry in card.in_force for year in (entry.first_year, entry.last_year)]


def _sections(session: Session, card: ActCard) -> str:
    """The approved inventories of the years of the act, by number, year and protocol."""
    years = _years(card)
    found = approved_sections(session, min(years), max(years)) if years else []
    told = [
        translate("No. {number} of {year} ({protocol})", number=one.number, year=one.year, protocol=one.protocol or "—")
        for one in found
    ]
    return "; ".join(told) or "—"


def _closing(card: ActCard, sections: str) -> Iterator[str]:
    entries, years = card.in_force, _years(card)
    units = sum(entry.volumes for entry in entries)
    files = translate_plural(
        "{number} ({words}) case file in the list", "{number} ({words}) case files in the list", len(entries),
        words=in_words(len(entries), "n"),
    )  # fmt: skip
    yield translate(
        "Total: {files} of the years {years}, units: {volumes}, {sheets}",
        files=files,
        years=f"{min(years)}–{max(years)}" if years else "—",
        volumes=f"{units} ({in_words(units, 'f')})",
        sheets=sheets_in_all(sum(entry.sheets for entry in entries)),
    )
    yield translate(
        "Inventories of permanent, long-term and personnel case files of these years are approved: {names}.",
        names=sections,
    )
    if card.protocol_on:
        yield translate(
            "Commission: protocol of {day} No. {number}.",
            day=f"{card.protocol_on:%d.%m.%Y}",
            number=card.protocol_number,
        )
    if card.paper_number != card.act_id:
        yield translate("In the archive it stands under No. {number} since a restoring.", number=card.act_id)
    if card.state == ActState.EXECUTED and card.executed_at:
        yield translate(
            "Destroyed by the program: {day}; blobs: {blobs}.",
            day=f"{card.executed_at:%d.%m.%Y %H:%M}",
            blobs=card.blobs,
        )
        if card.copies:
            yield translate("Backups: {places}.", places="; ".join(map(leaving_words, card.copies)))
