"""Days are counted where the organisation is: no use case takes the day of UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import archive_app
import archive_app.services
from archive_app.mornings import span

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


def test_the_days_of_a_span_are_those_of_the_zone_and_both_are_included() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    begin, end = span(date(2026, 5, 4), date(2026, 5, 4), moscow)
    assert begin == datetime(2026, 5, 3, 21, tzinfo=UTC)
    assert end == datetime(2026, 5, 4, 21, tzinfo=UTC)
    assert span(None, None, moscow) == (None, None)


def test_the_ends_of_the_calendar_have_an_instant_everywhere() -> None:
    for zone in (ZoneInfo("Asia/Kamchatka"), ZoneInfo("America/New_York")):
        for day in (date.min, date.max):
            begin, end = span(day, day, zone)
            assert begin is not None
            assert end is not None
            assert begin.astimezone(UTC) <= end.astimezone(UTC)


def test_where_a_day_begins_is_told_in_one_place() -> None:
    root = Path(archive_app.__file__).parent
    sums = {path.name for path in root.rglob("*.py") if "datetime.combine(" in path.read_text(encoding="utf-8")}
    assert sums == {"mornings.py", "locking.py"}, "ask archive_app.mornings (the store's locks end in the evening)"
