"""What every store does, checked on memory, on a real folder and on a real S3 server."""

from __future__ import annotations

import hashlib
import io
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import BadBlobKey, BlobLocked, BlobMissing, StagedMissing, StageTooLarge
from storage.fixity import FixityOutcome, verify, verify_all
from storage.intake import HashedPieces
from storage.keys import BlobKey

if TYPE_CHECKING:
    from storage.protocol import BlobStore
    from tests.integration.storage.conftest import BackDoor, Bench

NOBODY = BlobKey("0" * 64)
HOUR = timedelta(hours=1)
a_few_examples = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Chunks:
    """A stream that gives its bytes in chunks of its own choosing, as a socket does, and may break."""

    def __init__(self, chunks: list[bytes], broken_by: Exception | None = None) -> None:
        self._chunks = [chunk for chunk in chunks if chunk]
        self._broken_by = broken_by

    def read(self, size: int, /) -> bytes:
        if not self._chunks:
            if self._broken_by:
                raise self._broken_by
            return b""
        chunk, rest = self._chunks[0][:size], self._chunks[0][size:]
        self._chunks[:1] = [rest] if rest else []
        return chunk


def unique(size: int = 40) -> bytes:
    return (uuid4().bytes * (size // 16 + 1))[:size]


def key_of(data: bytes) -> BlobKey:
    return BlobKey(hashlib.sha256(data).hexdigest())


# --- in and out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_001])
def test_bytes_come_back_under_their_checksum(bench: Bench, size: int) -> None:
    data = unique(size)
    ref = bench.put(data)
    assert (ref.key, ref.size) == (key_of(data), size)
    with bench.store.open(ref.key) as blob:
        assert blob.read() == data
    found = bench.store.stat(ref.key)
    assert (found.key, found.size) == (ref.key, size)
    assert abs(found.modified - datetime.now(UTC)) < timedelta(minutes=1)
    assert bench.store.exists(ref.key)


@a_few_examples
@given(chunks=st.lists(st.binary(max_size=5000), max_size=8))
def test_chunks_do_not_matter(store: BlobStore, chunks: list[bytes]) -> None:
    ref = store.commit(store.stage(Chunks(chunks)))
    assert ref.key == key_of(b"".join(chunks))
    with store.open(ref.key) as blob:
        assert blob.read() == b"".join(chunks)


def test_ranges_are_slices(bench: Bench) -> None:
    data = unique(70_000)
    key = bench.put(data).key

    @a_few_examples
    @given(start=st.integers(0, 80_000), length=st.integers(0, 80_000))
    def check(start: int, length: int) -> None:
        assert bench.store.read_range(key, start, length) == data[start : start + length]

    check()


def test_a_stream_whose_hashing_was_begun_is_stored_whole(bench: Bench) -> None:
    data = unique((1 << 20) + 7)
    pieces = HashedPieces(io.BytesIO(data))
    pieces.begin()
    staged = bench.store.stage(pieces, size_hint=len(data))
    assert bench.store.read_range(bench.store.commit(staged).key, 0, len(data) + 1) == data
    assert staged.key == key_of(data)


@pytest.mark.parametrize(("start", "length"), [(-1, 5), (0, -1)])
def test_a_range_has_no_negative_numbers(bench: Bench, start: int, length: int) -> None:
    key = bench.put(b"some bytes").key
    with pytest.raises(ValueError, match="negative"):
        bench.store.read_range(key, start, length)


def test_an_open_blob_can_be_sought_in(bench: Bench) -> None:
    data = unique(900_000)
    with bench.store.open(bench.put(data).key) as blob:
        assert blob.seekable()
        assert blob.seek(-7, io.SEEK_END) == len(data) - 7
        assert blob.read() == data[-7:]
        assert blob.read() == b""
        blob.seek(600_001)
        assert blob.read(10) == data[600_001:600_011]
        blob.seek(3)
        assert blob.read(300_000) == data[3:300_003]
        assert blob.tell() == 300_003


# --- staging and committing -------------------------------------------------------------------------------------


def test_staged_bytes_cannot_be_seen(store: BlobStore) -> None:
    store.stage(io.BytesIO(data := unique()))
    assert not store.exists(key_of(data))
    assert list(store.iterate()) == []


def test_the_same_bytes_are_stored_once(bench: Bench) -> None:
    data = unique()
    assert bench.put(data) == bench.put(data)
    assert bench.door.copies(key_of(data)) == 1
    assert bench.door.staged() == 0


def test_commit_may_be_repeated(store: BlobStore, door: BackDoor) -> None:
    staged = store.stage(io.BytesIO(unique()))
    assert store.commit(staged) == store.commit(staged)
    assert door.copies(staged.key) == 1


def test_discarded_bytes_are_gone(store: BlobStore, door: BackDoor) -> None:
    staged = store.stage(io.BytesIO(unique()))
    assert door.staged() == 1
    store.discard(staged)
    store.discard(staged)
    assert door.staged() == 0
    with pytest.raises(StagedMissing):
        store.commit(staged)
    assert not store.exists(staged.key)


def test_a_stream_of_just_the_limit_is_taken_and_of_one_byte_more_is_not(store: BlobStore, door: BackDoor) -> None:
    assert store.stage(io.BytesIO(bytes(2_000_000)), limit=2_000_000).size == 2_000_000
    before = door.staged()
    with pytest.raises(StageTooLarge) as refused:
        store.stage(io.BytesIO(bytes(2_000_001)), limit=2_000_000)
    assert refused.value.params == {"limit": 2_000_000}
    assert door.staged() == before


def test_a_hint_beyond_the_limit_is_refused_before_reading(store: BlobStore) -> None:
    stream = io.BytesIO(b"unread")
    with pytest.raises(StageTooLarge):
        store.stage(stream, size_hint=10, limit=9)
    assert stream.tell() == 0


@pytest.mark.parametrize("hint", [0, 5, 5_000_000])
def test_a_wrong_hint_does_no_harm(store: BlobStore, hint: int) -> None:
    data = unique(1000)
    assert store.commit(store.stage(io.BytesIO(data), size_hint=hint)).size == 1000


@pytest.mark.parametrize("error", [ConnectionResetError("gone"), ValueError("bad")])
def test_what_a_stream_raises_passes_unchanged_and_leaves_nothing(
    store: BlobStore, door: BackDoor, error: Exception
) -> None:
    with pytest.raises(type(error)) as raised:
        store.stage(Chunks([bytes(1_500_000)], broken_by=error))
    assert raised.value is error
    assert door.staged() == 0


def test_sweeping_takes_leftovers_and_spares_the_young(store: BlobStore, door: BackDoor) -> None:
    store.stage(io.BytesIO(unique()))
    committed = store.commit(store.stage(io.BytesIO(unique())))
    assert store.sweep_staging(HOUR) == 0
    assert door.staged() == 1
    assert store.sweep_staging(timedelta(seconds=-2)) == 1
    assert door.staged() == 0
    assert store.exists(committed.key)


def test_a_blob_of_a_wrong_size_is_replaced_by_the_right_bytes(bench: Bench) -> None:
    data = unique()
    key = bench.put(data).key
    bench.door.overwrite(key, data[:-1])
    bench.put(data)
    assert verify(bench.store, key).outcome is FixityOutcome.INTACT


def test_wrong_bytes_of_the_right_size_are_replaced_when_that_is_asked_for(bench: Bench) -> None:
    data = unique()
    key = bench.put(data).key
    bench.door.overwrite(key, unique())
    bench.put(data)
    assert verify(bench.store, key).outcome is FixityOutcome.WRONG_BYTES  # a commit does not read what is there
    assert bench.store.replace(bench.store.stage(io.BytesIO(data))).key == key
    assert verify(bench.store, key).outcome is FixityOutcome.INTACT
    gone = bench.store.stage(io.BytesIO(data))
    bench.store.discard(gone)
    with pytest.raises(StagedMissing):
        bench.store.replace(replace(gone, size=gone.size + 1))


# --- what is not there, and lists -------------------------------------------------------------------------------


def test_a_missing_blob_is_named(store: BlobStore) -> None:
    assert not store.exists(NOBODY)
    assert not store.remove(NOBODY)
    for call in (
        lambda: store.open(NOBODY),
        lambda: store.stat(NOBODY),
        lambda: store.read_range(NOBODY, 0, 1),
        lambda: store.locked_until(NOBODY),
        lambda: store.lock_until(NOBODY, datetime.now(UTC)),
    ):
        with pytest.raises(BlobMissing) as missing:
            call()
        assert missing.value.params == {"key": NOBODY}


def test_lists_are_sorted_and_can_be_narrowed(bench: Bench) -> None:
    keys = sorted(bench.put(b"%d" % number).key for number in range(40))
    assert [found.key for found in bench.store.iterate()] == keys
    assert [found.size for found in bench.store.iterate(keys[7])] == [bench.store.stat(keys[7]).size]
    for width in range(1, 7):
        prefix = keys[20][:width]
        assert [found.key for found in bench.store.iterate(prefix)] == [key for key in keys if key.startswith(prefix)]


@pytest.mark.parametrize("prefix", ["../", "AB", "g", "a/b", "0" * 65])
def test_a_list_of_impossible_keys_is_refused(store: BlobStore, prefix: str) -> None:
    with pytest.raises(BadBlobKey):
        store.iterate(prefix)


# --- locks and removal ------------------------------------------------------------------------------------------


def test_removal_takes_the_bytes_and_they_may_come_again(bench: Bench) -> None:
    data = unique()
    key = bench.put(data).key
    assert bench.store.remove(key)
    assert not bench.store.exists(key)
    assert bench.door.copies(key) == 0
    assert not bench.store.remove(key)
    bench.put(data)
    assert bench.store.locked_until(key) is None
    assert bench.store.remove(key)


def test_a_lock_holds_and_never_gets_shorter(bench: Bench) -> None:
    key = bench.put(unique()).key
    assert bench.store.locked_until(key) is None
    soon = datetime.now(UTC).replace(microsecond=0) + HOUR
    bench.store.lock_until(key, soon)
    with pytest.raises(BlobLocked) as refused:
        bench.store.remove(key)
    assert refused.value.params == {"key": key, "until": soon}
    bench.store.lock_until(key, soon - HOUR / 2)
    assert bench.store.locked_until(key) == soon
    bench.store.lock_until(key, soon + HOUR)
    assert bench.store.locked_until(key) == soon + HOUR
    assert verify(bench.store, key).outcome is FixityOutcome.INTACT


def test_filing_locked_bytes_again_keeps_the_lock(bench: Bench) -> None:
    data = unique()
    key = bench.put(data).key
    bench.store.lock_until(key, datetime.now(UTC) + HOUR)
    bench.put(data)
    with pytest.raises(BlobLocked):
        bench.store.remove(key)


def test_a_lock_in_another_zone_ends_at_the_same_moment_rounded_up(bench: Bench) -> None:
    key = bench.put(unique()).key
    end = datetime.now(UTC).replace(microsecond=1) + HOUR
    bench.store.lock_until(key, end.astimezone())
    assert bench.store.locked_until(key) == end.replace(microsecond=0) + timedelta(seconds=1)


def test_a_lock_ends(bench: Bench) -> None:
    key = bench.put(unique()).key
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)  # a slow machine still finds it locked
    bench.store.lock_until(key, end)
    with pytest.raises(BlobLocked):
        bench.store.remove(key)
    time.sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()) + 0.1)
    assert bench.store.locked_until(key) == end
    assert bench.store.remove(key)


