"""What may go wrong between us and S3: no server, a server that dies, wrong keys, bytes damaged on the way."""

from __future__ import annotations

import io
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from minio.error import S3Error

from storage.errors import BlobLocked, BlobMissing, LocksUnsupported, StorageDenied, StorageUnavailable
from storage.factory import open_store
from storage.fixity import FixityOutcome, verify
from storage.keys import BlobKey
from storage.s3 import S3BlobStore
from storage.s3_config import LockMode, S3Config
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, WeedServer, running_weed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.protocol import BlobRef, BlobStore

ROOT = Path(__file__).resolve().parents[3]
NOBODY = BlobKey("0" * 64)
HOUR = timedelta(hours=1)
SWEEP_ALL = timedelta(seconds=-2)
MEGABYTE = 1 << 20


def put(store: BlobStore, data: bytes) -> BlobRef:
    return store.commit(store.stage(io.BytesIO(data)))


class Interrupted:
    """A stream of `size` bytes that calls `then` when half of it is read."""

    def __init__(self, size: int, then: Callable[[], None]) -> None:
        self._left = size
        self._half = size // 2
        self._then: Callable[[], None] | None = then

    def read(self, size: int, /) -> bytes:
        given = bytes(min(size, self._left))
        self._left -= len(given)
        if self._left <= self._half and self._then:
            self._then()
            self._then = None
        return given


# --- the server's own guarantees, as we use them ----------------------------------------------------------------


def test_a_blob_of_many_parts_is_joined_and_leaves_no_part(s3_store: S3BlobStore, s3_config: S3Config) -> None:
    data = b"".join(bytes([number]) * MEGABYTE for number in range(13))
    staged = s3_store.stage(io.BytesIO(data))
    assert len(s3_store._staging.parts(staged.token)) == 3
    ref = s3_store.commit(staged)
    assert verify(s3_store, ref.key).outcome is FixityOutcome.INTACT
    assert s3_store.read_range(ref.key, 5 * MEGABYTE - 2, 4) == data[5 * MEGABYTE - 2 : 5 * MEGABYTE + 2]
    assert s3_store._staging.parts(staged.token) == []


@pytest.mark.parametrize("mode", [LockMode.GOVERNANCE, LockMode.COMPLIANCE])
def test_the_server_itself_refuses_to_destroy_a_locked_version(s3_config: S3Config, mode: LockMode) -> None:
    store = S3BlobStore(replace(s3_config, lock=mode))
    store.prepare()
    key = put(store, uuid4().bytes).key
    store.lock_until(key, datetime.now(UTC) + HOUR)
    name = store._name(key)
    (version,) = store._versions.below(name)
    retention = store._client.get_object_retention(s3_config.bucket, name, version_id=version.version_id)
    assert retention is not None
    assert retention.mode == mode.name
    with pytest.raises(S3Error) as refused:
        store._client.remove_object(s3_config.bucket, name, version_id=version.version_id)
    assert refused.value.code == "AccessDenied"


def put_past_the_store(store: S3BlobStore, key: BlobKey, data: bytes) -> None:
    """Leave a second version, as two nodes do that commit the same bytes at the same moment."""
    store._client.put_object(store._bucket, store._name(key), io.BytesIO(data), len(data))


def test_a_second_version_does_not_hide_the_lock_on_the_first(s3_store: S3BlobStore) -> None:
    key = put(s3_store, data := uuid4().bytes).key
    end = datetime.now(UTC).replace(microsecond=0) + HOUR
    s3_store.lock_until(key, end)
    put_past_the_store(s3_store, key, data)
    assert s3_store.locked_until(key) == end
    with pytest.raises(BlobLocked):
        s3_store.remove(key)
    assert len(list(s3_store._versions.below(s3_store._name(key)))) == 2


def test_every_version_is_locked(s3_store: S3BlobStore) -> None:
    key = put(s3_store, data := uuid4().bytes).key
    put_past_the_store(s3_store, key, data)
    end = datetime.now(UTC).replace(microsecond=0) + HOUR
    s3_store.lock_until(key, end)
    versions = s3_store._versions.below(s3_store._name(key))
    assert [s3_store._versions.lock_end(version) for version in versions] == [end, end]


