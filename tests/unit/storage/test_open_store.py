from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.errors import BadStorageUrl
from storage.factory import open_store
from storage.local import LocalBlobStore
from storage.memory import MemoryBlobStore
from storage.s3 import S3BlobStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("address", "folder"),
    [("file://{}/my%20store", "my store"), ("{}/my store", "my store"), ("{}/хранилище", "хранилище")],
)
def test_a_folder(tmp_path: Path, address: str, folder: str) -> None:
    with open_store(address.format(tmp_path)) as store:
        assert isinstance(store, LocalBlobStore)
        assert list(tmp_path.iterdir()) == []
        store.prepare()
    assert [path.name for path in tmp_path.iterdir()] == [folder]


def test_a_relative_folder_is_fixed_when_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("store")
    monkeypatch.chdir("/")
    store.prepare()
    assert (tmp_path / "store").is_dir()


def test_s3_is_not_asked_before_it_is_needed() -> None:
    with open_store("s3+http://127.0.0.1:1/archive", access_key="key", secret_key="secret") as store:
        assert isinstance(store, S3BlobStore)


def test_memory() -> None:
    assert isinstance(open_store("memory:"), MemoryBlobStore)


@pytest.mark.parametrize("url", ["", "ftp://host/archive", "file://host/path", "file:relative"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(BadStorageUrl):
        open_store(url)
