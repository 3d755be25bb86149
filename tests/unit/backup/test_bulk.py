"""Many objects put at once: a name means durable bytes, a disk that fails leaves nothing behind."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from storage.backup import drafts
from storage.backup.local_target import LocalTarget
from storage.durable import sync_disk
from storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO, THREE = ("objects/aa/" + digit * 64 for digit in "abc")


@pytest.fixture
def target(tmp_path: Path) -> LocalTarget:
    made = LocalTarget(tmp_path / "backups")
    made.prepare()
    return made


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

    def sync(root: Path) -> None:
        named_at_sync.append(_there(target))
        sync_disk(root)

    monkeypatch.setattr(drafts, "NUMBER", 2)
    monkeypatch.setattr(drafts, "sync_disk", sync)
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
    def fail(_root: Path) -> None:
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr(drafts, "sync_disk", fail)
    with pytest.raises(StorageUnavailable), target.bulk():
        _put(target, ONE)
    assert (_there(target), _left(target)) == ([], [])


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


def test_outside_nothing_waits(target: LocalTarget) -> None:
    with target.bulk():
        _put(target, ONE)
    _put(target, TWO)
    assert _there(target) == [ONE, TWO]
