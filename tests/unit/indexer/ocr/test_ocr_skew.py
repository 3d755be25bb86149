"""The skew of a page, measured against known turns."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from indexer.ocr.skew import LIMIT, estimate_skew, lines_run_down, straightening

LINES = (
    "Педагогический совет рассмотрел итоги первой",
    "четверти и утвердил план работы школы, а",
    "классным руководителям сдать журналы",
    "успеваемости заместителю директора",
)


def letters(degrees: float = 0.0) -> np.ndarray:
    """A mask of sixteen drawn lines, turned clockwise by `degrees`."""
    page = Image.new("L", (800, 900), 0)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", 22)
    for row in range(16):
        pen.text((60, 60 + row * 46), LINES[row % len(LINES)], 255, font)
    matrix = cv2.getRotationMatrix2D((400, 450), -degrees, 1)
    turned = cv2.warpAffine(np.asarray(page), matrix, (800, 900))
    return np.asarray(np.where(turned > 127, 255, 0), dtype=np.uint8)


@given(degrees=st.floats(-LIMIT + 0.5, LIMIT - 0.5))
@settings(max_examples=25, deadline=None)
def test_a_known_turn_is_measured_within_a_fifth_of_a_degree(degrees: float) -> None:
    measured, _ = estimate_skew(letters(degrees))
    assert abs(measured - degrees) < 0.2


def test_a_page_without_ink_is_straight() -> None:
    assert estimate_skew(np.zeros((300, 200), np.uint8)) == (0.0, 0.0)


@pytest.mark.parametrize("degrees", [0.0, 3.0, -3.0])
def test_lines_across_and_lines_down_are_told_apart(degrees: float) -> None:
    upright = letters(degrees)
    assert not lines_run_down(upright)
    assert lines_run_down(np.ascontiguousarray(np.rot90(upright)))


@given(degrees=st.floats(-10, 10), x=st.integers(0, 500), y=st.integers(0, 300))
@settings(max_examples=50, deadline=None)
def test_straightening_undoes_the_skew(degrees: float, x: int, y: int) -> None:
    """A point on a line that falls by `degrees` to the right comes level with the middle of the page."""
    matrix = straightening((300, 500), degrees)
    middle = np.array([250.0, 150.0])
    along = np.array([1.0, np.tan(np.radians(degrees))])
    point = middle + along * (x - 250)
    assert (matrix @ np.append(point, 1))[1] == pytest.approx(150.0, abs=1e-6)
    assert np.linalg.det(matrix[:, :2]) == pytest.approx(1.0)
