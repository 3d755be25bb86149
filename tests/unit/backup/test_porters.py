"""Blobs brought by processes: all of them, what is wrong is named, and no process outlives whoever started it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage
import pytest

from storage.backup import porters
from storage.backup.errors import BackupDamaged, KeyDoesNotOpen, PorterDied
from storage.backup.layout import object_name
from storage.backup.porter import Road
from storage.backup.porters import Porters
from storage.backup.target import open_target
from storage.factory import open_store
from tests.unit.backup.made import IDENTITY, SPACE, Made, filled, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.keys import BlobKey

BLOBS = [bytes([number % 256]) * (1 + 997 * number) for number in range(150)]
SOON = 20


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(tmp_path / "first", BLOBS)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with open_store(str(folder)) as made:
        made.prepare()
    return folder


def _road(store: Path, *places: Path, identity: str = str(IDENTITY)) -> Road:
    made = [(f"place {folder.name}", partial(open_target, str(folder))) for folder in places]
    return Road(made, [identity], partial(open_store, str(store)), SPACE)


def _wanted() -> list[tuple[BlobKey, int]]:
    return filled(BLOBS)[1]


def _flip(root: Path, key: BlobKey) -> None:
    path = root / object_name(SPACE, key)
    whole = bytearray(path.read_bytes())
    whole[150] ^= 1
    path.chmod(0o600)
    path.write_bytes(whole)


@pytest.mark.parametrize("number", [1, 3])
def test_all_come_back_in_batches(made: Made, store: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porters, "BATCH", 7)
    with Porters(number) as processes:
        brought = list(processes.carry(_road(store, made.root), _wanted(), {}))
    assert sorted((one.key, one.size) for one in brought) == _wanted()
    assert not any(one.error for one in brought)
    with open_store(str(store)) as filled_one:
        for key, _ in _wanted():
            with filled_one.open(key) as blob, made.store.open(key) as right:
                assert blob.read() == right.read()
    assert list((store / "staging").iterdir()) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_blobs_than_processes(made: Made, store: Path, number: int) -> None:
    with Porters(4) as processes:
        brought = list(processes.carry(_road(store, made.root), _wanted()[:number], {}))
    assert len(brought) == number


def test_big_blobs_go_one_by_one(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porters, "BATCH_BYTES", 100_000)
    blobs = [(key, size, False) for key, size in _wanted()]
    batches = list(porters._batches(blobs))
    assert [one for batch in batches for one in batch] == blobs
    for batch in batches:
        assert sum(size for _, size, _ in batch[:-1]) < 100_000


def test_what_is_there_and_right_stays_and_what_is_wrong_is_replaced(made: Made, store: Path) -> None:
    right, wrong = _wanted()[0], _wanted()[1]
    for (key, size), data in ((right, made.store.open(right[0]).read()), (wrong, bytes(wrong[1]))):
        path = store / "blobs" / key.sharded
        path.write_bytes(data)
        assert path.stat().st_size == size
    inode = (store / "blobs" / right[0].sharded).stat().st_ino
    with Porters(2) as processes:
        brought = {one.key: one.size for one in processes.carry(_road(store, made.root), _wanted(), {})}
    assert brought == dict(_wanted()) | {right[0]: 0}
    assert (store / "blobs" / right[0].sharded).stat().st_ino == inode
    with made.store.open(wrong[0]) as blob:
        assert (store / "blobs" / wrong[0].sharded).read_bytes() == blob.read()


def test_a_damaged_blob_is_named_or_comes_from_elsewhere(made: Made, store: Path, tmp_path: Path) -> None:
    key = _wanted()[5][0]
    shutil.copytree(made.root, tmp_path / "second")
    _flip(made.root, key)
    with Porters(2) as processes:
        faults = [one for one in processes.carry(_road(store, made.root), _wanted(), {}) if one.error]
    assert [(one.key, type(one.error)) for one in faults] == [(key, BackupDamaged)]
    assert faults[0].error is not None
    assert faults[0].error.params["name"] == object_name(SPACE, key)
    elsewhere: dict[str, str] = {}
    with Porters(2) as processes:
        again = list(processes.carry(_road(store, made.root, tmp_path / "second"), _wanted(), elsewhere))
    assert [one.key for one in again if one.size] == [key]
    assert elsewhere == {object_name(SPACE, key): "place second"}


def test_what_a_process_cannot_get_over_is_raised_here(made: Made, store: Path) -> None:
    stranger = str(pyrage.x25519.Identity.generate())
    with Porters(2) as processes, pytest.raises(KeyDoesNotOpen) as error:
        list(processes.carry(_road(store, made.root, identity=stranger), _wanted(), {}))
    assert str(error.value.params["name"]).startswith("keys/")


def test_a_process_that_dies_is_told_and_the_next_run_goes_on(
    made: Made, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(porters, "BATCH", 5)
    with Porters(2) as processes:
        coming = processes.carry(_road(store, made.root), _wanted(), {})
        next(coming)
        for one in processes._all.values():
            one.kill()
        with pytest.raises(PorterDied) as error:
            list(coming)
    assert error.value.params == {"status": -signal.SIGKILL}
    with Porters(2) as processes:
        brought = list(processes.carry(_road(store, made.root), _wanted(), {}))
    assert sorted(one.key for one in brought) == [key for key, _ in _wanted()]
    assert any(one.size == 0 for one in brought)


PARENT = """
import time
from storage.backup.porters import Porters
with Porters(2) as processes:
    print(*(one.pid for one in processes._all.values()), flush=True)
    time.sleep(600)
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_processes_end_with_whoever_started_them(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    children = [int(one) for one in parent.stdout.readline().split()]
    assert len(children) == 2
    parent.kill()
    parent.wait()
    until = time.monotonic() + SOON
    while any(_lives(child) for child in children):
        assert time.monotonic() < until, children
        time.sleep(0.05)


def _lives(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
