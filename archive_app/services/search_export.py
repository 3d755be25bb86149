"""What was found, as a table: CSV in a stream, XLSX through a file on the disk; never whole in the memory.

Whoever takes a list out needs the right to take documents away. The numbers that leave are in the journal before they
leave, by the thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LIST_TAKEN
from archive_app.auth.actor import require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, Document, DocumentKind, FilePlanItem, Unit, Volume
from archive_app.i18n import mark, translate
from archive_app.spreadsheets import BOM, csv_line, lay_on_paper

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.search_filters import Filters
    from archive_app.services.searching import Searching
    from indexer.search import Sort

T = TypeVar("T")
MOST_ROWS = 100_000
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A line of the table."""

    number: int
    document: int
    title: str
    kind: str
    own_number: str | None
    dated_on: datetime.date | None
    item: str | None
    year: int | None
    volume: int | None
    unit: str | None
    sheets: int | None
    page: int | None


HEADS = {
    "number": mark("No."),
    "document": mark("Number in the archive"),
    "title": mark("Title"),
    "kind": mark("Kind"),
    "own_number": mark("Number"),
    "dated_on": mark("Date"),
    "item": mark("Item of the file plan"),
    "year": mark("Year"),
    "volume": mark("Volume"),
    "unit": mark("Unit"),
    "sheets": mark("Sheets"),
    "page": mark("Page with the words"),
}
WIDTHS = {"title": 60, "kind": 24, "unit": 24, "own_number": 14, "dated_on": 12, "item": 14, "number": 6}


@dataclass(frozen=True, slots=True)
class SearchExport:
    """Makes tables of what a question finds."""

    sessions: sessionmaker[Session]
    searching: Searching
    reads: ReadLog

    def rows(self, text: str, actor: Actor, filters: Filters, sort: Sort) -> Iterator[ListedRow]:
        """Up to 100,000 documents in order, read and recorded by the thousand.

        Raises:
            NotAllowed: the person may take nothing away. IndexUnavailableError.
        """
        require(actor, Act.DOWNLOAD)
        found = self.searching.found_ids(text, actor, filters, sort, MOST_ROWS)
        return self._rows(found, text, filters, actor)

    def csv(self, text: str, actor: Actor, filters: Filters, sort: Sort) -> Iterator[str]:
        """The table as CSV with `;`, for a Russian spreadsheet program. Raises as `rows` does, at once."""
        return _csv(self.rows(text, actor, filters, sort))

    def xlsx(self, target: Path, text: str, actor: Actor, filters: Filters, sort: Sort) -> int:
        """The table as a workbook at `target`; how many rows. Raises as `rows` does."""
        import xlsxwriter

        rows = self.rows(text, actor, filters, sort)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(target), options) as book:
            sheet = book.add_worksheet(translate("Documents"))
            lay_on_paper(sheet)
            head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            words = book.add_format({"text_wrap": True, "valign": "top"})
            day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
            for column, name in enumerate(HEADS):
                sheet.set_column(column, column, WIDTHS.get(name, 10))
                sheet.write_string(0, column, translate(HEADS[name]), head)
            sheet.freeze_panes(1, 0)
            last = 0
            for row in rows:
                last = row.number
                _write(sheet, last, row, words, day)
            sheet.autofilter(0, 0, max(last, 1), len(HEADS) - 1)
        return last

    def _rows(self, found: Sequence[tuple[int, int]], text: str, filters: Filters, actor: Actor) -> Iterator[ListedRow]:
        numbers = count(1)
        for part in _in_parts(found):
            with reading(self.sessions) as session:
                lines = _lines(session, [document for document, _ in part], actor)
            there = [(document, page) for document, page in part if document in lines]
            self.reads.record_each(
                actor.login,
                LIST_TAKEN,
                ObjectRef("search", "-"),
                query=text,
                filters=filters.as_text,
                documents=[document for document, _ in there],
            )
            for document, page in there:
                yield ListedRow(*(next(numbers), document, *lines[document], page or None))


def _in_parts(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    following = iter(items)
    while part := tuple(islice(following, CHUNK)):
        yield part


def _csv(rows: Iterator[ListedRow]) -> Iterator[str]:
    yield BOM + csv_line([translate(head) for head in HEADS.values()])
    for part in _in_parts(rows):
        yield "".join(csv_line([_plain(getattr(row, name)) for name in HEADS]) for row in part)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%d.%m.%Y"))
    return str(value)


def _write(sheet: Worksheet, line: int, row: ListedRow, words: Format, day: Format) -> None:
    for column, field in enumerate(fields(row)):
        value = getattr(row, field.name)
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(line, column, value, words)
        elif isinstance(value, int):
            sheet.write_number(line, column, value, words)
        else:
            sheet.write_datetime(line, column, value, day)


def _lines(session: Session, ids: Sequence[int], actor: Actor) -> dict[int, tuple[Any, ...]]:
    """The columns between the number and the page, by document; access once more, from the database."""
    query = (
        select(
            Document.id,
            Document.title,
            DocumentKind.title,
            Document.number,
            Document.dated_on,
            FilePlanItem.index,
            CaseFile.year,
            Volume.number,
            Unit.name,
            Document.sheets,
        )
        .join(DocumentKind, DocumentKind.code == Document.kind_code)
        .outerjoin(Volume, Volume.id == Document.volume_id)
        .outerjoin(CaseFile, CaseFile.id == Volume.case_file_id)
        .outerjoin(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .outerjoin(Unit, Unit.id == Document.unit_id)
        .where(Document.id.in_(ids), visible(actor))
    )
    return {row[0]: tuple(row[1:]) for row in session.execute(query)}
