"""`archive backup` as an administrator uses it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.e2e.cli.conftest import Cli
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import backed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.archives import Home


def test_the_days_of_a_backup(embedded_home: Home, tmp_path: Path) -> None:
    assert "ARCHIVE_BACKUP_URL" in Cli(embedded_home).says("backup", "run", code=7)
    made = backed(embedded_home, tmp_path / "b")
    cli = Cli(made.home)
    assert "примонтирован" in cli.says("backup", "verify", code=1)
    assert cli.json("backup", "run")["ok"] is True
    taken = cli.json("backup", "run")["places"][0]["snapshot"]
    assert [one["kept"][0] for one in cli.json("backup", "list")["snapshots"] if one["kept"]][-1] == "newest"
    assert cli.json("backup", "show", "latest")["id"] == taken
    assert "нет" in cli.says("backup", "show", "20200101t000000z-00000000", code=2)
    assert cli.json("backup", "verify", taken)["ok"] is True
    assert len(cli.json("backup", "prune", "--pretend")["places"][0]["gone"]) == 1
    assert "удалено: 1" in cli.says("backup", "prune").lower()
    assert len(cli.json("backup", "list")["snapshots"]) == 1
    new = tmp_path / "new"
    told = cli.says("restore", "latest", "--home", new, "--identity", made.identity)
    assert taken in told
    assert "✗" not in told
    assert "--overwrite" in cli.says("restore", "latest", "--home", new, "--identity", made.identity, code=5)
    assert "ключ" in cli.says("restore", "latest", "--home", new, "--identity", made.folder / "absent", code=2)
    with made.home.opened() as archive:
        number = file_one(archive, note(tmp_path, "приказ"))
    taken = cli.json("backup", "run")["places"][0]["snapshot"]
    take_out = ("backup", "extract", taken, "--identity", made.identity, "--to", tmp_path / "out")
    assert "--case" in cli.says(*take_out, code=2)
    assert len(cli.json(*take_out, "--document", number)["files"]) == 3
    assert "--overwrite" in cli.says(*take_out, "--document", number, code=5)
    assert "Документ 99" in cli.says(*take_out, "--document", 99, "--overwrite", code=4)
    manifest = next(made.folder.glob(f"snapshots/{taken}/manifest"))
    manifest.chmod(0o600)
    manifest.write_bytes(manifest.read_bytes()[:-1] + b"!")
    assert f"snapshots/{taken}/manifest" in cli.says("backup", "verify", code=1)


def test_a_place_that_is_away_shows_in_words_and_exit_codes(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    other = tmp_path / "b/other"
    variables = made.home.variables | {"ARCHIVE_BACKUP_URL": f"{made.folder} {other}"}
    cli = Cli(replace(made.home, variables=variables))
    taken = cli.json("backup", "run")["places"][0]["snapshot"]
    other.rename(tmp_path / "unplugged")
    told = cli.says("backup", "list", code=1)
    assert taken in told
    assert "примонтирован" in told
    assert "примонтирован" in cli.says("backup", "verify", taken, code=1)


def test_a_protocol_that_cannot_be_written_is_told(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    cli = Cli(made.home)
    cli.says("drill", "run", "--identity", made.folder / "absent", code=1)
    number = cli.json("drill", "list")["drills"][0]["id"]
    assert "Выберите другую папку" in cli.says("drill", "report", number, "--to", tmp_path / "absent/1.pdf", code=2)


def test_the_report_of_a_drill_is_checked_with_stock_tools(embedded_home: Home, tmp_path: Path) -> None:
    """As docs/backup-format.md says it."""
    made = backed(embedded_home, tmp_path / "b")
    cli = Cli(made.home)
    cli.says("backup", "run")
    cli.says("drill", "run", "--identity", made.identity)
    drill = cli.json("drill", "list")["drills"][0]
    report = tmp_path / "report.json"
    cli.says("drill", "report", drill["id"], "--to", report)
    line, signature = report.read_bytes().splitlines(keepends=True)
    told = json.loads(line)
    assert (told["drill"], told["ok"], told["checks"]) == (drill["id"], True, drill["facts"]["checks"])
    key, signed, by = (tmp_path / name for name in ("key.der", "line", "signature"))
    key.write_bytes(bytes.fromhex("302a300506032b6570032100" + told["signer"]))
    by.write_bytes(bytes.fromhex(signature.decode().removeprefix("ed25519 ")))
    check: list[str | Path] = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin"]
    for written, code in ((line, 0), (line.replace(b"true", b"null", 1), 1)):
        signed.write_bytes(written)
        done = subprocess.run([*check, "-in", signed, "-sigfile", by], capture_output=True, check=False)
        assert done.returncode == code, done.stderr
