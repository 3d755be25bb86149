"""Days are counted where the organisation is: no use case takes the day of UTC."""

from __future__ import annotations

import re
from pathlib import Path

import archive_app.services

DAY_OF_UTC = re.compile(r"(?:clock\(\)|\bnow|_at|now\(UTC\)|utc_now\(\))\.(?:date\(\)|year|month|day)\b")


def test_no_service_takes_the_day_of_utc() -> None:
    root = Path(archive_app.services.__file__).parent
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in sorted(root.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if DAY_OF_UTC.search(line)
    ]
    assert found == [], "say `today()`, or `.astimezone(zone)` before"
