"""Small numbers are not told, and cannot be counted back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.disclosure.totals import FEWEST, Totals, nested, suppressed

COUNTS = st.dictionaries(st.sampled_from("абвгдежз"), st.integers(0, 30))


def _low_enough(numbers: list[int]) -> bool:
    """Nobody who knows the sum, and that each number is one at least, can say of any that it is small."""
    return not numbers or (len(numbers) > 1 and sum(numbers) - (len(numbers) - 1) >= FEWEST)


def test_a_small_number_takes_its_neighbour_along() -> None:
    told = suppressed({"справки": 40, "выписки": 3, "копии": 9, "дубликаты": 0})
    assert told.cells == {"справки": 40, "выписки": None, "копии": None, "дубликаты": 0}
    assert told.total == 52
    assert suppressed({"справки": 3, "копии": 0}) == Totals({}, None)
    assert suppressed({"справки": 7, "копии": 0}).cells == {"справки": 7, "копии": 0}
    assert suppressed({"справки": 0}) == Totals({"справки": 0}, 0)


def test_five_cells_with_five_persons_hold_one_each() -> None:
    ones = dict.fromkeys("абвгд", 1)
    assert suppressed(ones) == Totals({}, None), "the total and five dashes would tell each"
    assert suppressed(ones | {"е": 5}).cells == dict.fromkeys("абвгде"), "a sixth cell covers them"
    told = nested({"отчислен(а)": ones, "выпущен(а)": {"а": 40}})
    assert (told.outer.cells["отчислен(а)"], told.inner["отчислен(а)"]) == (5, {})


@given(COUNTS)
def test_nothing_small_can_be_counted_back(counts: dict[str, int]) -> None:
    told = suppressed(counts)
    if told.total is None:
        assert told.cells == {}
        return
    assert told.total == sum(counts.values())
    assert all(counts[name] == count for name, count in told.cells.items() if count is not None)
    assert all(count == 0 or count >= FEWEST for count in told.cells.values() if count is not None)
    assert _low_enough([counts[name] for name, count in told.cells.items() if count is None])


@given(st.dictionaries(st.sampled_from("КЛМН"), COUNTS))
def test_nor_can_it_from_the_parts_that_it_stands_in(counts: dict[str, dict[str, int]]) -> None:
    told = nested(counts)
    for part, cells in counts.items():
        if not told.outer.cells.get(part):  # of a hidden part nothing is told that would add up to it
            assert part not in told.inner
            continue
        within = told.inner[part]
        assert all(count == 0 or count >= FEWEST for count in within.values() if count is not None)
        assert _low_enough([cells[name] for name, count in within.items() if count is None])
    hidden = [sum(counts[part].values()) for part, count in told.outer.cells.items() if count is None]
    assert _low_enough(hidden)
