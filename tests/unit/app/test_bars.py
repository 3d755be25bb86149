"""The chart of the forecast: every year has its place, the highest bar fits, the scale ends with a round number."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.entrypoints.web.bars import HEIGHT, LEFT, TOP, WIDTH, chart_of


def test_years_between_have_their_place() -> None:
    chart = chart_of({2027: 3, 2030: 12})
    assert chart is not None
    assert [(bar.year, bar.value) for bar in chart.bars] == [(2027, 3), (2028, 0), (2029, 0), (2030, 12)]
    assert [number for _, number in chart.scale] == [0, 10, 20]
    assert chart_of({}) is None


@settings(deadline=None)  # a loaded machine is no fault of the chart
@given(st.dictionaries(st.integers(1900, 2200), st.integers(0, 10**7), min_size=1, max_size=60))
def test_nothing_leaves_the_picture(values: dict[int, int]) -> None:
    chart = chart_of(values)
    assert chart is not None
    assert sum(bar.value for bar in chart.bars) == sum(values.values())
    assert sum(bool(bar.label) for bar in chart.bars) <= 12
    for bar in chart.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH + 0.2
        assert bar.y >= TOP - 0.2
        assert bar.y + bar.height <= HEIGHT