def test_a_lock_needs_a_zone(bench: Bench) -> None:
    key = bench.put(unique()).key
    with pytest.raises(ValueError, match="aware"):
        bench.store.lock_until(key, datetime(2099, 1, 1))  # noqa: DTZ001 - that is the point
    assert bench.store.locked_until(key) is None


# --- fixity -----------------------------------------------------------------------------------------------------


def test_fixity_tells_intact_wrong_and_missing_apart(bench: Bench) -> None:
    intact, wrong, missing = (bench.put(unique()).key for _ in range(3))
    bench.door.overwrite(wrong, unique())
    bench.door.lose(missing)
    reports = list(verify_all(bench.store, [intact, wrong, missing]))
    assert [(report.key, report.outcome, report.size) for report in reports] == [
        (intact, FixityOutcome.INTACT, 40),
        (wrong, FixityOutcome.WRONG_BYTES, 40),
        (missing, FixityOutcome.MISSING, 0),
    ]


# --- many at once -----------------------------------------------------------------------------------------------


def test_many_stored_quickly_are_stored_like_one(bench: Bench) -> None:
    datas = [b"%d" % number for number in range(20)]
    with bench.store.bulk(), ThreadPoolExecutor(4) as pool:
        refs = list(pool.map(bench.put, datas))
    assert [bench.store.read_range(ref.key, 0, 10) for ref in refs] == datas
    assert bench.door.staged() == 0


