"""Object lock at a real S3 server: what a backup has written cannot be removed before its time, and goes after it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from archive_app.errors import describe
from storage.backup.layout import SEAL, object_name
from storage.backup.pruning import prune
from storage.backup.seals import snapshot_folder
from storage.backup.target import held_at, open_target
from storage.errors import BadStorageUrl, LocksUnsupported, StorageDenied
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, WeedServer
from tests.unit.backup.made import SPACE, fill_target, filled

if TYPE_CHECKING:
    from storage.backup.target import BackupTarget

DAY, SHORT = 86_400.0, 2.0
"""Seconds. The end of a lock is rounded up to a second, so tests wait for it, and never reckon when it comes."""
PATIENCE = 60.0
FIRST, SECOND = "20261121t000000z-00000001", "20261122t000000z-00000002"


def test_what_is_locked_stays(weed_server: WeedServer) -> None:
    target = _target(weed_server, SHARED_BUCKET, DAY)
    target.prepare()
    target.require_locks()
    store, wanted = filled([b"one", b"two"])
    fill_target(target, store, wanted, FIRST)
    fill_target(target, store, wanted[:1], SECOND)
    before = sorted(target.listed(""), key=lambda one: one.name)
    assert sorted(target.names("")) == [one.name for one in before]
    with pytest.raises(StorageDenied):
        target.remove(snapshot_folder(FIRST) + SEAL)
    early = prune(target, [FIRST])
    assert (early.snapshots, early.objects) == (0, 0)
    assert early.locked == (snapshot_folder(FIRST) + SEAL,)
    assert sorted(target.listed(""), key=lambda one: one.name) == before
    target.close()


def test_it_goes_when_its_time_is_over_unless_the_lock_was_lengthened(weed_server: WeedServer) -> None:
    prefix = uuid4().hex
    target = _target(weed_server, SHARED_BUCKET, SHORT, prefix)
    target.prepare()
    store, wanted = filled([b"one", b"two"])
    fill_target(target, store, wanted, FIRST)
    fill_target(target, store, wanted[:1], SECOND)
    stays, goes = (object_name(SPACE, key) for key, _ in wanted)
    _target(weed_server, SHARED_BUCKET, DAY, prefix).hold(stays)
    gone, give_up = 0, time.monotonic() + PATIENCE
    while (done := prune(target, [FIRST])).locked:
        gone += done.objects
        assert time.monotonic() < give_up, done
        time.sleep(0.2)
    assert (done.snapshots, gone + done.objects) == (1, 1)
    left = {one.name for one in target.listed("")}
    assert not {name for name in left if name.startswith(snapshot_folder(FIRST)) or name == goes}
    assert {stays, snapshot_folder(SECOND) + SEAL} <= left
    with pytest.raises(StorageDenied):
        target.remove(stays)
    target.close()


def test_a_place_without_locks_says_so(weed_server: WeedServer) -> None:
    bucket = "ready"  # made without object lock
    target = _target(weed_server, bucket, DAY)
    with pytest.raises(LocksUnsupported) as refused:
        target.prepare()
    assert "заново" in describe(refused.value).message
    target.close()
    _target(weed_server, bucket, 0).require_locks()  # nobody asks for them


def test_how_long_a_place_holds_is_in_its_address() -> None:
    assert held_at("s3://host/bucket?hold_days=30").days == 30
    assert not held_at("s3://host/bucket")
    assert not held_at("/srv/backups")
    for wrong in ("hold_days=many", "hold_days=-1", "hold_days=30&lock=none"):
        with pytest.raises(BadStorageUrl):
            held_at(f"s3://host/bucket?{wrong}")


def _target(server: WeedServer, bucket: str, seconds: float, prefix: str = "") -> BackupTarget:
    prefix = f"backups-{prefix or uuid4().hex}"
    url = server.url(bucket, prefix=prefix, hold_days=seconds / DAY, timeout=5)
    return open_target(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
