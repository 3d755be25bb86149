"""What may go wrong around the local store: a full disk, a killed process, a dying disk, two writers."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import local as local_module
from storage.errors import BlobLocked, BlobMissing, StorageFull, StorageUnavailable
from storage.fixity import FixityOutcome, verify
from storage.keys import BlobKey
from storage.local import LocalBlobStore

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
HOUR = timedelta(hours=1)
SWEEP_ALL = timedelta(seconds=-2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def local(folder: Path) -> LocalBlobStore:
    store = LocalBlobStore(folder)
    store.prepare()
    return store


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a tiny file system; the limit on file sizes is tested anyway")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a script that speaks over its standard output."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def put(store: LocalBlobStore, data: bytes) -> BlobKey:
    return store.commit(store.stage(io.BytesIO(data))).key


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_blob_is_read_only_and_named_by_nothing_but_its_checksum(local: LocalBlobStore, folder: Path) -> None:
    key = put(local, b"order no. 5")
    path = folder / "blobs" / key[:2] / key
    assert path.stat().st_mode & 0o777 == 0o444
    assert files_below(folder / "blobs") == [key]


# --- no room ----------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_while_staging_is_named_and_nothing_stays(tiny_disk: Path) -> None:
    store = LocalBlobStore(tiny_disk / "store")
    store.prepare()
    kept = put(store, b"was here before")
    with pytest.raises(StorageFull):
        store.stage(io.BytesIO(bytes(3 << 20)))
    assert files_below(tiny_disk) == [kept]
    assert verify(store, kept).outcome is FixityOutcome.INTACT
    assert put(store, b"there is room for this")


def test_a_hint_without_room_is_refused_before_reading(tiny_disk: Path) -> None:
    store = LocalBlobStore(tiny_disk / "store")
    store.prepare()
    stream = io.BytesIO(b"unread")
    with pytest.raises(StorageFull) as refused:
        store.stage(stream, size_hint=3 << 20)
    assert stream.tell() == 0
    assert refused.value.params["needed"] == 3 << 20


def test_the_check_notices_a_full_disk(tiny_disk: Path) -> None:
    store = LocalBlobStore(tiny_disk / "store")
    store.prepare()
    assert 0 < (store.check().free_bytes or 0) <= 2 << 20
    with pytest.raises(OSError, match="No space"):
        (tiny_disk / "ballast").write_bytes(bytes(3 << 20))
    with pytest.raises(StorageFull):
        store.check()


BEYOND_THE_LIMIT = """
import io, resource, sys
from pathlib import Path
from storage.errors import StorageFull
from storage.local import LocalBlobStore
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
try:
    LocalBlobStore(Path(sys.argv[1])).stage(io.BytesIO(bytes(3_000_000)))
except StorageFull as error:
    print(error.code)
"""


def test_a_limit_on_file_sizes_is_named_and_nothing_stays(local: LocalBlobStore, folder: Path) -> None:
    told, _ = child(BEYOND_THE_LIMIT, folder).communicate(timeout=60)
    assert told.strip() == "storage_full"
    assert files_below(folder) == []


def test_many_are_made_durable_by_one_call_and_each_other_by_its_own(
    local: LocalBlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[object] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(local_module, "syncing_disk", lambda root: nullcontext(lambda: synced.append(root)))
    with local.bulk():
        for data in (b"one", b"two"):
            local.commit(local.stage(io.BytesIO(data)))
        assert synced == []
    assert len(synced) == 1
    local.commit(local.stage(io.BytesIO(b"three")))
    assert len(synced) > 2  # its bytes, its name
    synced.clear()
    with pytest.raises(KeyError), local.bulk():
        raise KeyError
    assert synced == []  # nobody may take it for durable
    local.commit(local.stage(io.BytesIO(b"four")))
    assert synced


# --- processes --------------------------------------------------------------------------------------------------

DIES_WHILE_STAGING = """
import os, signal, sys
from pathlib import Path
from storage.local import LocalBlobStore
class Deadly:
    given = 0
    def read(self, size):
        self.given += 1
        if self.given == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return bytes(size)
