"""Files of a watched folder: which of them are whole scans, and where they are put when they are done with."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

TEMPORARY = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp")
OF_WINDOWS = frozenset({"thumbs.db", "desktop.ini"})


class InboxUnreadable(ArchiveError):
    """The watched folder, or one in it, cannot be listed. Params: `folder`, `reason`."""

    code = "inbox_unreadable"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


class CannotPutAside(ArchiveError):
    """A file cannot be moved out of the way. Params: `name`, `reason`."""

    code = "cannot_put_aside"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


@dataclass(frozen=True, slots=True)
class ScannerFiles:
    """The files below `folder`, but those in the folders `aside`; `settle` is how long a whole file has lain still."""

    folder: Path
    aside: frozenset[str]
    settle: datetime.timedelta
    clock: Callable[[], datetime.datetime]
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)

    def whole(self) -> Iterator[Path]:
        """Those that are neither hidden nor temporary nor still written. Raises InboxUnreadable."""
        for where, folders, names in os.walk(self.folder, onerror=self._unreadable):
            here = Path(where)
            outside = self.aside if here == self.folder else frozenset()
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in outside)
            for name in sorted(names):
                if _is_of_a_scanner(name) and self._is_still(here / name):
                    yield here / name

    def put(self, path: Path, where: str, day: datetime.date, note: str) -> None:
        """Move the file to `where`, never over another one. A note is written before, so that none is missing.

        Raises:
            CannotPutAside: the file stays.
        """
        try:
            target = _free(self.folder / where / day.isoformat() / path.relative_to(self.folder))
            if note:
                target.with_name(f"{target.name}.txt").write_text(f"{path.name}\n\n{note}\n", encoding="utf-8")
            path.rename(target)
        except OSError as error:
            raise CannotPutAside(str(error), name=path.name, reason=error.strerror or str(error)) from error
        self._seen.pop(path, None)

    def _is_still(self, path: Path) -> bool:
        """Whether the file was not written to for a while, by its own time and between two looks of this process."""
        try:
            found = path.lstat()
        except OSError:  # taken away meanwhile
            self._seen.pop(path, None)
            return False
        if not stat.S_ISREG(found.st_mode):  # a link may lead anywhere
            return False
        now = (found.st_size, found.st_mtime_ns)
        before, self._seen[path] = self._seen.get(path), now
        age = self.clock().timestamp() - found.st_mtime
        return age >= self.settle.total_seconds() and before in {None, now}

    def _unreadable(self, error: OSError) -> None:
        raise InboxUnreadable(str(error), folder=error.filename, reason=error.strerror or str(error)) from error


def _is_of_a_scanner(name: str) -> bool:
    small = name.lower()
    return not small.startswith((".", "~")) and not small.endswith(TEMPORARY) and small not in OF_WINDOWS


def _free(target: Path) -> Path:
    """`target`, or the same with a number where there is one already; its folder is made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    number, free = 1, target
    while free.exists():
        number += 1
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return free
