"""Published heads: a small file outside the database, one line a day, that whoever cuts the chain must also rewrite.

A line is `{"at": "2026-09-01T08:00:00+00:00", "hash": "…64 hex…", "kind": "head", "seq": 123}`. An export of the chain
ends with such a line too, so it can be given where heads are asked for.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from archive_app.audit.chain import ChainHead
from archive_app.audit.errors import AuditHeadsDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

FILE_NAME = "heads.jsonl"
HEAD = "head"
_OTHER_LINES = frozenset({"header", "event"})
"""Kinds of lines of an export that are passed over."""


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """The end of the chain as it was at an instant."""

    at: datetime
    head: ChainHead


class PublishedHeads:
    """The heads in `folder`: written to `heads.jsonl`; copies from other machines may lie beside it as `*.jsonl`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, head: ChainHead, *, at: datetime) -> None:
        """Add a head; durable when this returns. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder / FILE_NAME) as file:
            file.truncate(_whole_lines(file))
            file.seek(0, os.SEEK_END)
            file.write(head_line(head, at=at).encode())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self._folder)

    def read(self) -> Iterator[PublishedHead]:
        """Yield all heads of the folder, file by file. Raises `AuditHeadsDamagedError` and `OSError`."""
        for path in sorted(self._folder.glob("*.jsonl")):
            yield from read_heads(path)

    def last(self) -> PublishedHead | None:
        """The newest one; None: nothing was published yet. Raises as `read` does."""
        return max(self.read(), key=lambda published: published.at, default=None)


def head_line(head: ChainHead, *, at: datetime) -> str:
    """Write a head as its line."""
    line = {"at": at.isoformat(), "hash": head.hash, "kind": HEAD, "seq": head.seq}
    return json.dumps(line, sort_keys=True) + "\n"


def read_heads(path: Path) -> Iterator[PublishedHead]:
    """Yield the heads of one file; a last line that was not written to its end (a power cut) does not count.

    Raises:
        AuditHeadsDamagedError: a line is something else.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n") and (published := _parsed(line, path, number)) is not None:
                yield published


def _parsed(line: bytes, path: Path, number: int) -> PublishedHead | None:
    try:
        fields = json.loads(line)
        if fields["kind"] in _OTHER_LINES:
            return None
        at, seq, hash_ = fields["at"], fields["seq"], fields["hash"]
        known = fields["kind"] == HEAD and isinstance(seq, int) and isinstance(hash_, str)
        published = PublishedHead(datetime.fromisoformat(at), ChainHead(seq, hash_)) if known else None
    except (ValueError, TypeError, KeyError) as error:
        raise AuditHeadsDamagedError(repr(error), path=path, line=number) from error
    if published is None:
        raise AuditHeadsDamagedError("not a head", path=path, line=number)
    return published


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file for one writer at a time: the daily job and a person may publish at once."""
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _whole_lines(file: BinaryIO) -> int:
    """Where the last whole line ends, in bytes: what follows was cut off by a power cut."""
    file.seek(0)
    return file.read().rfind(b"\n") + 1


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
