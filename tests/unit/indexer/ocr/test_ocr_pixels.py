"""Pictures of every kind become 8-bit grey or RGB pixels that show the same."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from indexer.ocr.pixels import grey, resized, to_pixels

GREY = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (32, 1))


def as_grey(image: Image.Image | np.ndarray) -> np.ndarray:
    return grey(to_pixels(image)).astype(int)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "YCbCr", "F", "I"])
def test_every_mode_shows_the_same_grey(mode: str) -> None:
    assert np.abs(as_grey(Image.fromarray(GREY).convert(mode)) - GREY).max() <= 3


def test_one_bit_is_black_and_white() -> None:
    assert set(np.unique(as_grey(Image.fromarray(GREY).convert("1")))) == {0, 255}


def test_sixteen_bits_keep_their_proportion() -> None:
    deep = GREY.astype(np.uint16) * 257
    assert np.abs(as_grey(deep) - GREY).max() <= 1
    assert np.abs(as_grey(Image.fromarray(deep)) - GREY).max() <= 1


def test_eight_bit_values_in_a_sixteen_bit_file_are_not_taken_for_black() -> None:
    assert np.abs(as_grey(GREY.astype(np.uint16)) - GREY).max() <= 1


def test_floats_from_nought_to_one() -> None:
    assert np.abs(as_grey(GREY.astype(np.float32) / 255) - GREY).max() <= 1


def test_transparent_paper_is_white() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert as_grey(image).min() == 255


def test_a_palette_with_a_transparent_colour_is_white_there() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([0, 0, 0] * 256)
    image.info["transparency"] = 0
    assert as_grey(image).min() == 255


@pytest.mark.parametrize("shape", [(0, 5), (3,), (2, 2, 2, 2)])
def test_what_is_no_image_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="not an image"):
        to_pixels(np.zeros(shape, np.uint8))


def test_shrinking_never_loses_the_last_pixel() -> None:
    assert resized(np.zeros((3, 1), np.uint8), 0.01).shape == (1, 1)
