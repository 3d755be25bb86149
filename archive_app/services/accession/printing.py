"""The print form of a transfer act: what was handed over, in figures and words, and by whom to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from sqlalchemy import select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import AccessionState, Fonds, User
from archive_app.i18n import translate, translate_plural
from archive_app.services.accession.rows import STATE_WORDS
from archive_app.services.forms.amounts import in_words
from archive_app.services.forms.paper import part, pdf, table
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.accession.places import Place
    from archive_app.services.accession.showing import AccessionCard, AccessionRow, Showing


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints acts; what is not accepted says so."""

    sessions: sessionmaker[Session]
    showing: Showing

    def pdf(self, accession_id: int, actor: Actor) -> bytes:
        """PDF/A. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        card = self.showing.card(accession_id, actor)
        with reading(self.sessions) as session:
            organisation = session.scalars(select(Fonds.name).order_by(Fonds.id)).first() or ""
            logins = {login for login in (card.created_by, card.accepted_by) if login}
            people = session.execute(select(User.login, User.display_name).where(User.login.in_(logins)))
            names = {login: name for login, name in people}  # noqa: C416 - a Result has keys of its own
        title = translate("TRANSFER ACT No. {number}", number=card.accession_id)
        rows = (_cells(line) for line in self._lines(accession_id, actor))
        body = [_head(card, organisation), part("h1", title), part("p", _under(card), "under")]
        body += [table(_columns(), rows), part("p", _closing(card), "closing"), _signs(card, names)]
        return pdf(title, Markup("").join(body))

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


def _head(card: AccessionCard, organisation: str) -> Markup:
    state = "" if card.accepted_at else translate(STATE_WORDS[AccessionState(card.state)])
    return part("div", part("div", organisation) + part("div", state), "head")


def _under(card: AccessionCard) -> str:
    day = f"{card.accepted_at or card.created_at:%d.%m.%Y}"
    return translate("of {day}. Ground: {ground}", day=day, ground=card.ground)


def _columns() -> list[tuple[str, int, bool]]:
    return [
        (translate("No."), 6, True),
        (translate("Index of the case file"), 11, False),
        (translate("Heading of the case file"), 32, False),
        (translate("Extreme dates"), 15, False),
        (translate("Volumes"), 8, True),
        (translate("Sheets"), 9, True),
        (translate("Term of keeping, article"), 14, False),
        (translate("Place"), 14, False),
    ]


def _cells(line: AccessionRow) -> tuple[object, ...]:
    facts = line.position, line.index, line.heading, line.dates, line.volumes, line.sheets, line.term
    return *facts, place_words(line.place) or "—"


def _closing(card: AccessionCard) -> str:
    count = translate_plural(
        "{number} ({words}) case file in the list", "{number} ({words}) case files in the list", card.case_files,
        words=in_words(card.case_files, "n"),
    )  # fmt: skip
    sheets = translate_plural(
        "{number} ({words}) sheet in all.", "{number} ({words}) sheets in all.", card.sheets,
        words=in_words(card.sheets),
    )  # fmt: skip
    said = translate("Handed over: {count}, {sheets}", count=count, sheets=sheets)
    if card.checked_at is None or card.blobs_checked is None:
        return said
    blobs = translate_plural("{number} blob compared", "{number} blobs compared", card.blobs_checked)
    day = f"{card.checked_at:%d.%m.%Y}"
    return said + " " + translate("Bytes checked on {day}: {blobs}.", day=day, blobs=blobs)


def _signs(card: AccessionCard, names: dict[str, str]) -> Markup:
    over = translate("Handed over by: {name}, {day}", name=names.get(card.created_by, card.created_by),
                     day=f"{card.created_at:%d.%m.%Y}")  # fmt: skip
    lines = [over]
    if card.accepted_by and card.accepted_at:
        name = names.get(card.accepted_by, card.accepted_by)
        lines.append(translate("Taken over by: {name}, {day}", name=name, day=f"{card.accepted_at:%d.%m.%Y}"))
    return part("div", Markup("").join(part("p", f"{each} ____________") for each in lines), "signs")
