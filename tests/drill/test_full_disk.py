"""No room: a clear word, nothing half-filed, and all goes on when there is room again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from archive_app.errors import describe
from tests.fixtures.archives import Home, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIB = 1024**2


def test_no_room_for_the_original(small_disk: Path, tmp_path: Path) -> None:
    home = Home(small_disk / "home").prepare(2025)
    big = tmp_path / "запись.bin"
    big.write_bytes(os.urandom(30 * MIB))
    with home.opened() as archive:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - any error, as long as it is told clearly
            file_one(archive, big)
        assert describe(caught.value).code == "storage_full"
        diagnosis = archive.doctor.diagnose()
        assert (diagnosis.documents["total"], diagnosis.blobs.total, diagnosis.blobs.unknown) == (0, 0, 0)
        big.write_bytes(os.urandom(2 * MIB))
        assert file_one(archive, big)


def test_no_room_at_all(small_disk: Path, tmp_path: Path) -> None:
    home = Home(small_disk / "home").prepare(2025)
    path = note(tmp_path, "приказ")
    with home.opened() as archive:
        with _filled(small_disk), pytest.raises(Exception) as caught:  # noqa: PT011 - as above
            file_one(archive, path)
        assert describe(caught.value).code == "storage_full", repr(caught.value)
        assert archive.doctor.diagnose().documents["total"] == 0
        number = file_one(archive, path)
        work(archive)
        assert archive.progress.finished([number]) == 1


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as stream:
            while stream.write(b"x" * 4096):
                pass
    except OSError:
        pass
    try:
        yield
    finally:
        ballast.unlink()
