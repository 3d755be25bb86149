"""Small numbers are not told, and cannot be counted back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.disclosure.totals import FEWEST, nested, suppressed

COUNTS = st.dictionaries(st.sampled_from("абвгдежз"), st.integers(0, 30))


def test_a_small_number_takes_its_neighbour_along() -> None:
    told = suppressed({"справки": 40, "выписки": 3, "копии": 9, "дубликаты": 0})
    assert told.cells == {"справки": 40, "выписки": None, "копии": None, "дубликаты": 0}
    assert told.total == 52
    assert suppressed({"справки": 3}).total is None
    assert suppressed({"справки": 7, "копии": 0}).cells == {"справки": 7, "копии": 0}


@given(COUNTS)
def test_nothing_small_can_be_counted_back(counts: dict[str, int]) -> None:
    told = suppressed(counts)
    hidden = [name for name, count in told.cells.items() if count is None]
    assert all(counts[name] == count for name, count in told.cells.items() if count is not None)
    assert all(count == 0 or count >= FEWEST for count in told.cells.values() if count is not None)
    if hidden and told.total is not None:
        rest = told.total - sum(count for count in told.cells.values() if count)
        assert rest >= FEWEST
        assert len(hidden) > 1
    assert told.total is None or told.total == sum(counts.values())


@given(st.dictionaries(st.sampled_from("КЛМН"), COUNTS))
def test_nor_can_it_from_the_parts_that_it_stands_in(counts: dict[str, dict[str, int]]) -> None:
    told = nested(counts)
    for part, cells in counts.items():
        if not told.outer.cells[part]:  # of a hidden part nothing is told that would add up to it
            assert part not in told.inner
            continue
        within = told.inner[part]
        hidden = [name for name, count in within.items() if count is None]
        assert all(count == 0 or count >= FEWEST for count in within.values() if count is not None)
        assert not hidden or (len(hidden) > 1 and sum(cells[name] for name in hidden) >= FEWEST)
    hidden_parts = [part for part, count in told.outer.cells.items() if count is None]
    if hidden_parts and told.outer.total is not None:
        assert len(hidden_parts) > 1
        assert sum(sum(counts[part].values()) for part in hidden_parts) >= FEWEST
