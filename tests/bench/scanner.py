"""What a scanner does to a clean page: turns, skews, darkens, blurs, dirties and compresses it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image


@dataclass(frozen=True, slots=True)
class Damage:
    """How a page is scanned. `skew` in degrees clockwise, `turn` in quarter turns clockwise, `noise` is the deviation of grey."""

    name: str
    dpi: int = 300
    skew: float = 0.0
    turn: int = 0
    noise: float = 3.0
    specks: float = 0.0
    shade: float = 0.0
    blur: float = 0.6
    fade: float = 0.0
    jpeg: int = 75


DAMAGES = (
    Damage("good"),
    Damage("skewed", skew=2.3, noise=6),
    Damage("turned 90", turn=1, skew=-0.8, noise=5),
    Damage("noisy, uneven light", skew=-1.4, noise=22, specks=0.002, shade=0.45, blur=0.8, jpeg=60),
    Damage("upside down, uneven light", turn=2, skew=0.9, noise=10, shade=0.35),
    Damage("200 dpi", dpi=200, skew=1.1, noise=8, blur=0.5, jpeg=60),
    Damage("200 dpi, faded, noisy", dpi=200, skew=-2.0, noise=12, specks=0.001, fade=0.45, jpeg=60),
    Damage("turned 270, faded, specks", turn=3, skew=1.7, noise=12, specks=0.003, fade=0.5, shade=0.2),
)


def scan(page: Image.Image, damage: Damage, seed: int) -> Image.Image:
    """The page (grey, 300 dpi) as it comes from the scanner, its dpi noted in `info`."""
    rng = np.random.default_rng(seed)
    grey = np.asarray(page.convert("L"), dtype=np.float32)
    grey = _skewed(grey, damage.skew)
    if damage.dpi != 300:
        share = damage.dpi / 300
        grey = np.asarray(cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.float32)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), damage.blur * damage.dpi / 300 + 0.2), dtype=np.float32)
    grey = 250 - (250 - grey) * (1 - damage.fade)
    height, width = grey.shape
    light = (
        1
        - damage.shade
        * np.linspace(0, 1, width, dtype=np.float32)[None, :]
        * np.linspace(1, 0.4, height, dtype=np.float32)[:, None]
    )
    grey = grey * light + rng.normal(0, damage.noise, grey.shape).astype(np.float32)
    dirt = rng.random(grey.shape)
    grey[dirt < damage.specks / 2] = 20
    grey[dirt > 1 - damage.specks / 2] = 255
    grey = np.rot90(grey, -damage.turn)
    return _jpeg(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)), damage)


def _skewed(grey: np.ndarray, degrees: float) -> np.ndarray:
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _jpeg(image: Image.Image, damage: Damage) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=damage.jpeg, dpi=(damage.dpi, damage.dpi))
    buffer.seek(0)
    return Image.open(buffer)
