"""A page's own space and the page as shown lead into each other, however it is turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.formats.page_space import PageSpace

fractions = st.floats(0, 1)
spaces = st.builds(
    lambda left, bottom, width, height, turn: PageSpace(left, bottom, left + width, bottom + height, turn),
    st.floats(-500, 500),
    st.floats(-500, 500),
    st.floats(10, 5000),
    st.floats(10, 5000),
    st.sampled_from([0, 90, 180, 270]),
)


@given(spaces, fractions, fractions)
def test_there_and_back(space: PageSpace, u: float, v: float) -> None:
    assert space.to_shown(*space.to_own(u, v)) == pytest.approx((u, v), abs=1e-6)


@given(spaces, fractions, fractions, fractions, fractions)
def test_boxes_stay_on_the_page_and_upright(space: PageSpace, a: float, b: float, c: float, d: float) -> None:
    x0, y0, x1, y1 = space.box_to_shown(*space.to_own(a, b), *space.to_own(c, d))
    assert 0 <= x0 <= x1 <= 1
    assert 0 <= y0 <= y1 <= 1


@pytest.mark.parametrize(("turn", "corner"), [(0, (0.0, 1.0)), (90, (0.0, 0.0)), (180, (1.0, 0.0)), (270, (1.0, 1.0))])
def test_a_clockwise_turn_moves_the_lower_left_corner_clockwise(turn: int, corner: tuple[float, float]) -> None:
    space = PageSpace(10, 20, 110, 220, turn)
    assert space.to_shown(10, 20) == corner
    assert space.shown_size == ((100, 200) if turn in {0, 180} else (200, 100))
