"""The print form of an inventory: the columns of its kind, the closing text in figures and words, who signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Fonds, InventoryKind
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.forms.amounts import in_words, sheets_in_all
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.local_time import in_zone
from archive_app.services.forms.signing import approval, people_of, signed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.inventories.showing import InventoryCard, Line, Showing

TITLES = {
    InventoryKind.PERMANENT: mark("of case files of permanent keeping"),
    InventoryKind.OVER_10: mark("of case files of temporary (over 10 years) keeping"),
    InventoryKind.PERSONNEL: mark("of case files on personnel"),
    InventoryKind.ELECTRONIC: mark("of electronic case files"),
}
FIELD_WORDS = {
    "heading": mark("heading"),
    "dates": mark("extreme dates"),
    "sheets": mark("sheets"),
    "term": mark("term"),
    "note": mark("note"),
}


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints inventories; what is not approved is marked as a draft."""

    sessions: sessionmaker[Session]
    showing: Showing
    zone: datetime.tzinfo

    def form(self, inventory_id: int, actor: Actor) -> Form:
        """What it says. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        card = in_zone(self.showing.card(inventory_id, actor), self.zone)
        with reading(self.sessions) as session:
            organisation = session.scalars(select(Fonds.name).where(Fonds.number == card.fonds)).first() or ""
            people = people_of(session, (card.created_by, card.agreed_by, card.approved_by))
        electronic = card.kind == InventoryKind.ELECTRONIC
        rows = (_cells(line, electronic=electronic) for line in self._lines(inventory_id, actor))
        approved = approval(card.approved_by, card.approved_at, people)
        return Form(
            title=_title(card),
            under=[translate("of the year {year}", year=card.year)],
            left=[organisation, translate("Fonds No. {number}", number=card.fonds)],
            right=approved if card.approved_at else [translate("DRAFT"), *approved],
            table=Table(_columns(electronic=electronic), rows),
            closing=[_closing(card, electronic=electronic)],
            signs=_signs(card, people),
        )

    def _lines(self, inventory_id: int, actor: Actor) -> Iterator[Line]:
        """All of them, read in parts."""
        after = None
        while lines := self.showing.lines(inventory_id, actor, after=after):
            yield from map(self._local, lines)
            after = lines[-1].line_id

    def _local(self, line: Line) -> Line:
        return replace(line, corrections=tuple(in_zone(each, self.zone) for each in line.corrections))


def _title(card: InventoryCard) -> str:
    kind = translate(TITLES[InventoryKind(card.kind)])
    return translate("INVENTORY No. {number} {kind}", number=card.number or "___", kind=kind)


def _columns(*, electronic: bool) -> list[Column]:
    size = translate("Volume, MB") if electronic else translate("Sheets")
    return [
        Column(translate("No."), 7, number=True),
        Column(translate("Index of the case file"), 11),
        Column(translate("Heading of the case file"), 34),
        Column(translate("Extreme dates"), 15),
        Column(size, 9, number=True),
        Column(translate("Term of keeping, article"), 14),
        Column(translate("Note"), 14),
    ]


def _cells(line: Line, *, electronic: bool) -> tuple[object, ...]:
    volume = f", {translate('vol. {number}', number=line.volume)}" if line.volumes > 1 else ""
    size = f"{line.megabytes:.3f}".replace(".", ",") if electronic else line.sheets
    number = line.unit or line.position or ""
    return number, line.index, line.heading + volume, line.dates or "—", size, line.term, _note(line)


def _note(line: Line) -> str:
    said = [
        translate(
            "Corrected on {day}: {field} «{becomes}» instead of «{was}»; {reason}",
            day=f"{each.at:%d.%m.%Y}",
            field=translate(FIELD_WORDS[each.field]),
            becomes=each.becomes,
            was=each.was,
            reason=each.reason,
        )
        for each in line.corrections
    ]
    return ". ".join([line.note] * bool(line.note) + said)


def _closing(card: InventoryCard, *, electronic: bool) -> str:
    count = translate_plural(
        "{number} ({words}) case file in the list", "{number} ({words}) case files in the list", card.lines,
        words=in_words(card.lines, "n"),
    )  # fmt: skip
    said = translate("This section of the inventory lists {count}", count=count)
    if card.first_unit is not None:
        said += " " + translate("from No. {first} to No. {last}", first=card.first_unit, last=card.last_unit)
    if electronic:
        size = f"{card.megabytes:.3f}".replace(".", ",")
        return said + ", " + translate("{size} MB in all.", size=size)
    return f"{said}, {sheets_in_all(card.sheets)}"


def _signs(card: InventoryCard, people: Mapping[str, tuple[str, str]]) -> list[Sign]:
    signs = [signed(translate("Drawn up by:"), card.created_by, card.created_at, people)]
    if card.protocol:
        signs.append(Sign(translate("Agreed by the expert commission: {protocol}", protocol=card.protocol)))
    return signs
