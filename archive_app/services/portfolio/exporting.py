"""A portfolio as one ZIP archive: its files, an index to read, lists for programs with the SHA-256 of each file.

It is written piece by piece into whatever takes the pieces; no file is ever whole in the memory. Accepted entries alone
go out: a portfolio is what was checked.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import GOING, Act, Document, PortalFile, PortfolioEntry, PortfolioState
from archive_app.i18n import mark, translate
from archive_app.portfolio_words import KINDS, LEVEL_WORDS, PAPER_WORDS
from archive_app.services.documents import spoken_name
from archive_app.services.names import disk_name
from archive_app.services.originals import CHUNK
from archive_app.services.portfolio.ground import portfolio_ref
from archive_app.services.portfolio.index_page import index_page
from archive_app.spreadsheets import BOM, plain_cell
from storage.errors import BlobCorrupt
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.portfolio.ground import Shelf

FOLDER = "files"
MOST = 5000
"""Entries of one portfolio in one archive."""
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
    "file": mark("File"),
    "size": mark("Size in bytes"),
    "sha256": mark("SHA-256"),
}


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file as it lies in the archive: `path` in it, `sha256` of its bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackedEntry:
    """An accepted entry in words, with its files."""

    number: int
    title: str
    kind: str
    paper: str
    level: str
    happened_on: datetime.date
    place: str
    result: str
    description: str
    comment: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """What the archive will hold; `name` is the file's own name. `pieces` are its bytes, in order."""

    person: str
    made_on: datetime.date
    entries: tuple[PackedEntry, ...]
    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Exporting:
    """Takes a portfolio out. It is an event each time, and before any byte leaves."""

    shelf: Shelf

    def pack(self, person_id: int, actor: Actor) -> Packed:
        """The archive of one person's portfolio.

        Reading its `pieces` raises BlobCorrupt where stored bytes are not those that were filed, and what `storage`
        raises: an archive that broke off lacks its directory, so that nobody takes it for whole.

        Raises:
            NotAllowed; NotFound: not a portfolio that the person may take away.
        """
        require(actor, Act.DOWNLOAD)
        with reading(self.shelf.sessions) as session:
            person = self.shelf.person(session, person_id, actor, Act.DOWNLOAD)
            name, number = spoken_name(person), person.id
            entries = _entries(session, number)
        self.shelf.reads.record_each(
            actor.login, "portfolio:archive:export", portfolio_ref(number), entries=[one.number for one in entries]
        )
        made_on = self.shelf.today()
        return Packed(name, made_on, entries, disk_name(f"{name}.zip"), self._pieces(name, made_on, entries))

    def _pieces(self, person: str, made_on: datetime.date, entries: tuple[PackedEntry, ...]) -> Iterator[bytes]:
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
            for name, text in _lists(person, made_on, entries).items():
                archive.writestr(_info(name, made_on), text.encode())
                yield sink.taken()
            for file in (file for entry in entries for file in entry.files):
                for _ in self._copied(archive, file, made_on):
                    yield sink.taken()
        yield sink.taken()

    def _copied(self, archive: zipfile.ZipFile, file: PackedFile, made_on: datetime.date) -> Iterator[None]:
        digest = hashlib.sha256()
        info = _info(file.path, made_on)
        info.file_size = file.size
        with self.shelf.taking_in.store.open(BlobKey(file.sha256)) as source, archive.open(info, "w") as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
                yield
        if digest.hexdigest() != file.sha256:
            raise BlobCorrupt("hash differs", key=file.sha256)


class _Sink(io.RawIOBase):
    """Takes what is written and gives it on: the archive is never put back into, so nothing need be kept."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """It takes bytes and cannot be read or wound back."""
        return True

    def write(self, piece: object) -> int:
        """Keep a piece until it is taken."""
        taken = bytes(piece)  # type: ignore[call-overload]
        self._waiting.append(taken)
        return len(taken)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._waiting = b"".join(self._waiting), []
        return pieces


def _entries(session: Session, person_id: int) -> tuple[PackedEntry, ...]:
    """By the day, the earliest first: two statements."""
    accepted = (PortfolioEntry.person_id == person_id, PortfolioEntry.state == PortfolioState.ACCEPTED)
    query = select(PortfolioEntry).where(*accepted).order_by(PortfolioEntry.happened_on, PortfolioEntry.id).limit(MOST)
    rows = session.scalars(query).all()
    kept = select(PortalFile).join(PortfolioEntry, PortfolioEntry.id == PortalFile.entry_id)
    kept = kept.outerjoin(Document, Document.id == PortalFile.document_id)
    there = (PortalFile.removed_at.is_(None), or_(Document.id.is_(None), Document.state.not_in(GOING)))
    files: dict[int, list[PackedFile]] = {}
    for file in session.scalars(kept.where(*accepted, *there).order_by(PortalFile.id)):
        path = disk_name(f"{file.entry_id}-{file.id} {file.name}")
        files.setdefault(file.entry_id or 0, []).append(PackedFile(f"{FOLDER}/{path}", file.size, file.sha256))
    return tuple(_packed(row, files.get(row.id, ())) for row in rows)


def _packed(row: PortfolioEntry, files: Sequence[PackedFile]) -> PackedEntry:
    return PackedEntry(
        number=row.id,
        title=row.title,
        kind=translate(KINDS[row.kind].words),
        paper=translate(PAPER_WORDS[row.paper]),
        level=translate(LEVEL_WORDS[row.level]),
        happened_on=row.happened_on,
        place=row.place,
        result=row.result,
        description=row.description,
        comment=row.comment or "",
        files=tuple(files),
    )


def _lists(person: str, made_on: datetime.date, entries: tuple[PackedEntry, ...]) -> dict[str, str]:
    return {
        "index.html": index_page(person, made_on, entries),
        "portfolio.json": _json(person, made_on, entries),
        "portfolio.csv": _csv(entries),
    }


def _json(person: str, made_on: datetime.date, entries: tuple[PackedEntry, ...]) -> str:
    told = [
        {name: getattr(entry, name) for name in HEADS if hasattr(entry, name)}
        | {"files": [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in entry.files]}
        for entry in entries
    ]
    whole = {"format": "archivarius-portfolio", "version": 1, "person": person, "made_on": made_on, "entries": told}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())


def _csv(entries: tuple[PackedEntry, ...]) -> str:
    """A line for each file, and one for an entry without any."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([translate(head) for head in HEADS.values()])
    for entry in entries:
        told = [entry.number, *(getattr(entry, name) for name in list(HEADS)[1:10])]
        for file in entry.files or (None,):
            cells = [*told, *((file.path, file.size, file.sha256) if file else ("", "", ""))]
            writer.writerow([_cell(cell) for cell in cells])
    return BOM + out.getvalue()


def _cell(value: object) -> str:
    if hasattr(value, "strftime"):
        return str(value.strftime("%d.%m.%Y"))
    return plain_cell(value) if isinstance(value, str) else str(value)


def _info(name: str, made_on: datetime.date) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made_on.timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info
