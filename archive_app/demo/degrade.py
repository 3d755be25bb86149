"""Spoil a clean page the way a scanner, a telephone or a careless hand does; the same seed spoils it the same way."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


class Profile(StrEnum):
    """Named ways to be spoiled, from not at all to a telephone's photograph."""

    CLEAN = "clean"
    FLATBED = "flatbed"
    SKEWED = "skewed"
    TURNED = "turned"
    NOISY = "noisy"
    LOW_DPI = "low_dpi"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Damage:
    """How much of each fault; the defaults do nothing.

    `skew` is the largest angle in degrees (drawn between a third of it and itself, either way), `turn` a clockwise
    quarter turn of the stored page in degrees, `noise` the standard deviation in grey levels, `specks` the share of
    pixels hit by dust, `shade` the loss of light at the darkest place (0..1), `blur` a Gaussian's sigma in pixels at
    300 dpi, `bleed` the strength of the other side shining through (0..1), `scale` the resampling factor,
    `perspective` the largest shift of a corner as a share of the page, `jpeg` the quality, None for no compression.
    """

    skew: float = 0.0
    turn: int = 0
    noise: float = 0.0
    specks: float = 0.0
    shade: float = 0.0
    blur: float = 0.0
    bleed: float = 0.0
    scale: float = 1.0
    perspective: float = 0.0
    jpeg: int | None = None


PROFILES = {
    Profile.CLEAN: Damage(),
    Profile.FLATBED: Damage(skew=0.6, noise=4, shade=0.06, blur=0.7, bleed=0.04, jpeg=85),
    Profile.SKEWED: Damage(skew=3.5, noise=5, shade=0.1, blur=0.8, bleed=0.05, jpeg=80),
    Profile.TURNED: Damage(skew=0.8, turn=90, noise=5, shade=0.08, blur=0.8, bleed=0.05, jpeg=80),
    Profile.NOISY: Damage(skew=1.0, noise=16, specks=0.0008, shade=0.22, blur=1.1, bleed=0.12, jpeg=60),
    Profile.LOW_DPI: Damage(skew=0.8, noise=5, shade=0.08, blur=0.8, bleed=0.05, scale=0.5, jpeg=75),
    Profile.PHOTO: Damage(skew=1.5, noise=5, shade=0.35, blur=1.0, perspective=0.035, jpeg=78),
}
_QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_DESK = (128, 96, 66)
_REFERENCE_DPI = 300


def degrade(image: Image.Image, profile: Profile | str, seed: int) -> Image.Image:
    """Spoil an RGB page; returns a new RGB image with `info["dpi"]` true to its size.

    Raises:
        ValueError: `profile` is unknown.
    """
    return apply(image, PROFILES[Profile(profile)], seed)


def apply(image: Image.Image, damage: Damage, seed: int) -> Image.Image:
    """Spoil an RGB page by a `Damage` of one's own; see `degrade`."""
    rng = np.random.default_rng(seed)
    dpi = image.info.get("dpi", (_REFERENCE_DPI, _REFERENCE_DPI))[0]
    page: Pixels = np.asarray(image.convert("RGB"))
    if damage.bleed:
        page = _bleed(page, damage.bleed)
    page = _tilt(page, damage.skew, rng)
    if damage.perspective:
        page = _photograph(page, damage.perspective, rng)
    if damage.scale != 1:
        page = _bytes(cv2.resize(page, None, fx=damage.scale, fy=damage.scale, interpolation=cv2.INTER_AREA))
    if damage.blur:
        page = _bytes(cv2.GaussianBlur(page, (0, 0), damage.blur * damage.scale * dpi / _REFERENCE_DPI))
    if damage.shade:
        page = _shade(page, damage.shade, rng)
    if damage.noise or damage.specks:
        page = _noise(page, damage, seed, rng)
    if damage.turn:
        page = _bytes(cv2.rotate(page, _QUARTERS[damage.turn]))
    if damage.jpeg is not None:
        page = _compress(page, damage.jpeg)
    result = Image.fromarray(page)
    result.info["dpi"] = (round(dpi * damage.scale), round(dpi * damage.scale))
    return result


def _bytes(pixels: Any) -> Pixels:
    return np.asarray(pixels, dtype=np.uint8)


def _bleed(page: Pixels, strength: float) -> Pixels:
    behind = cv2.GaussianBlur(page[::-4, ::-4], (0, 0), 1.2)
    behind = cv2.resize(behind, (page.shape[1], page.shape[0]))
    ghost = cv2.addWeighted(behind, strength, np.full_like(behind, 255), 1 - strength, 0)
    return _bytes(cv2.multiply(page, ghost, scale=1 / 255))


def _paper(page: Pixels) -> tuple[float, float, float]:
    red, green, blue = np.median(page[::16, ::16].reshape(-1, 3), axis=0)
    return float(red), float(green), float(blue)


def _tilt(page: Pixels, skew: float, rng: np.random.Generator) -> Pixels:
    angle = rng.uniform(skew / 3, skew) * rng.choice([-1, 1])
    if not angle:
        return page
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return _bytes(cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=_paper(page)))


def _photograph(page: Pixels, share: float, rng: np.random.Generator) -> Pixels:
    height, width = page.shape[:2]
    size = np.array([width, height])
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    inwards = rng.uniform(share / 2, share, (4, 2)) * np.where(corners > 0, -1, 1)
    seen = ((corners + inwards) * size).astype(np.float32)
    matrix = cv2.getPerspectiveTransform((corners * size).astype(np.float32), seen)
    return _bytes(cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=_DESK))


def _shade(page: Pixels, depth: float, rng: np.random.Generator) -> Pixels:
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, 64), np.linspace(-1, 1, 64))
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x * np.cos(angle) + y * np.sin(angle) + 1.5) / 3
    light = np.clip(1 - depth * (0.7 * slope + 0.3 * (x**2 + y**2) / 2), 0, 1)
    mask = cv2.resize((light * 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    return _bytes(cv2.multiply(page, cv2.merge([mask, mask, mask]), scale=1 / 255))


def _noise(page: Pixels, damage: Damage, seed: int, rng: np.random.Generator) -> Pixels:
    height, width = page.shape[:2]
    grain = np.empty((height, width), dtype=np.int16)
    cv2.setRNGSeed(seed)
    cv2.randn(grain, np.zeros(1), np.full(1, damage.noise))
    spoiled = cv2.add(page, cv2.merge([grain, grain, grain]), dtype=cv2.CV_8U)
    for _ in range(round(damage.specks * height * width / 12)):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        grey = int(rng.choice([40, 90, 235]))
        cv2.circle(spoiled, centre, int(rng.integers(1, 3)), (grey, grey, grey), -1)
    return _bytes(spoiled)


def _compress(page: Pixels, quality: int) -> Pixels:
    _, packed = cv2.imencode(".jpg", page[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(_bytes(cv2.imdecode(packed, cv2.IMREAD_COLOR))[:, :, ::-1])
