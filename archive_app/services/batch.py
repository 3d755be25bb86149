"""Many files at once: a folder, or a manifest that says of each file where it belongs. One bad file stops nothing."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from archive_app.errors import EXIT_UNEXPECTED, ArchiveError, describe
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.numbers import CONFIDENTIALITY, SHEETS, YEARS, read_number
from archive_app.services.names import readable
from archive_app.services.taking_in import CannotRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archive_app.auth.actor import Actor
    from archive_app.services.intake import Facts, Intake

COLUMNS = ("path", "item", "year", "title", "date", "persons")
OPTIONAL_COLUMNS = ("kind", "number", "confidentiality", "sheets", "unit", "group")
T = TypeVar("T")
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


class BadManifest(ArchiveError):
    """The manifest cannot be read as a whole. Params: `reason`."""

    code = "bad_manifest"


class BadManifestLine(ArchiveError):
    """One line of the manifest is wrong. Params: `line`, `reason`."""

    code = "bad_manifest_line"


class BadDate(ArchiveError):
    """A date is written as 2025-05-26 or 26.05.2025. Params: `value`."""

    code = "bad_date"


class BadNumber(ArchiveError):
    """A cell holds no number, or one that makes no sense. Params: `column`, `value`, `least`, `most`."""

    code = "bad_number"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to file, with what is said of it, or why it cannot even be tried."""

    path: Path
    facts: Facts | ArchiveError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `filed`, `duplicate` or `refused`, with a sentence for the last."""

    path: str
    outcome: str
    document_id: int | None = None
    code: str | None = None
    message: str | None = None


def read_date(value: str) -> date:
    """A day written as 2025-05-26 or 26.05.2025.

    Raises:
        BadDate: anything else.
    """
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadDate(value, value=value)


def from_paths(paths: Iterable[Path], facts: Facts) -> Iterator[Entry]:
    """Each file, and each file below each folder in the order of names; hidden files are left alone."""
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long or not ours to see
            yield from _below(path, replace(facts, title=None))
        else:
            yield Entry(path, facts)


def _below(folder: Path, facts: Facts) -> Iterator[Entry]:
    unreadable: list[OSError] = []
    files: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(where, name) for name in names if not name.startswith(".")]
    for error in unreadable:  # a folder that is silently passed over would look as if it had been filed
        yield Entry(Path(error.filename), CannotRead(str(error), name=error.filename, reason=error.strerror or ""))
    yield from (Entry(path, facts) for path in sorted(files))


def from_manifest(manifest: Path, facts: Facts) -> Iterator[Entry]:
    """Each line of a manifest (columns `COLUMNS`, persons parted by `|`); blanks are taken from `facts`.

    Paths are relative to the manifest's folder.

    Raises:
        BadManifest: unreadable, no table, or a column is missing.
    """
    try:
        raw = manifest.read_bytes()
    except OSError as error:
        raise BadManifest(str(error), reason=error.strerror or str(error)) from error
    try:
        yield from _entries(csv.DictReader(io.StringIO(_decoded(raw)), delimiter=";"), manifest.parent, facts)
    except csv.Error as error:  # a quote without its pair makes one cell of the rest of the file
        raise BadManifest(str(error), reason="cell_too_long") from error


def _entries(reader: csv.DictReader[str], folder: Path, facts: Facts) -> Iterator[Entry]:
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise BadManifest("columns", reason=translate("columns missing: {columns}", columns=", ".join(missing)))
    for row in reader:
        cells = {column: (row.get(column) or "").strip() for column in (*COLUMNS, *OPTIONAL_COLUMNS)}
        path = folder / cells["path"]
        try:
            yield Entry(path, _facts_of(cells, facts))
        except ArchiveError as error:
            yield Entry(path, BadManifestLine(line=reader.line_num, reason=describe(error).message))


def file_all(intake: Intake, entries: Iterable[Entry], who: Callable[[], Actor]) -> Iterator[Outcome]:
    """File one after the other; a refusal is an outcome, and the next file is tried.

    `who` gives the acting person with the rights of the moment: one taken away stops the rest of a long batch.
    """
    for entry in entries:
        shown = readable(str(entry.path))
        try:
            received = intake.receive(entry.path, entry.path.name, _said(entry), who())
        except Exception as error:  # one bad file must not stop the others; its outcome tells of it
            problem = describe(error)
            if problem.exit_code == EXIT_UNEXPECTED:
                log.exception("filing failed", path=shown)
            yield Outcome(shown, "refused", code=problem.code, message=problem.message)
            continue
        yield Outcome(shown, "duplicate" if received.duplicate else "filed", document_id=received.document_id)


def _said(entry: Entry) -> Facts:
    if isinstance(entry.facts, ArchiveError):
        raise entry.facts
    return entry.facts


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1251", errors="replace")
    if "\0" in text:  # UTF-16, or no text at all
        raise BadManifest("NUL", reason="not_text")
    return text


def _facts_of(cells: dict[str, str], facts: Facts) -> Facts:
    return replace(
        facts,
        item=cells["item"] or facts.item,
        year=_number(cells, "year", YEARS, facts.year),
        title=cells["title"] or facts.title,
        kind=cells["kind"] or facts.kind,
        number=cells["number"] or facts.number,
        date=read_date(cells["date"]) if cells["date"] else facts.date,
        persons=tuple(name.strip() for name in cells["persons"].split("|") if name.strip()) or facts.persons,
        sheets=_number(cells, "sheets", SHEETS, facts.sheets),
        confidentiality=_number(cells, "confidentiality", CONFIDENTIALITY, facts.confidentiality),
        unit=cells["unit"] or facts.unit,
        group=cells["group"] or facts.group,
    )


def _number(cells: dict[str, str], column: str, among: range, default: T) -> int | T:
    value = cells[column]
    number = read_number(value, among)
    if value and number is None:
        raise BadNumber(value, column=column, value=value, least=among[0], most=among[-1])
    return default if number is None else number
