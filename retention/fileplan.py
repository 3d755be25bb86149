"""File plan (номенклатура дел) as a CSV table: every row understood, or refused with its line and the reason."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from retention.plan_row import PlanItem, Problem, read_row, write_row

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
_DELIMITER = ";"
_RUN = ("=", "+", "-", "@")
"""A cell that begins so is run as a formula; the apostrophe is what a spreadsheet program itself puts before text."""
_Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A table read: `sections` in the order of their first item, the items understood, and all that was refused.

    A plan may be imported when `problems` is empty; nothing is left out silently.
    """

    sections: tuple[str, ...]
    items: tuple[PlanItem, ...]
    problems: tuple[Problem, ...]


def read_plan(source: bytes | BinaryIO) -> PlanFile:
    """Read a `;`-separated table in UTF-8 (with or without a mark) or Windows-1251; columns may stand in any order.

    Cells lose spaces at their ends, and a run of spaces or line ends inside becomes one space; rows without any
    text are passed over.
    """
    text = _decode(source if isinstance(source, bytes) else source.read())
    if text is None:
        return _refused([Problem(1, "plan_not_text")])
    records, broken = _records(text)
    if broken:
        return _refused([broken])
    if not records:
        return _refused([Problem(1, "plan_empty")])
    (line, header), *rows = records
    wrong = _header_problems(line, header)
    return _refused(wrong) if wrong else _read_rows(header, rows)


def write_plan(items: Iterable[PlanItem]) -> str:
    """The table of `items`, as `read_plan` takes it: reading it back gives equal items.

    A cell that a spreadsheet program would run as a formula begins with an apostrophe; `read_plan` takes it off.
    """
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, delimiter=_DELIMITER, lineterminator="\n")
    writer.writeheader()
    for item in items:
        writer.writerow({name: _harmless(cell) for name, cell in write_row(item).items()})
    return stream.getvalue()


def _refused(problems: list[Problem]) -> PlanFile:
    return PlanFile((), (), tuple(problems))


def _decode(raw: bytes) -> str | None:
    """None where the bytes are no text of one of the two encodings. UTF-8 is tried first: 1251 fits nearly anything."""
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_DELIMITER, strict=True)
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


def _tidy(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain[1:] if plain.startswith("'") and plain.lstrip("'").startswith(_RUN) else plain


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_RUN) else cell


def _header_problems(line: int, header: list[str]) -> list[Problem]:
    if sorted(header) == sorted(COLUMNS):
        return []
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    repeated = sorted({column for column in header if header.count(column) > 1})
    return [Problem(line, "header_wrong", {"missing": missing, "unknown": unknown, "repeated": repeated})]


def _read_rows(header: list[str], rows: list[_Record]) -> PlanFile:
    items: list[PlanItem] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            problems.append(Problem(line, "columns_wrong", {"expected": len(header), "found": len(cells)}))
            continue
        row = dict(zip(header, cells, strict=True))
        first = first_lines.setdefault(row["index"], line)
        if first != line:
            problems.append(Problem(line, "index_repeated", {"index": row["index"], "first_line": first}))
        read = read_row(line, row)
        if isinstance(read, PlanItem):
            items += [read] if first == line else []
        else:
            problems += read
    return PlanFile(tuple(dict.fromkeys(item.section for item in items)), tuple(items), tuple(problems))
