"""Many objects put at once: a name means durable bytes, a disk that fails leaves nothing behind."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import durable
from storage.backup import drafts, local_target
from storage.backup.local_target import LocalTarget
from storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

ONE, TWO, THREE = ("objects/aa/" + digit * 64 for digit in "abc")


@pytest.fixture
def target(tmp_path: Path) -> LocalTarget:
    made = LocalTarget(tmp_path / "backups")
    made.prepare()
    return made


def _sync_by(monkeypatch: pytest.MonkeyPatch, sync: Callable[[], None]) -> None:
    monkeypatch.setattr(local_target, "syncing_disk", lambda _root: nullcontext(sync))


def _put(target: LocalTarget, name: str, data: bytes = b"bytes") -> None:
    target.put(name, [data], len(data))


def _there(target: LocalTarget) -> list[str]:
    return [one.name for one in target.listed("objects/")]


def _left(target: LocalTarget) -> list[Path]:
    return list((target._root / "tmp").iterdir())


def test_an_object_bears_its_name_when_its_bytes_are_durable(
    target: LocalTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    named_at_sync: list[list[str]] = []

    def sync() -> None:
        named_at_sync.append(_there(target))

    monkeypatch.setattr(drafts, "NUMBER", 2)
    _sync_by(monkeypatch, sync)
    with target.bulk():
        _put(target, ONE)
        assert _there(target) == []
        _put(target, TWO)
        assert _there(target) == [ONE, TWO]
        _put(target, THREE)
        assert _there(target) == [ONE, TWO]
    assert _there(target) == [ONE, TWO, THREE]
    assert named_at_sync == [[], [ONE, TWO]]
    assert _left(target) == []


def test_a_batch_is_bounded_by_its_bytes(target: LocalTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "BYTES", 10)
    with target.bulk():
        _put(target, ONE, b"x" * 9)
        assert _there(target) == []
        _put(target, TWO, b"x")
        assert _there(target) == [ONE, TWO]


def test_a_disk_that_cannot_write_out_names_nothing(target: LocalTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, "disk")

    _sync_by(monkeypatch, fail)
    with pytest.raises(StorageUnavailable), target.bulk():
        _put(target, ONE)
    assert (_there(target), _left(target)) == ([], [])


def test_after_it_could_not_once_nothing_more_is_named(target: LocalTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of an error once: the bytes of the next batch may be those that were lost."""
    outcomes = iter((OSError(errno.EIO, "disk"), None))

    def fail_once() -> None:
        if error := next(outcomes):
            raise error

    monkeypatch.setattr(drafts, "NUMBER", 2)
    _sync_by(monkeypatch, fail_once)

    def put_on() -> None:
        with target.bulk():
            _put(target, ONE)
            with pytest.raises(StorageUnavailable):
                _put(target, TWO)
            _put(target, THREE)  # another thread has not heard of it

    with pytest.raises(StorageUnavailable):
        put_on()
    assert (_there(target), _left(target)) == ([], [])


def test_an_error_of_the_disk_is_told_by_its_own_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def syncfs(self, _handle: int) -> int:
            ctypes.set_errno(errno.ENOSPC)
            return -1

    with durable.syncing_disk(tmp_path) as sync:
        sync()
        monkeypatch.setattr(durable, "_libc", Failing())
        with pytest.raises(OSError, match=str(tmp_path)):
            sync()


def test_work_that_is_broken_off_keeps_whole_batches_only(target: LocalTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "NUMBER", 2)

    def broken_off() -> None:
        with target.bulk():
            for name in (ONE, TWO, THREE):
                _put(target, name)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert (_there(target), _left(target)) == ([ONE, TWO], [])


def test_where_one_call_is_not_enough_each_object_is_synced(
    target: LocalTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(durable, "_SYNCED_WHOLE", frozenset())  # as on a disk behind FUSE
    monkeypatch.setattr(os, "fsync", synced.append)
    with target.bulk():
        _put(target, ONE)
        assert (_there(target), len(synced)) == ([ONE], 1)


def test_the_file_system_is_known_by_its_number(tmp_path: Path) -> None:
    told = subprocess.run(("stat", "-f", "-c", "%t", tmp_path), capture_output=True, text=True, check=True)
    assert durable.synced_whole(tmp_path) == (int(told.stdout, 16) in durable._SYNCED_WHOLE)
    assert not durable.synced_whole(Path("/proc"))


def test_outside_nothing_waits(target: LocalTarget) -> None:
    with target.bulk():
        _put(target, ONE)
    _put(target, TWO)
    assert _there(target) == [ONE, TWO]
