"""PostgreSQL and S3: a flipped bit, a lost object, a lost key, a place that is full or refuses; never a false success.

The same on SQLite and folders: `tests/integration/services/test_drill.py` and `test_backups_in_need.py`.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from minio import Minio
from minio.error import S3Error
from pyrage.x25519 import Identity

from archive_app.wiring.drilling import drill_of
from storage.backup.errors import BadIdentity, KeyDoesNotOpen
from storage.backup.target import read_small
from tests.drill.places import placed
from tests.fixtures.archives import file_one, note
from tests.fixtures.lain import Lain, lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fixtures.archives import ServedTemplate

pytestmark = pytest.mark.drill


class AtServer(Lain):
    """In S3."""

    def names(self, prefix: str) -> list[str]:
        with self.archive.backups.ground.places[0].opened() as target:
            return [one.name for one in target.listed(prefix)]

    @contextmanager
    def changed(self, name: str, *, flip: int | None) -> Iterator[None]:
        """An object with a bit flipped at `flip`, or gone where that is None, for the block."""
        with self.archive.backups.ground.places[0].opened() as target:
            whole = read_small(target, name, limit=1 << 26)
            if flip is None:
                target.remove(name)
            else:
                spoiled = bytearray(whole)
                spoiled[flip] ^= 16
                target.put(name, [bytes(spoiled)], len(spoiled))
            try:
                yield
            finally:
                target.put(name, [whole], len(whole))


@pytest.fixture(scope="module")
def lain(served_template: ServedTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtServer]:
    folder = tmp_path_factory.mktemp("lain")
    with served_template.copied(folder / "home") as home:
        made = placed(home, folder)
        with made.home.opened() as archive:
            file_one(archive, note(folder, "приказ о зачислении"))
            lay(archive, folder)
            yield AtServer(made, archive)


@pytest.mark.parametrize(
    ("prefix", "last"),
    [
        ("objects/", ""),
        ("snapshots/", "database"),
        ("snapshots/", "manifest"),
        ("snapshots/", "blobs.txt"),
        ("snapshots/", "seal"),
        ("ledger/", "destructions"),
        ("ledger/", "seal"),
        ("keys/", ""),
    ],
)
def test_a_flipped_bit_turns_the_drill_red_and_is_named(lain: AtServer, prefix: str, last: str) -> None:
    name = next(one for one in lain.names(prefix) if one.endswith(last))
    with lain.changed(name, flip=-5):
        done = lain.drilled()
        assert not done.ok
        assert name in done.message + " ".join(check.message for check in done.checks)
        (verified,) = lain.archive.backups.keeping.verify("test")
        assert {fault.name for fault in verified.faults} == {name}


def test_a_missing_object_turns_the_drill_red_and_is_named(lain: AtServer) -> None:
    name = lain.names("objects/")[0]
    with lain.changed(name, flip=None):
        done = lain.drilled()
        assert not done.ok
        assert name in " ".join(check.message for check in done.checks)
        (verified,) = lain.archive.backups.keeping.verify("test")
        assert {(fault.name, str(fault.fault)) for fault in verified.faults} == {(name, "missing")}
    assert lain.drilled().ok


def test_a_lost_key_is_told_in_clear_words(lain: AtServer, tmp_path: Path) -> None:
    done = lain.drilled(Identity.generate())
    assert (done.ok, done.code) == (False, KeyDoesNotOpen.code)
    assert "ключ" in done.message
    lost = drill_of(lain.archive).run_with("test", tmp_path / "lost.txt")
    assert [(one.ok, one.code) for one in lost] == [(False, BadIdentity.code)]


@pytest.mark.parametrize(("answer", "code"), [("QuotaExceeded", "storage_full"), ("AccessDenied", "storage_denied")])
def test_an_s3_that_is_full_or_lets_nothing_be_written_any_more(
    lain: AtServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: str
) -> None:
    """Nothing is taken for a snapshot, those that are there stay whole, and the next backup goes on."""
    archive = lain.archive
    before = [one.id for one in archive.backups.keeping.listed()]
    for number in range(3):
        file_one(archive, note(tmp_path, f"{answer} {number}", f"{number}.txt"))
    whole, calls = Minio.put_object, count(1)

    def refused(client: Minio, bucket: str, name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("backups-") and next(calls) >= 3:
            raise S3Error(None, answer, "", name, "", "", bucket, name)  # type: ignore[arg-type]
        return whole(client, bucket, name, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Minio, "put_object", refused)
        (taken,) = archive.backups.taking.run("test")
    assert (taken.ok, taken.code) == (False, code)
    assert [one.id for one in archive.backups.keeping.listed()] == before
    assert all(one.ok for one in archive.backups.keeping.verify("test"))
    (taken,) = archive.backups.taking.run("test")
    assert taken.ok
    assert taken.there > 0
    assert lain.drilled().ok
