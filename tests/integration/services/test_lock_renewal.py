"""Locks of the archive's bytes are lengthened by the daily job as long as their case file may not go."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from archive_app.bootstrap import open_archive
from archive_app.db.models import HoldTarget
from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due
from archive_app.services.kinds import RENEW_LOCKS, RETENTION
from archive_app.services.life.events import Told
from retention.term import Trigger
from storage.keys import BlobKey
from tests.fixtures.archives import YEAR, work
from tests.fixtures.school_years import Clock, School

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.archives import Home


def test_a_lock_is_renewed_until_its_case_file_may_go(embedded_home: Home, tmp_path: Path) -> None:
    clock = Clock(date(2026, 12, 1))
    with open_archive(embedded_home.settings(), clock) as archive:
        school = School(archive, tmp_path, clock)
        personal = school.filed("02-02", YEAR, "2025-09-02", 3, "Заявление", "Петров Игорь Олегович")
        school.close(personal)
        school.handed_over(personal)
        key = BlobKey(school.place_of(school.documents(personal)[0])[1])

        def locked_until(on: str) -> date:
            """After the daily jobs of that day."""
            school.on(on)
            for kind in (RETENTION, RENEW_LOCKS):
                enqueue_due(archive, next(each for each in SCHEDULES if each.kind == kind))
                work(archive)
            until = archive.store.locked_until(key)
            assert until is not None
            return until.date()

        # Nobody knows when the pupil leaves: to the end of the next year, again and again.
        assert locked_until("2026-12-02") == date(2027, 12, 31)
        assert locked_until("2027-12-01") == date(2027, 12, 31)
        assert locked_until("2027-12-20") == date(2028, 12, 31)
        left = Told(Trigger.AFTER_LEAVING, date(2028, 3, 1), "приказ № 12-у", person_id=school.person("Петров"))
        school.on("2028-03-02")
        archive.life.events.enter(left, school.keeper)
        assert locked_until("2028-03-02") == date(2032, 1, 1)  # 01.01.(2028 + 1 + 3)
        school.on("2031-12-20")
        archive.life.holding.add(
            HoldTarget.CASE_FILE, str(personal), school.keeper, reference="запрос № 1", reason="суд"
        )
        assert locked_until("2032-01-02") == date(2032, 2, 2)  # held: 31 days more
        archive.life.holding.release(1, school.keeper, reason="решение вступило в силу")
        assert locked_until("2032-03-01") == date(2032, 2, 2)  # it may go: the lock has ended
