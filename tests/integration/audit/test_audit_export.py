"""An exported journal is checked by a stranger: the script of the documentation, a Python without the product."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive_app.audit import AuditEntry, append, head
from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.errors import CannotWrite
from tests.fixtures.archives import account

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

DOCUMENT = Path(__file__).parents[3] / "docs" / "audit-format.md"


def _check(tmp_path: Path, path: Path) -> subprocess.CompletedProcess[str]:
    (script,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "check.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(tmp_path / "check.py"), str(path)]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def auditor(fresh_archive: Archive) -> Actor:
    """With 30 events on three days before."""
    with fresh_archive.sessions.begin() as session:
        for day in (3, 2, 1):
            at = fresh_archive.clock() - timedelta(days=day)
            entries = [AuditEntry("кто-то", "a:b:c", "document", str(n), {"имя": "Ё\n\x00"}) for n in range(10)]
            append(session, entries, at=at)
    return account(fresh_archive, "auditor", "auditor")


def test_a_stranger_finds_it_whole(fresh_archive: Archive, auditor: Actor, tmp_path: Path) -> None:
    written = fresh_archive.journal.export.write(auditor, tmp_path / "e.jsonl")
    with reading(fresh_archive.sessions) as session:
        end = head(session)
    done = _check(tmp_path, written.path)
    assert (done.returncode, done.stdout) == (0, f"{end.seq} {end.hash}\n"), done.stdout + done.stderr
    assert (written.events, written.head) == (end.seq, end)
    lines = [json.loads(line) for line in written.path.read_text().splitlines()]
    assert (lines[0]["kind"], lines[-1]["kind"], lines[-2]["action"]) == ("header", "head", "audit:log:export")


def _tamper(lines: list[str]) -> dict[str, list[str]]:
    changed = lines[5].replace('"object_id": "', '"object_id": "9')
    return {
        "changed": [*lines[:5], changed, *lines[6:]],
        "removed": lines[:5] + lines[6:],
        "inserted": [*lines[:5], lines[5], *lines[5:]],
        "reordered": [*lines[:5], lines[6], lines[5], *lines[7:]],
        "cut": lines[:-3],
        "cut before the head": lines[:-3] + lines[-1:],
    }


def test_a_stranger_finds_what_was_done_to_the_file(fresh_archive: Archive, auditor: Actor, tmp_path: Path) -> None:
    written = fresh_archive.journal.export.write(auditor, tmp_path / "e.jsonl")
    lines = written.path.read_text().splitlines(keepends=True)
    for name, tampered in _tamper(lines).items():
        assert tampered != lines
        written.path.write_text("".join(tampered))
        done = _check(tmp_path, written.path)
        assert done.returncode == 1, (name, done.stdout, done.stderr)
        assert "line " in done.stdout, name


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "last_day"),
    [(7, None), (-2 * DAY, None), (None, -2 * DAY), (5, -DAY), (5, -9 * DAY), (9 * DAY, None), (10_000, None)],
)
def test_parts_are_whole_in_themselves(
    fresh_archive: Archive, auditor: Actor, tmp_path: Path, start: int | timedelta | None, last_day: timedelta | None
) -> None:
    """Days are counted from today."""
    today = fresh_archive.today()
    written = fresh_archive.journal.export.write(
        auditor,
        tmp_path / "e.jsonl",
        start=today + start if isinstance(start, timedelta) else start,
        last_day=None if last_day is None else today + last_day,
    )
    assert _check(tmp_path, written.path).returncode == 0
    assert written.events == written.head.seq - written.first + 1


def test_days_are_those_of_the_organisation(fresh_archive: Archive, auditor: Actor, tmp_path: Path) -> None:
    day = (fresh_archive.clock() - timedelta(days=2)).astimezone(fresh_archive.settings.zone).date()
    fresh_archive.journal.export.write(auditor, tmp_path / "e.jsonl", start=day, last_day=day)
    rows = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text().splitlines()]
    assert sum(row["kind"] == "event" for row in rows) == 10


def test_nothing_is_overwritten_and_nothing_given_to_others(
    fresh_archive: Archive, auditor: Actor, tmp_path: Path
) -> None:
    (tmp_path / "e.jsonl").write_text("важное")
    with pytest.raises(CannotWrite):
        fresh_archive.journal.export.write(auditor, tmp_path / "e.jsonl")
    assert (tmp_path / "e.jsonl").read_text() == "важное"
    with pytest.raises(NotAllowed):
        fresh_archive.journal.export.write(account(fresh_archive, "без-журнала", "archivist"), tmp_path / "other.jsonl")
    assert not (tmp_path / "other.jsonl").exists()
