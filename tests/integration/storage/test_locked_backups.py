"""Object lock at a real S3 server: what a backup has written cannot be removed before its time, and goes after it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from archive_app.errors import describe
from storage.backup.layout import SEAL
from storage.backup.pruning import prune
from storage.backup.seals import snapshot_folder
from storage.backup.target import held_at, open_target
from storage.errors import BadStorageUrl, LocksUnsupported, StorageDenied
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, WeedServer
from tests.unit.backup.made import fill_target, filled

if TYPE_CHECKING:
    from storage.backup.target import BackupTarget

SECONDS = 2.0
FIRST, SECOND = "20261121t000000z-00000001", "20261122t000000z-00000002"


def test_what_is_locked_stays_and_goes_when_its_time_is_over(weed_server: WeedServer) -> None:
    target = _target(weed_server, SHARED_BUCKET, SECONDS)
    target.prepare()
    target.require_locks()
    store, wanted = filled([b"one", b"two"])
    fill_target(target, store, wanted, FIRST)
    fill_target(target, store, wanted[:1], SECOND)
    with pytest.raises(StorageDenied):
        target.remove(snapshot_folder(FIRST) + SEAL)
    early = prune(target, [FIRST])
    assert (early.snapshots, early.objects) == (0, 0)
    assert early.locked == (snapshot_folder(FIRST) + SEAL,)
    names = {one.name for one in target.listed("")}
    time.sleep(SECONDS + 0.5)
    (held,) = [name for name in names if name.endswith(wanted[0][0])]
    target.hold(held)
    time.sleep(SECONDS)  # twice the time has passed since all of it was written
    late = prune(target, [FIRST])
    assert (late.snapshots, late.objects, late.locked) == (1, 1, ())
    with pytest.raises(StorageDenied):
        target.remove(held)  # its lock was lengthened
    target.close()


def test_a_place_without_locks_says_so(weed_server: WeedServer) -> None:
    bucket = "ready"  # made without object lock
    target = _target(weed_server, bucket, SECONDS)
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


def _target(server: WeedServer, bucket: str, seconds: float) -> BackupTarget:
    url = server.url(bucket, prefix=f"backups-{uuid4().hex}", hold_days=seconds / 86_400, timeout=5)
    return open_target(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
