"""Keys of the home folder: made once, whole, for the owner's eyes; an empty one opens nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from archive_app.wiring.secret_keys import SECRET_BYTES, SecretDamaged, kept_secret

if TYPE_CHECKING:
    from pathlib import Path


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) >= SECRET_BYTES
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret-key"]


def test_many_at_once_agree_on_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(kept_secret, [tmp_path / "key"] * 40))
    assert len(secrets) == 1


@pytest.mark.parametrize("content", ["", "short"])
def test_a_damaged_secret_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secret-key"
    path.write_text(content, encoding="ascii")
    with pytest.raises(SecretDamaged):
        kept_secret(path)
