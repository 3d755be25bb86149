"""Which snapshots the rotation keeps; a pruning never breaks one of them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.backup.checking import Checking
from storage.backup.pruning import prune
from storage.backup.rotation import Dated, Rotation, free_by, kept
from storage.backup.seals import snapshot_folder
from tests.unit.backup.made import add, filled

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
ROTATION = Rotation(daily=7, weekly=4, monthly=12, yearly=2, grace=timedelta(days=2))


def _every(hours: int, days: int) -> list[Dated]:
    return [Dated(f"s{n:05}", NOW - timedelta(hours=n * hours)) for n in range(days * 24 // hours)]


def test_years_of_daily_snapshots() -> None:
    found = kept(_every(24, 3 * 365), ROTATION, now=NOW, zone=MOSCOW)
    assert found["s00000"] == ("newest", "daily", "weekly", "monthly", "yearly", "young")
    counted = {
        why: sum(why in reasons for reasons in found.values()) for why in ("daily", "weekly", "monthly", "yearly")
    }
    assert counted == {"daily": 7, "weekly": 4, "monthly": 12, "yearly": 2}
    assert len(found) < 7 + 4 + 12 + 2


def test_a_day_is_that_of_the_organisation() -> None:
    before, after = (datetime(2026, 11, 20, hour, 30, tzinfo=UTC) for hour in (20, 21))  # midnight in Moscow between
    only_days = Rotation(2, 0, 0, 0, timedelta(0))
    assert set(kept([Dated("a", before), Dated("b", after)], only_days, now=NOW, zone=MOSCOW)) == {"a", "b"}
    assert set(kept([Dated("a", before), Dated("b", after)], only_days, now=NOW, zone=UTC)) == {"b"}


@given(
    st.lists(st.datetimes(NOW.replace(year=2020, tzinfo=None), NOW.replace(year=2030, tzinfo=None)), max_size=40),
    st.integers(1, 5),
)
def test_the_newest_the_young_and_enough_days_stay(moments: list[datetime], days: int) -> None:
    snapshots = [Dated(f"s{n}", moment.replace(tzinfo=UTC)) for n, moment in enumerate(moments)]
    rotation = Rotation(days, 0, 0, 0, timedelta(days=1))
    found = kept(snapshots, rotation, now=NOW, zone=UTC)
    assert {one.id for one in snapshots if NOW - one.at < rotation.grace} <= set(found)
    assert bool(found) is bool(snapshots)
    last_days = sorted({one.at.date() for one in snapshots}, reverse=True)[:days]
    assert {one.at.date() for one in snapshots if one.id in found} >= set(last_days)


@given(
    rotation=st.builds(
        Rotation,
        daily=st.integers(1, 4),
        weekly=st.integers(0, 3),
        monthly=st.integers(0, 3),
        yearly=st.integers(0, 2),
        grace=st.timedeltas(timedelta(0), timedelta(days=9)),
    ),
    every=st.sampled_from([timedelta(hours=12), timedelta(days=1), timedelta(days=3), timedelta(days=10)]),
    moment=st.timedeltas(timedelta(0), timedelta(days=4 * 365)).map(lambda past: NOW - past),
)
@settings(max_examples=25, deadline=None)
def test_what_is_older_than_a_moment_is_gone_by_the_day_that_was_promised(
    rotation: Rotation, every: timedelta, moment: datetime
) -> None:
    promised = datetime.combine(free_by(moment, rotation, every=every, zone=MOSCOW), time(), MOSCOW)
    there: list[Dated] = []
    now = moment - timedelta(days=400)
    while now < promised:
        there.append(Dated(f"{now:%Y%m%dt%H%M}", now))
        stay = kept(there, rotation, now=now, zone=MOSCOW)
        there = [one for one in there if one.id in stay]
        now += every
    assert [one for one in there if one.at <= moment] == []


def test_pruning_takes_what_nobody_needs_and_nothing_else(tmp_path: Path) -> None:
    store, wanted = filled([b"only of the first", b"of both", b"only of the second"])
    by_size = sorted(wanted, key=lambda one: one[1])
    add(tmp_path, store, sorted(by_size[:2]), "20261121t000000z-00000001")
    made = add(tmp_path, store, sorted(by_size[:1] + by_size[2:]), "20261122t000000z-00000002")
    leftover = tmp_path / "snapshots/20261122t010000z-00000003/database"
    leftover.parent.mkdir()
    leftover.write_bytes(b"of a run that died")
    pruned = prune(made.target, ["20261121t000000z-00000001"])
    assert (pruned.snapshots, pruned.objects) == (1, 1)
    assert not leftover.exists()
    assert not list(tmp_path.glob("snapshots/20261121*/*"))
    looked = list(Checking(made.target).folder(snapshot_folder("20261122t000000z-00000002")))
    assert [one for one in looked if one.fault] == []


def test_no_object_goes_while_the_list_of_a_kept_snapshot_is_damaged(tmp_path: Path) -> None:
    store, wanted = filled([b"one", b"two"])
    add(tmp_path, store, wanted, "20261121t000000z-00000001")
    made = add(tmp_path, store, wanted, "20261122t000000z-00000002")
    listed = tmp_path / "snapshots/20261122t000000z-00000002/blobs.txt"
    listed.chmod(0o600)
    listed.write_bytes(listed.read_bytes().splitlines(keepends=True)[0])
    objects = list(made.target.listed("objects/"))
    assert list(made.target.names("objects/")) == [one.name for one in objects]
    pruned = prune(made.target, ["20261121t000000z-00000001"])
    assert pruned.damaged == ("snapshots/20261122t000000z-00000002/blobs.txt",)
    assert list(made.target.listed("objects/")) == objects
    assert [one.name for one in made.target.listed("snapshots/20261121t000000z-00000001/")] == []
