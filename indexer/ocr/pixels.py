"""Any picture that a scanner, a PDF or a camera gives, as 8-bit grey or RGB pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"
"""Height x width (grey, 0 is black) or height x width x 3 (RGB)."""

_GREY_BANDS = 2
_RGBA = 4


def to_pixels(image: Image.Image | NDArray[np.generic]) -> Pixels:
    """Grey or RGB pixels of `image`; transparency becomes white paper, 16 bits and floats become 8.

    EXIF orientation is not looked at: the caller hands the picture as a viewer shows it.
    """
    array = _from_pillow(image) if isinstance(image, Image.Image) else image
    if array.ndim not in {2, 3} or 0 in array.shape:
        raise ValueError(f"not an image: shape {array.shape}")
    array = _eight_bits(array)
    if array.ndim == _GREY_BANDS:
        return np.ascontiguousarray(array)
    if array.shape[2] == _RGBA:
        return _on_paper(array)
    return np.ascontiguousarray(array if array.shape[2] == 3 else array[..., 0])  # noqa: PLR2004 - RGB


def grey(pixels: Pixels) -> Pixels:
    """Luminance."""
    return (
        pixels if pixels.ndim == _GREY_BANDS else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    )


def resized(pixels: Pixels, scale: float) -> Pixels:
    """Pixels scaled by `scale`, averaged when shrunk, cubic when enlarged; never less than one pixel."""
    if abs(scale - 1) < 0.01:  # noqa: PLR2004 - a resize by under one per cent only blurs
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))


def _from_pillow(image: Image.Image) -> NDArray[np.generic]:
    if image.mode in {"1", "L", "RGB", "RGBA", "F"} or image.mode.startswith("I"):
        return np.asarray(image)
    has_alpha = image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info
    return np.asarray(image.convert("RGBA" if has_alpha else "RGB"))


def _eight_bits(array: NDArray[np.generic]) -> Pixels:
    if array.dtype == np.uint8:
        return np.asarray(array, dtype=np.uint8)
    if array.dtype == np.bool_:
        return np.where(array, np.uint8(255), np.uint8(0))
    values = np.nan_to_num(array.astype(np.float32))
    top = float(values.max(initial=0))
    # Floats may be 0..1, 0..255 or 0..65535, and 16-bit files may hold 8-bit values: the top value tells.
    full = 1.0 if top <= 1 and array.dtype.kind == "f" else 255.0 if top <= 255 else 65535.0  # noqa: PLR2004
    return np.asarray(np.clip(values * (255 / full), 0, 255), dtype=np.uint8)


def _on_paper(rgba: Pixels) -> Pixels:
    alpha = rgba[..., 3:].astype(np.uint16)
    mixed = (rgba[..., :3] * alpha + 255 * (255 - alpha)) // 255
    return mixed.astype(np.uint8, copy=False)
