"""The print form of an inventory: the columns of its kind, the closing text in figures and words, who signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Fonds, InventoryKind, User
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.forms.amounts import in_words
from archive_app.services.forms.paper import part, pdf, table

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def pdf(self, inventory_id: int, actor: Actor) -> bytes:
        """PDF/A. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        card = self.showing.card(inventory_id, actor)
        with reading(self.sessions) as session:
            organisation = session.scalars(select(Fonds.name).where(Fonds.number == card.fonds)).first() or ""
            names = _names(session, card)
        electronic = card.kind == InventoryKind.ELECTRONIC
        rows = (_cells(line, electronic=electronic) for line in self._lines(inventory_id, actor))
        title = _title(card)
        parts = (
            _head(card, organisation, names),
            part("h1", title),
            _section(card),
            table(_columns(electronic=electronic), rows),
            _closing(card, electronic=electronic),
            _signs(card, names),
        )
        return pdf(title, Markup("").join(parts))

    def _lines(self, inventory_id: int, actor: Actor) -> Iterator[Line]:
        """All of them, read in parts."""
        after = None
        while lines := self.showing.lines(inventory_id, actor, after=after):
            yield from lines
            after = lines[-1].line_id


def _names(session: Session, card: InventoryCard) -> dict[str, str]:
    logins = {login for login in (card.created_by, card.agreed_by, card.approved_by) if login}
    rows = session.execute(select(User.login, User.display_name).where(User.login.in_(logins)))
    return {login: name for login, name in rows}  # noqa: C416 - a Result has keys of its own


def _title(card: InventoryCard) -> str:
    kind = translate(TITLES[InventoryKind(card.kind)])
    return translate("INVENTORY No. {number} {kind}", number=card.number or "___", kind=kind)


def _head(card: InventoryCard, organisation: str, names: dict[str, str]) -> Markup:
    left = part("p", organisation) + part("p", translate("Fonds No. {number}", number=card.fonds))
    if card.approved_at is None or card.approved_by is None:
        right = part("p", translate("DRAFT"))
    else:
        signed = f"{names.get(card.approved_by, card.approved_by)}, {card.approved_at:%d.%m.%Y}"
        right = part("p", translate("APPROVED")) + part("p", signed)
    return part("div", part("div", left) + part("div", right), "head")


def _section(card: InventoryCard) -> Markup:
    return part("p", translate("for the year {year}", year=card.year), "under")


def _columns(*, electronic: bool) -> list[tuple[str, int, bool]]:
    size = translate("Volume, MB") if electronic else translate("Sheets")
    return [
        (translate("No."), 7, True),
        (translate("Index of the case file"), 11, False),
        (translate("Heading of the case file"), 34, False),
        (translate("Extreme dates"), 15, False),
        (size, 9, True),
        (translate("Term of keeping, article"), 14, False),
        (translate("Note"), 14, False),
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


def _closing(card: InventoryCard, *, electronic: bool) -> Markup:
    count = translate_plural(
        "{number} ({words}) case file in the list", "{number} ({words}) case files in the list", card.lines,
        words=in_words(card.lines, "n"),
    )  # fmt: skip
    said = translate("This section of the inventory lists {count}", count=count)
    if card.first_unit is not None:
        said += " " + translate("from No. {first} to No. {last}", first=card.first_unit, last=card.last_unit)
    if electronic:
        size = f"{card.megabytes:.3f}".replace(".", ",")
        return part("p", said + ", " + translate("{size} MB in all.", size=size), "closing")
    sheets = translate_plural(
        "{number} ({words}) sheet in all.", "{number} ({words}) sheets in all.", card.sheets,
        words=in_words(card.sheets),
    )  # fmt: skip
    return part("p", f"{said}, {sheets}", "closing")


def _signs(card: InventoryCard, names: dict[str, str]) -> Markup:
    author = names.get(card.created_by, card.created_by)
    lines = [translate("Drawn up by: {name}, {day}", name=author, day=f"{card.created_at:%d.%m.%Y}")]
    if card.protocol:
        lines.append(translate("Agreed by the expert commission: {protocol}", protocol=card.protocol))
    return part("div", Markup("").join(part("p", f"{each} ____________") for each in lines), "signs")
