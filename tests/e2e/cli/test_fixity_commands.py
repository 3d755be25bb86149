"""`archive fixity` as an administrator uses it: run, report, repair; others may not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.e2e.cli.conftest import Cli
from tests.fixtures.archives import account, file_one, note
from tests.fixtures.backups import backed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.archives import Home


def test_the_days_of_the_stored_bytes(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    cli = Cli(made.home)
    with made.home.opened() as archive:
        number = file_one(archive, note(tmp_path, "текст", "1.txt"))
        login = archive.actor().login
        account(archive, "секретарь", "clerk")
    named: dict[str, Any] = {"ARCHIVE_USER": login}
    assert cli.json("backup", "run", **named)["ok"] is True
    done = cli.json("fixity", "run", "--full", "--rate", "0", **named)
    assert (done["ok"], done["checked"], done["found"]) == (True, 1, {})
    assert cli.json("fixity", "report", **named)["never"] == 0
    assert "Восстанавливать нечего" in cli.says("fixity", "repair", **named)
    shutil.copytree(made.home.folder / "blobs", tmp_path / "replica")
    shutil.copytree(
        tmp_path / "replica", tmp_path / "empty", ignore=lambda _, names: [one for one in names if len(one) > 60]
    )
    (path,) = (one for one in (made.home.folder / "blobs" / "blobs").rglob("*") if one.is_file())
    path.chmod(0o600)
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    assert "данные не те" in cli.says("fixity", "run", code=1, **named)
    told = cli.json("fixity", "report", code=1, **named)
    assert [(one["finding"], one["documents"]) for one in told["found"]] == [("wrong_bytes", [number])]
    assert f"документы № {number}" in cli.says("fixity", "report", code=1, **named)
    assert "✗" in cli.says("doctor", code=1, **named)
    assert "--identity" in cli.says("fixity", "repair", code=7, **named)
    repaired = cli.json("fixity", "repair", "--identity", made.identity, **named)
    assert (repaired["ok"], repaired["left"], [one["ok"] for one in repaired["repaired"]]) == (True, {}, [True])
    assert (made.home.folder / "quarantine" / repaired["repaired"][0]["aside"]).read_bytes()[:1] == b"\0"
    path.unlink()
    cli.says("fixity", "run", code=1, **named)
    assert "Хранилище" in cli.says("fixity", "repair", "--replica", tmp_path / "absent", code=1, **named)
    cli.says("fixity", "repair", "--replica", "ftp://elsewhere", code=2, **named)
    replicas = [option for name in ("empty", "replica") for option in ("--replica", tmp_path / name)]
    brought = cli.json("fixity", "repair", *replicas, **named)
    assert (brought["ok"], brought["left"]) == (True, {})
    assert [one["source"] for one in brought["repaired"]] == [str(tmp_path / "replica")]
    assert path.is_file()
    for command in ("run", "report", "repair"):
        assert cli.says("fixity", command, code=2, ARCHIVE_USER="секретарь")
