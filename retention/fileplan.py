"""File plan (номенклатура дел) as a CSV table: every row understood, or refused with its line and the reason."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from retention.plan_row import PlanCarrier, PlanItem, Problem, completed, read_row, write_row
from retention.plan_words import HEADS, column_of, kept_cell, spoken_cell

COLUMNS = (
    "index",
    "section",
    "title",
    "retention_text",
    "retention_years",
    "permanent",
    "epk",
    "trigger",
    "article",
    "carrier",
    "note",
)
NO_SECTION = "—"
"""What the cell of an item holds that belongs to no section, and stands below one that does."""
NEEDED = ("index", "title", "retention_text")
"""What every table has; the rest is worked out of the term, or is empty."""
_DELIMITERS = (";", "\t", ",")
"""What Russian offices part cells with, Excel's «Unicode text», and everybody else."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RUN = ("=", "+", "-", "@")
"""A cell that begins so is run as a formula; the apostrophe is what a spreadsheet program itself puts before text."""
_Record = tuple[int, list[str]]
_ABOVE = 30
"""Rows that may stand above the heads: the name of the organisation, who approves, the year."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A table read: `sections` in the order of their first item, the items understood, and all that was refused.

    A plan may be imported when `problems` is empty; nothing is left out silently.
    """

    sections: tuple[str, ...]
    items: tuple[PlanItem, ...]
    problems: tuple[Problem, ...]


def read_plan(source: bytes | BinaryIO) -> PlanFile:
    """Read a table in UTF-8 (with or without a mark), UTF-16 or Windows-1251, its cells parted by `;`, tabs or commas.

    Columns may stand in any order, under Russian heads or the names of `COLUMNS`; those beside `NEEDED` may be
    missing, and their cells empty. What stands above the heads is passed over, and so are rows without any text.
    Where the table has no column of sections, a row with a single cell names one; where it has, an empty cell takes
    the section above, as merged cells mean it. Cells lose spaces at their ends, and a run of spaces or line ends
    inside becomes one space.
    """
    text = _decode(source if isinstance(source, bytes) else source.read())
    if text is None:
        return _refused([Problem(1, "plan_not_text")])
    records, broken = _records(text)
    if broken:
        return _refused([broken])
    if not records:
        return _refused([Problem(1, "plan_empty")])
    at = _head_at(records) or 0
    (line, heads), rows = records[at], records[at + 1 :]
    header = _without_tail([column_of(head) for head in heads])
    wrong = _header_problems(line, header)
    if wrong:
        return _refused(wrong)
    return _read_rows(header, rows) if rows else _refused([Problem(line, "plan_empty")])


def write_plan(items: Iterable[PlanItem], *, spoken: bool = False) -> str:
    """The table of `items`, as `read_plan` takes it: reading it back gives equal items. `spoken`: in Russian.

    A cell that a spreadsheet program would run as a formula begins with an apostrophe; `read_plan` takes it off.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=_DELIMITERS[0], lineterminator="\n")
    for cells in plan_rows(items, spoken=spoken):
        writer.writerow([_harmless(cell) for cell in cells])
    return stream.getvalue()


def plan_rows(items: Iterable[PlanItem], *, spoken: bool) -> Iterator[list[str]]:
    """The heads of the columns, and the cells of each item."""
    yield [HEADS[column] if spoken else column for column in COLUMNS]
    above = ""
    for item in items:
        row = write_row(item)
        if above and not item.section:
            row["section"] = NO_SECTION  # an empty cell would mean the section above
        above = item.section
        yield [spoken_cell(column, cell) if spoken else cell for column, cell in row.items()]


def _refused(problems: list[Problem]) -> PlanFile:
    return PlanFile((), (), tuple(problems))


def _decode(raw: bytes) -> str | None:
    """None where the bytes are no text. UTF-16 tells itself; UTF-8 is tried before 1251, which fits nearly anything."""
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        return None
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _records(text: str) -> tuple[list[_Record], Problem | None]:
    """The rows that have any text, each with the line it begins on; a problem where quoting is broken."""
    read = [_parted(text, delimiter) for delimiter in _DELIMITERS]
    return next((each for each in read if _head_at(each[0]) is not None), read[0])


def _parted(text: str, delimiter: str) -> tuple[list[_Record], Problem | None]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[_Record] = []
    line = 1
    try:
        for raw in reader:
            cells = [_tidy(cell) for cell in raw]
            if any(cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return [], Problem(line, "csv_broken", {"detail": str(error)})
    return records, None


def _head_at(records: list[_Record]) -> int | None:
    """Where the heads of the columns stand: the first row that names two of those that every table has."""
    for at, (_, cells) in enumerate(records[:_ABOVE]):
        if len({column_of(cell) for cell in cells} & set(NEEDED)) > 1:
            return at
    return None


def _without_tail(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the right, which a spreadsheet program leaves."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _tidy(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain[1:] if plain.startswith("'") and plain.lstrip("'").startswith(_RUN) else plain


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_RUN) else cell


def _header_problems(line: int, header: list[str]) -> list[Problem]:
    missing = [column for column in NEEDED if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    repeated = sorted({column for column in header if column and header.count(column) > 1})
    if not (missing or unknown or repeated):
        return []
    named = [column for column in unknown if column]
    return [Problem(line, "header_wrong", {"missing": missing, "unknown": named, "repeated": repeated})]


def _read_rows(header: list[str], rows: list[_Record]) -> PlanFile:
    items: list[PlanItem] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    section = ""
    for line, written in rows:
        cells = written if len(written) <= len(header) else _without_tail(written)
        if "section" not in header and len(list(filter(None, cells))) == 1:
            section = next(filter(None, cells))
            continue
        if len(cells) != len(header):
            problems.append(Problem(line, "columns_wrong", {"expected": len(header), "found": len(cells)}))
            continue
        row = _whole(dict(zip(header, cells, strict=True)), section)
        section = row["section"]
        first = first_lines.setdefault(row["index"], line)
        if first != line:
            problems.append(Problem(line, "index_repeated", {"index": row["index"], "first_line": first}))
        read = read_row(line, row)
        if isinstance(read, PlanItem):
            items += [read] if first == line else []
        else:
            problems += read
    return PlanFile(tuple(dict.fromkeys(item.section for item in items)), tuple(items), tuple(problems))


def _whole(said: dict[str, str], section: str) -> dict[str, str]:
    """A row with all columns, in the words it is kept by; what is not said is that of the term, or of the row above."""
    row = {column: kept_cell(column, said.get(column, "")) for column in COLUMNS}
    from_the_term = completed(row)
    row = {column: cell or from_the_term[column] for column, cell in row.items()}
    written = row["section"] or section
    return row | {
        "section": "" if written == NO_SECTION else written,
        "carrier": row["carrier"] or str(PlanCarrier.BOTH),
    }
