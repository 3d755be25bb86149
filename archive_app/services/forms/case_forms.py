"""Forms of a case file, one for each of its volumes: cover, certification sheet, internal inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.case_file_words import period_of
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, DocumentState, Volume
from archive_app.db.queries.volumes import units_of
from archive_app.errors import NotFound
from archive_app.i18n import translate, translate_plural
from archive_app.services.forms.amounts import documents_in_words, in_words
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.signing import organisation_of
from archive_app.services.inventories.approved import unit_numbers
from archive_app.services.life.judging import KEEPERS
from archive_app.services.shelf_codes import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.queries.volumes import Unit

BLANK = "__________________"


@dataclass(frozen=True, slots=True)
class CaseForms:
    """Whoever keeps the archive or its plans prints; what lists documents, whoever sees all of them."""

    sessions: sessionmaker[Session]

    def cover(self, case_file_id: int, actor: Actor, volume: int | None = None) -> Iterator[Form]:
        """Обложка дела. Raises NotAllowed, NotFound."""
        units = self._units(case_file_id, actor, volume)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
            case_file = session.get_one(CaseFile, case_file_id)
            unit_name = case_file.unit.name if case_file.unit else ""
            places = unit_numbers(session, [case_file_id])
        for unit in units:
            inventory, number = places.get((case_file_id, unit.volume), (BLANK, BLANK))
            yield Form(
                title=_title(translate("CASE FILE No. {index}", index=unit.index), unit, units),
                under=[unit.heading],
                left=list(filter(None, [organisation, unit_name])),
                facts=[
                    (translate("Extreme dates"), period_of(unit.first_date, unit.last_date)),
                    (translate("On sheets"), unit.sheets or ""),
                    (translate("To be kept"), unit.term),
                    (translate("Fonds No."), fonds),
                    (translate("Inv. No."), inventory),
                    (translate("Case file No."), number),
                ],
                code=code_of(case_file_id, unit.volume),
                look="cover",
            )

    def certification(self, case_file_id: int, actor: Actor, volume: int | None = None) -> Iterator[Form]:
        """Лист-заверитель. What only the paper shows is left to be written by hand. Raises NotAllowed, NotFound."""
        units = self._units(case_file_id, actor, volume)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
        for unit in units:
            sheets = translate_plural(
                "Bound and numbered: {number} ({words}) sheet", "Bound and numbered: {number} ({words}) sheets",
                unit.sheets, words=in_words(unit.sheets),
            )  # fmt: skip
            yield Form(
                title=_title(
                    translate("CERTIFICATION SHEET of the case file No. {index}", index=unit.index), unit, units
                ),
                under=[unit.heading],
                left=[organisation, translate("Fonds No. {number}", number=fonds)],
                facts=[
                    (sheets, translate("from No. 1 to No. {last}", last=unit.sheets) if unit.sheets else ""),
                    (translate("of them with letters, No."), ""),
                    (translate("missing numbers"), ""),
                    (translate("sheets of the internal inventory"), ""),
                ],
                table=Table(
                    [
                        Column(translate("Physical condition and formation of the case file"), 70),
                        Column(translate("Numbers of sheets"), 30),
                    ],
                    [("\u00a0", "")] * 8,
                ),
                signs=[Sign(translate("Post of whoever has certified it"))],
            )

    def internal_inventory(self, case_file_id: int, actor: Actor, volume: int | None = None) -> Iterator[Form]:
        """Внутренняя опись. Raises NotAllowed (also where a document is not the person's to see), NotFound."""
        units = self._units(case_file_id, actor, volume)
        with reading(self.sessions) as session:
            organisation, fonds = organisation_of(session)
            _require_all_seen(session, case_file_id, actor)
        for unit in units:
            lines = self._documents(case_file_id, unit.volume)
            yield Form(
                title=_title(
                    translate("INTERNAL INVENTORY of the case file No. {index}", index=unit.index), unit, units
                ),
                under=[unit.heading],
                left=[organisation, translate("Fonds No. {number}", number=fonds)],
                table=Table(_internal_columns(), _numbered(lines)),
                closing=[
                    translate("Total: {documents}.", documents=documents_in_words(unit.documents)),
                    translate("Sheets of the internal inventory: {blank}", blank=BLANK),
                ],
                signs=[Sign(translate("Post of whoever has drawn up the internal inventory"))],
            )

    def _units(self, case_file_id: int, actor: Actor, volume: int | None) -> list[Unit]:
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            units = units_of(session, [case_file_id]).get(case_file_id, [])
        wanted = [unit for unit in units if volume in {None, unit.volume}]
        if not wanted:
            what = (
                translate("Volume {number}", number=volume)
                if units
                else translate("Case file {number}", number=case_file_id)
            )
            raise NotFound(str(case_file_id), what=what)
        return wanted

    def _documents(self, case_file_id: int, volume: int) -> Iterable[tuple[str, str, str, int | None]]:
        """Number, day, title and sheets, in the order in which they lie."""
        query = (
            select(Document.number, Document.dated_on, Document.title, Document.sheets)
            .join(Volume, Volume.id == Document.volume_id)
            .where(Volume.case_file_id == case_file_id, Volume.number == volume, Document.state == DocumentState.ACTIVE)
            .order_by(Document.dated_on.is_(None), Document.dated_on, Document.id)
        )
        with reading(self.sessions) as session:
            for number, day, title, sheets in session.execute(query):
                yield number or "—", f"{day:%d.%m.%Y}" if day else "—", title, sheets


def _title(words: str, unit: Unit, units: list[Unit]) -> str:
    several = unit.volume > 1 or len(units) > 1
    return f"{words}, {translate('vol. {number}', number=unit.volume)}" if several else words


def _internal_columns() -> list[Column]:
    return [
        Column(translate("No."), 7, number=True),
        Column(translate("Index of the document"), 14),
        Column(translate("Date of the document"), 14),
        Column(translate("Heading of the document"), 40),
        Column(translate("Numbers of sheets"), 13),
        Column(translate("Note"), 12),
    ]


def _numbered(lines: Iterable[tuple[str, str, str, int | None]]) -> Iterator[tuple[object, ...]]:
    """Sheets run on from document to document; after one that nobody has counted their numbers are not known."""
    last: int | None = 0
    for position, (number, day, title, sheets) in enumerate(lines, 1):
        first = last + 1 if last is not None and sheets else None
        last = last + sheets if last is not None and sheets else None
        span = "" if first is None else str(first) if first == last else f"{first}–{last}"
        yield position, number, day, title, span, ""


def _require_all_seen(session: Session, case_file_id: int, actor: Actor) -> None:
    hidden = func.coalesce(func.sum(case((visible(actor), 0), else_=1)), 0)
    query = select(hidden).select_from(Document).join(Volume, Volume.id == Document.volume_id)
    if session.scalar(query.where(Volume.case_file_id == case_file_id, Document.state == DocumentState.ACTIVE)):
        raise NotAllowed(actor.login, login=actor.login)
