"""An original is fetched once for all its pages, by whichever thread comes first, and thrown out in time."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

import pytest

from archive_app.services.kept_originals import KEPT_FOR, KeptOriginals
from storage.errors import BlobCorrupt

if TYPE_CHECKING:
    from pathlib import Path

    from storage.keys import BlobKey
    from storage.protocol import BlobStore


class _Store:
    """Counts what is fetched."""

    def __init__(self, *contents: bytes) -> None:
        self.blobs = {sha256(content).hexdigest(): content for content in contents}
        self.opened: list[str] = []

    def open(self, key: BlobKey) -> io.BytesIO:
        self.opened.append(str(key))
        return io.BytesIO(self.blobs[str(key)])


def _kept(store: _Store, folder: Path, limit: int = 100) -> KeptOriginals:
    return KeptOriginals(cast("BlobStore", cast("Any", store)), folder / "originals", limit)


def _keys(store: _Store) -> list[str]:
    return list(store.blobs)


def test_pages_looked_at_at_once_are_one_fetch(tmp_path: Path) -> None:
    store = _Store(b"a book")
    kept, (key,) = _kept(store, tmp_path), _keys(store)
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda n: kept.give(key, 6, tmp_path / str(n)), range(24)))
    assert store.opened == [key]
    assert {page.read_bytes() for page in pages} == {b"a book"}


def test_what_is_thrown_out_stays_with_its_reader(tmp_path: Path) -> None:
    store = _Store(b"1" * 60, b"2" * 60)
    kept, (first, second) = _kept(store, tmp_path), _keys(store)
    page = kept.give(first, 60, tmp_path / "page")
    os.utime(kept.folder / first, (os.path.getmtime(page) - 10,) * 2)  # noqa: PTH204 - of the link, to the float
    kept.give(second, 60, tmp_path / "other")
    assert [path.name for path in kept.folder.glob("[0-9a-f]*")] == [second]
    assert page.read_bytes() == b"1" * 60


def test_what_nobody_looks_at_goes_in_an_hour(tmp_path: Path) -> None:
    store = _Store(b"1", b"2")
    kept, (first, second) = _kept(store, tmp_path), _keys(store)
    for number, key in enumerate((first, second)):
        kept.give(key, 1, tmp_path / str(number))
    old = (kept.folder / first).stat().st_mtime - KEPT_FOR - 60
    os.utime(kept.folder / first, (old, old))
    assert kept.sweep() == 1
    kept.give(second, 1, tmp_path / "again")
    assert store.opened == [first, second]


def test_one_that_is_too_large_or_cut_off_is_fetched_again(tmp_path: Path) -> None:
    store = _Store(b"x" * 200, b"whole")
    kept, (large, cut) = _kept(store, tmp_path), _keys(store)
    for number in range(2):
        assert kept.give(large, 200, tmp_path / f"large{number}").stat().st_size == 200
    kept.give(cut, 5, tmp_path / "first")
    (kept.folder / cut).unlink()
    (kept.folder / cut).write_bytes(b"wh")
    assert kept.give(cut, 5, tmp_path / "second").read_bytes() == b"whole"
    assert store.opened == [large, large, cut, cut]


def test_other_bytes_are_never_kept(tmp_path: Path) -> None:
    store = _Store(b"good")
    kept, (key,) = _kept(store, tmp_path), _keys(store)
    store.blobs[key] = b"evil"
    with pytest.raises(BlobCorrupt):
        kept.give(key, 4, tmp_path / "page")
    assert list(kept.folder.glob("[0-9a-f]*")) == []
