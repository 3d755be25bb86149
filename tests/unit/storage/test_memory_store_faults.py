"""The faults that the memory store has on order, for the tests of its users."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.errors import BlobLocked, BlobMissing, StorageFull, StorageUnavailable
from storage.fixity import FixityOutcome, verify
from storage.memory import MemoryBlobStore

if TYPE_CHECKING:
    from storage.keys import BlobKey


def put(store: MemoryBlobStore, data: bytes = b"a page of a journal") -> BlobKey:
    return store.commit(store.stage(io.BytesIO(data))).key


def test_a_call_fails_as_often_as_ordered() -> None:
    store = MemoryBlobStore()
    store.fail_next("commit", StorageUnavailable(reason="gone"), times=2)
    staged = store.stage(io.BytesIO(b"x"))
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            store.commit(staged)
    assert store.commit(staged).key == staged.key


@pytest.mark.parametrize("data", [b"", b"some bytes"])
def test_staging_fails_in_the_middle_and_leaves_nothing(data: bytes) -> None:
    store = MemoryBlobStore()
    store.fail_next("stage", StorageUnavailable(reason="gone"))
    with pytest.raises(StorageUnavailable):
        store.stage(io.BytesIO(data))
    assert store.staged_count() == 0


def test_a_fault_of_a_method_that_is_not_there_is_a_mistake_in_the_test() -> None:
    with pytest.raises(AttributeError):
        MemoryBlobStore().fail_next("delete", StorageUnavailable())


@pytest.mark.parametrize("after", [0, 1, 18])
def test_a_read_breaks_off_once(after: int) -> None:
    store = MemoryBlobStore()
    key = put(store)
    store.truncate_next_read(after)
    with store.open(key) as blob:
        assert blob.read(after) == b"a page of a journal"[:after]
        with pytest.raises(StorageUnavailable):
            blob.read()
    with store.open(key) as blob:
        assert blob.read() == b"a page of a journal"


def test_rot_and_loss_are_found() -> None:
    store = MemoryBlobStore()
    rotten, lost, unread = put(store, b"one"), put(store, b"two"), put(store, b"three")
    store.corrupt(rotten)
    store.lose(lost)
    assert verify(store, rotten).outcome is FixityOutcome.WRONG_BYTES
    assert verify(store, lost).outcome is FixityOutcome.MISSING
    store.truncate_next_read(2)
    report = verify(store, unread)
    assert (report.outcome, report.reason) == (FixityOutcome.NOT_CHECKED, "storage_unavailable")
    with pytest.raises(BlobMissing):
        store.open(lost)


def test_a_full_store_refuses_and_keeps_what_it_has() -> None:
    store = MemoryBlobStore(capacity=10)
    key = put(store, b"123456")
    with pytest.raises(StorageFull) as refused:
        put(store, b"12345")
    assert refused.value.params == {"needed": 5, "free": 4}
    assert store.staged_count() == 0
    put(store, b"1234")
    with pytest.raises(StorageFull):
        store.check()
    assert store.remove(key)
    assert store.check().free_bytes == 6


def test_locks_end_by_the_given_clock() -> None:
    today = [datetime(2026, 11, 22, tzinfo=UTC)]
    store = MemoryBlobStore(clock=lambda: today[0])
    key = put(store)
    store.lock_until(key, today[0] + timedelta(days=1))
    with pytest.raises(BlobLocked):
        store.remove(key)
    today[0] += timedelta(days=1)
    assert store.remove(key)