def test_threads_with_the_same_bytes_all_succeed(bench: Bench) -> None:
    data = unique(200_000)
    with ThreadPoolExecutor(8) as pool:
        refs = set(pool.map(bench.put, [data] * 16))
    assert refs == {(bench.put(data))}
    assert verify(bench.store, key_of(data)).outcome is FixityOutcome.INTACT
    assert bench.door.staged() == 0
    assert bench.store.remove(key_of(data))
    assert bench.door.copies(key_of(data)) == 0


def test_threads_with_different_bytes_do_not_disturb_each_other(bench: Bench) -> None:
    blobs = [unique(50_000) for _ in range(24)]
    with ThreadPoolExecutor(6) as pool:
        keys = [ref.key for ref in pool.map(bench.put, blobs)]
    assert keys == [key_of(blob) for blob in blobs]
    assert [found.key for found in bench.store.iterate()] == sorted(keys)


# --- the store itself -------------------------------------------------------------------------------------------


def test_a_healthy_store_says_so_and_leaves_no_probe(store: BlobStore, door: BackDoor) -> None:
    free = store.check().free_bytes
    assert free is None or free > 0
    assert door.staged() == 0


def test_preparing_again_keeps_what_is_there(bench: Bench) -> None:
    key = bench.put(unique()).key
    bench.store.prepare()
    assert bench.store.exists(key)


def test_closing_twice_is_harmless(store: BlobStore) -> None:
    store.close()
    store.close()