LocalBlobStore(Path(sys.argv[1])).stage(Deadly())
"""

DIES_BEFORE_COMMIT = """
import io, os, signal, sys
from pathlib import Path
from storage.local import LocalBlobStore
LocalBlobStore(Path(sys.argv[1])).stage(io.BytesIO(b"staged and lost"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("script", [DIES_WHILE_STAGING, DIES_BEFORE_COMMIT])
def test_what_a_killed_writer_leaves_is_invisible_and_swept(local: LocalBlobStore, folder: Path, script: str) -> None:
    writer = child(script, folder)
    writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL
    assert list(local.iterate()) == []
    assert len(files_below(folder / "staging")) == 1
    assert local.sweep_staging(HOUR) == 0
    assert local.sweep_staging(SWEEP_ALL) == 1
    assert files_below(folder) == []


COMMITS_UNTIL_KILLED = """
import hashlib, io, sys
from pathlib import Path
from storage.local import LocalBlobStore
store = LocalBlobStore(Path(sys.argv[1]))
for number in range(1_000_000):
    print(store.commit(store.stage(io.BytesIO(b"%d" % number * 20_000))).key, flush=True)
"""


def test_every_acknowledged_blob_survives_a_kill_whole(local: LocalBlobStore, folder: Path) -> None:
    writer = child(COMMITS_UNTIL_KILLED, folder)
    assert writer.stdout is not None
    acknowledged = [BlobKey(writer.stdout.readline().strip()) for _ in range(25)]
    writer.kill()
    acknowledged += [BlobKey(line.strip()) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    stored = [found.key for found in local.iterate()]
    assert set(acknowledged) <= set(stored)
    assert {verify(local, key).outcome for key in stored} == {FixityOutcome.INTACT}


COMMITS_THE_SAME = """
import io, sys
from pathlib import Path
from storage.local import LocalBlobStore
store = LocalBlobStore(Path(sys.argv[1]))
for number in range(60):
    store.commit(store.stage(io.BytesIO(b"%d" % number * 1000)))
"""


def test_processes_with_the_same_bytes_all_succeed(local: LocalBlobStore, folder: Path) -> None:
    writers = [child(COMMITS_THE_SAME, folder) for _ in range(3)]
    for writer in writers:
        writer.communicate(timeout=120)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    stored = [found.key for found in local.iterate()]
    assert len(stored) == 60
    assert {verify(local, key).outcome for key in stored} == {FixityOutcome.INTACT}
    assert files_below(folder / "staging") == []


# --- locks ------------------------------------------------------------------------------------------------------


def test_a_lock_outlives_the_process_and_ends_by_the_clock(folder: Path) -> None:
    first = LocalBlobStore(folder)
    first.prepare()
    key = put(first, b"permanent")
    end = datetime(2090, 1, 1, tzinfo=UTC)
    first.lock_until(key, end)
    with pytest.raises(BlobLocked):
        LocalBlobStore(folder).remove(key)
    assert not LocalBlobStore(folder, clock=lambda: end - HOUR).sweep_staging(SWEEP_ALL)
    assert LocalBlobStore(folder, clock=lambda: end).remove(key)
    assert files_below(folder) == ["guard"]


@pytest.mark.parametrize("record", [b"", b"tomorrow", b"\xff\xfe", b"2090-01-01"])
def test_a_damaged_lock_record_counts_as_a_lock(local: LocalBlobStore, folder: Path, record: bytes) -> None:
    key = put(local, b"permanent")
    local.lock_until(key, datetime(2090, 1, 1, tzinfo=UTC))
    (folder / "locks" / key.sharded).write_bytes(record)
    with pytest.raises(StorageUnavailable) as refused:
        local.remove(key)
    assert refused.value.params["reason"] == "lock_record_damaged"
    assert local.exists(key)


def test_the_latest_of_many_locks_set_at_once_holds(local: LocalBlobStore, folder: Path) -> None:
    key = put(local, b"permanent")
    ends = [datetime(2090, 1, 1, tzinfo=UTC) + HOUR * number for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda end: LocalBlobStore(folder).lock_until(key, end), ends))
    assert local.locked_until(key) == max(ends)


# --- disks ------------------------------------------------------------------------------------------------------


def test_a_store_that_is_not_mounted_is_not_an_empty_one(folder: Path) -> None:
    store = LocalBlobStore(folder)
    key = BlobKey("0" * 64)
    for call in (
        lambda: store.stage(io.BytesIO(b"x")),
        lambda: store.exists(key),
        lambda: store.remove(key),
        lambda: list(store.iterate()),
        lambda: store.lock_until(key, datetime(2090, 1, 1, tzinfo=UTC)),
        lambda: store.sweep_staging(HOUR),
        store.check,
    ):
        with pytest.raises(StorageUnavailable) as refused:
            call()
        assert refused.value.params["reason"] == "not_prepared"
    assert verify(store, key).outcome is FixityOutcome.NOT_CHECKED
    assert not folder.exists()


def test_a_disk_unmounted_before_commit_is_noticed_and_nothing_is_made_in_its_place(
    local: LocalBlobStore, folder: Path
) -> None:
    staged = local.stage(io.BytesIO(b"a page"))
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()  # the empty mount point
    with pytest.raises(StorageUnavailable) as refused:
        local.commit(staged)
    assert refused.value.params["reason"] == "not_prepared"
    assert list(folder.iterdir()) == []
    folder.rmdir()
    away.rename(folder)
    assert local.commit(staged).key == staged.key


def test_a_disk_that_cannot_be_read_is_neither_missing_nor_wrong(local: LocalBlobStore, folder: Path) -> None:
    key = put(local, b"on a bad sector")
    path = folder / "blobs" / key.sharded
    path.unlink()
    path.symlink_to("/proc/self/mem")  # opens, and answers a read of its first page with an input/output error
    with local.open(key) as blob, pytest.raises(StorageUnavailable) as refused:
        blob.read()
    assert refused.value.params["reason"] == "EIO"
    report = verify(local, key)
    assert (report.outcome, report.reason) == (FixityOutcome.NOT_CHECKED, "storage_unavailable")


def test_foreign_files_are_not_blobs(local: LocalBlobStore, folder: Path) -> None:
    key = put(local, b"a blob")
    (folder / "blobs" / key[:2] / ".nfs0001").touch()
    assert [found.key for found in local.iterate()] == [key]


def test_a_folder_in_place_of_a_blob_is_not_read_as_one(local: LocalBlobStore, folder: Path) -> None:
    key = BlobKey("a" * 64)
    (folder / "blobs" / key.sharded).mkdir(parents=True)
    with pytest.raises((BlobMissing, StorageUnavailable)):
        local.open(key)
