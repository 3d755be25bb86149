"""The copy of an SQLite database that a snapshot takes: one file of one instant, without what was deleted."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from archive_app.db.models import Blob, BlobState, Setting
from archive_app.services.backup.database_copy import copy_database
from tests.fixtures.archives import file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.archives import Home

GONE = "Справка о том, чего больше нет"


def test_the_copy_is_one_file_of_what_is_committed_and_nothing_else(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        now = archive.clock()
        with archive.sessions.begin() as session:
            session.execute(
                insert(Setting),
                [{"key": f"проба{number}", "value": GONE * 20, "updated_at": now} for number in range(200)],
            )
        with archive.sessions.begin() as session:
            session.execute(delete(Setting).where(Setting.key.startswith("проба")))
        with archive.sessions.begin() as session:
            session.execute(insert(Setting).values(key="проба", value="осталась", updated_at=now))
        folder = tmp_path / "copy"
        folder.mkdir()
        copy = copy_database(archive.database, folder)
        with archive.sessions() as session:
            going = session.query(Blob).where(Blob.state == BlobState.PRESENT).order_by(Blob.sha256)
            expected = "".join(f"{blob.sha256} {blob.size}\n" for blob in going)
    assert {path.name for path in folder.iterdir()} == {"database.gz", "blobs.txt"}
    assert copy.blobs.read_text() == expected != ""
    alone = tmp_path / "alone.db"
    alone.write_bytes(gzip.decompress(copy.packed.read_bytes()))
    assert GONE.encode() not in alone.read_bytes()
    with closing(sqlite3.connect(f"file:{alone}?mode=ro", uri=True)) as read:
        assert read.execute("SELECT key, value FROM setting WHERE key LIKE 'проба%'").fetchall() == [
            ("проба", "осталась")
        ]
        assert read.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
