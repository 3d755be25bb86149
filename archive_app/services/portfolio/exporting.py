"""A portfolio as one ZIP archive: its files, an index to read, lists for programs with the SHA-256 of each file.

It is written piece by piece into whatever takes the pieces; no file is ever whole in the memory. Accepted entries and
counted results of other organisations alone go out: a portfolio is what was checked.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.services.documents import spoken_name
from archive_app.services.names import disk_name
from archive_app.services.originals import CHUNK
from archive_app.services.portfolio.ground import portfolio_ref
from archive_app.services.portfolio.lists import lists
from archive_app.services.portfolio.packed import packed_entries, packed_results
from storage.errors import BlobCorrupt
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from archive_app.services.portfolio.ground import Shelf
    from archive_app.services.portfolio.packed import PackedEntry, PackedFile, PackedResult


@dataclass(frozen=True, slots=True)
class Packed:
    """What the archive will hold; `name` is the file's own name. `pieces` are its bytes, in order."""

    person: str
    made_on: datetime.date
    entries: tuple[PackedEntry, ...]
    results: tuple[PackedResult, ...]
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
            entries, results = packed_entries(session, number), packed_results(session, number)
        self.shelf.reads.record_each(
            actor.login, "portfolio:archive:export", portfolio_ref(number), entries=[one.number for one in entries],
            results=[one.number for one in results],
        )  # fmt: skip
        made_on = self.shelf.today()
        pieces = self._pieces(name, made_on, entries, results)
        return Packed(name, made_on, entries, results, disk_name(f"{name}.zip"), pieces)

    def _pieces(
        self,
        person: str,
        made_on: datetime.date,
        entries: tuple[PackedEntry, ...],
        results: tuple[PackedResult, ...],
    ) -> Iterator[bytes]:
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
            for name, text in lists(person, made_on, entries, results).items():
                archive.writestr(_info(name, made_on), text.encode())
                yield sink.taken()
            files = [file for entry in entries for file in entry.files]
            for file in [*files, *(file for result in results for file in result.files)]:
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


def _info(name: str, made_on: datetime.date) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made_on.timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info