def test_removal_takes_every_version_and_marker(s3_store: S3BlobStore, s3_config: S3Config) -> None:
    key = put(s3_store, data := uuid4().bytes).key
    put_past_the_store(s3_store, key, data)
    s3_store._client.remove_object(s3_config.bucket, s3_store._name(key))
    assert not s3_store.exists(key)
    assert s3_store.remove(key)
    assert list(s3_store._versions.below(s3_store._name(key))) == []


def test_bytes_damaged_on_the_way_are_refused(s3_store: S3BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    send = s3_store._pool.urlopen

    def damaging(method: str, url: str, *, body: bytes | None = None, **rest: Any) -> object:
        if method == "PUT" and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        return send(method, url, body=body, **rest)

    monkeypatch.setattr(s3_store._pool, "urlopen", damaging)
    with pytest.raises(StorageUnavailable) as refused:
        s3_store.stage(io.BytesIO(b"a page of a journal"))
    assert refused.value.params["reason"] == "BadDigest"
    assert refused.value.retryable


def test_a_join_that_a_crash_left_half_done_is_aborted(s3_store: S3BlobStore, s3_config: S3Config) -> None:
    client = s3_store._client
    client._create_multipart_upload(s3_config.bucket, s3_store._name(NOBODY), {})

    def half_done() -> int:
        return len(client._list_multipart_uploads(s3_config.bucket, prefix=s3_config.prefix).uploads)

    assert half_done() == 1
    assert not s3_store.exists(NOBODY)
    s3_store.sweep_staging(HOUR)
    assert half_done() == 1
    s3_store.sweep_staging(SWEEP_ALL)
    assert half_done() == 0


# --- buckets and keys -------------------------------------------------------------------------------------------


def test_a_missing_bucket_is_not_a_missing_blob(s3_config: S3Config) -> None:
    store = S3BlobStore(replace(s3_config, bucket="nowhere"))
    for call in (
        lambda: store.stat(NOBODY),
        lambda: store.exists(NOBODY),
        lambda: store.read_range(NOBODY, 0, 1),
        lambda: store.locked_until(NOBODY),
        lambda: store.remove(NOBODY),
        lambda: list(store.iterate()),
        lambda: store.stage(io.BytesIO(b"x")),
        store.check,
    ):
        with pytest.raises(StorageUnavailable):
            call()
    assert verify(store, NOBODY).outcome is FixityOutcome.NOT_CHECKED


def test_a_wrong_secret_is_denied_and_never_shown(s3_config: S3Config) -> None:
    store = S3BlobStore(replace(s3_config, secret_key="guessed-secret"))
    for call in (store.prepare, store.check, lambda: store.exists(NOBODY)):
        with pytest.raises(StorageDenied) as refused:
            call()
        assert "guessed-secret" not in str(refused.value)
        assert not refused.value.retryable


def test_a_bucket_without_object_lock_is_refused_where_locks_are_wanted(s3_config: S3Config) -> None:
    plain = replace(s3_config, bucket=f"plain-{uuid4().hex[:8]}", lock=LockMode.NONE)
    store = S3BlobStore(plain)
    store.prepare()
    with pytest.raises(LocksUnsupported):
        S3BlobStore(replace(plain, lock=LockMode.COMPLIANCE)).prepare()
    key = put(store, data := uuid4().bytes).key
    with pytest.raises(LocksUnsupported):
        store.lock_until(key, datetime.now(UTC) + HOUR)
    assert store.locked_until(key) is None
    put(store, data)
    assert store.remove(key)
    assert not store.exists(key)
    store.stage(io.BytesIO(b"left"))
    assert store.sweep_staging(SWEEP_ALL) == 1


# --- a server that is away --------------------------------------------------------------------------------------


def test_nobody_listening_is_told_within_seconds(s3_config: S3Config) -> None:
    with socket.socket() as unheard:  # bound, not listening: connections are refused
        unheard.bind(("127.0.0.1", 0))
        store = S3BlobStore(replace(s3_config, endpoint=f"127.0.0.1:{unheard.getsockname()[1]}"))
        started = time.monotonic()
        with pytest.raises(StorageUnavailable) as refused:
            store.exists(NOBODY)
        assert time.monotonic() - started < 10
    assert refused.value.retryable


def test_a_server_killed_in_the_middle_loses_nothing_and_shows_nothing_half(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with running_weed(tmp_path_factory.mktemp("mortal")) as server:
        url = server.url("archive", timeout=5, retries=1)
        config = S3Config.from_url(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
        with S3BlobStore(config, part_bytes=5 * MEGABYTE) as store:
            store.prepare()
            kept = put(store, uuid4().bytes * 1000).key
            staged = store.stage(io.BytesIO(uuid4().bytes))
            with pytest.raises(StorageUnavailable):
                store.stage(Interrupted(30 * MEGABYTE, then=server.kill))
            with pytest.raises(StorageUnavailable):
                store.commit(staged)
            assert verify(store, kept).outcome is FixityOutcome.NOT_CHECKED
            server.start()
            assert [found.key for found in store.iterate()] == [kept]
            assert verify(store, kept).outcome is FixityOutcome.INTACT
            assert store.commit(staged).key == staged.key
            assert store.sweep_staging(SWEEP_ALL) == 1


DIES_BEFORE_COMMIT = """
import io, os, signal, sys
from storage.factory import open_store
store = open_store(sys.argv[1], access_key=sys.argv[2], secret_key=sys.argv[3])
store.stage(io.BytesIO(b"staged and lost"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_leaves_is_invisible_and_swept(weed_server: WeedServer) -> None:
    url = weed_server.url(SHARED_BUCKET, prefix=uuid4().hex)
    with open_store(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY) as store:
        store.prepare()
        kept = put(store, b"committed").key
        writer = subprocess.run(
            [sys.executable, "-c", DIES_BEFORE_COMMIT, url, ACCESS_KEY, SECRET_KEY], cwd=ROOT, check=False
        )
        assert writer.returncode == -signal.SIGKILL
        assert [found.key for found in store.iterate()] == [kept]
        assert store.sweep_staging(HOUR) == 0
        assert store.sweep_staging(SWEEP_ALL) == 1
        assert store.sweep_staging(SWEEP_ALL) == 0


class Liar(BaseHTTPRequestHandler):
    """A server in trouble: promises a thousand bytes and breaks off after ten; fails everything else with 503."""

    asked = 0

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(b"ten bytes.")
        self.close_connection = True

    def do_PUT(self) -> None:
        Liar.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Keep quiet."""


@pytest.fixture
def liar(s3_config: S3Config) -> Iterator[S3BlobStore]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Liar) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield S3BlobStore(replace(s3_config, endpoint=f"127.0.0.1:{server.server_port}", retries=2))
        server.shutdown()


def test_an_answer_that_ends_early_is_never_taken_for_the_end(liar: S3BlobStore) -> None:
    with liar.open(NOBODY) as blob, pytest.raises(StorageUnavailable):
        blob.read()
    with pytest.raises(StorageUnavailable):
        liar.read_range(NOBODY, 0, 1000)
    assert verify(liar, NOBODY).outcome is FixityOutcome.NOT_CHECKED


def test_a_busy_server_is_asked_a_few_times_and_no_more(liar: S3BlobStore) -> None:
    Liar.asked = 0
    with pytest.raises(StorageUnavailable, match="503"):
        liar.stage(io.BytesIO(b"x"))
    assert Liar.asked == 3


def test_a_blob_that_vanishes_while_open_is_missing(s3_store: S3BlobStore) -> None:
    key = put(s3_store, uuid4().bytes).key
    with s3_store.open(key) as blob:
        s3_store.remove(key)
        with pytest.raises(BlobMissing):
            blob.read()
