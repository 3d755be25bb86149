"""The lists of a portfolio taken out: a page to read, and the same for programs with the SHA-256 of each file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from archive_app.i18n import mark, translate
from archive_app.services.portfolio.index_page import index_page
from archive_app.spreadsheets import BOM, plain_cell

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from archive_app.services.portfolio.packed import PackedEntry, PackedResult

VERSION = 2
"""Of `portfolio.json`: 2 since it tells results of other organisations."""
FILE_HEADS = {"file": mark("File"), "size": mark("Size in bytes"), "sha256": mark("SHA-256")}
HEADS = {
    "number": mark("No."),
    "title": mark("Title"),
    "kind": mark("Kind of achievement"),
    "paper": mark("What proves it"),
    "level": mark("Level"),
    "happened_on": mark("Date"),
    "place": mark("Who held it, where"),
    "result": mark("Result"),
    "description": mark("Description"),
    "comment": mark("Word of the curator"),
}


RESULT_HEADS = {
    "number": mark("No."),
    "subject": mark("Subject, course, module, practice or programme"),
    "organisation": mark("Where it was learned"),
    "result": mark("Mark"),
    "hours": mark("Hours"),
    "paper": mark("Paper that attests it"),
    "applied_on": mark("Day of the application"),
    "protocol": mark("Number of the protocol"),
    "protocol_on": mark("Day of the protocol"),
    "commission": mark("Commission"),
    "decision": mark("Decision"),
}


def lists(
    person: str, made_on: datetime.date, entries: Sequence[PackedEntry], results: Sequence[PackedResult]
) -> dict[str, str]:
    """Names of the files in the archive and their text; the table of results is there where results are."""
    made = {
        "index.html": index_page(person, made_on, entries, results),
        "portfolio.json": _json(person, made_on, entries, results),
        "portfolio.csv": _csv(HEADS, entries),
    }
    return made | {"results.csv": _csv(RESULT_HEADS, results)} if results else made


def _json(person: str, made_on: datetime.date, entries: Sequence[PackedEntry], results: Sequence[PackedResult]) -> str:
    whole = {
        "format": "archivarius-portfolio",
        "version": VERSION,
        "person": person,
        "made_on": made_on,
        "entries": _told(HEADS, entries),
        "results": _told(RESULT_HEADS, results),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())


def _told(heads: Mapping[str, str], lines: Sequence[PackedEntry | PackedResult]) -> list[dict[str, Any]]:
    return [
        {name: getattr(line, name) for name in heads}
        | {"files": [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in line.files]}
        for line in lines
    ]


def _csv(heads: Mapping[str, str], lines: Sequence[PackedEntry | PackedResult]) -> str:
    """A line for each file, and one for an entry or a result without any."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([translate(head) for head in (*heads.values(), *FILE_HEADS.values())])
    for line in lines:
        told = [getattr(line, name) for name in heads]
        for file in line.files or (None,):
            cells = [*told, *((file.path, file.size, file.sha256) if file else ("", "", ""))]
            writer.writerow([_cell(cell) for cell in cells])
    return BOM + out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%d.%m.%Y"))
    return plain_cell(value) if isinstance(value, str) else str(value)
