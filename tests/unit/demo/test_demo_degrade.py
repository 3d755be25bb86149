"""Spoiled pages: every profile spoils in its own way, repeatably, and says its true resolution."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from archive_app.demo.degrade import Damage, Profile, apply, degrade

_SPOILING = [profile for profile in Profile if profile is not Profile.CLEAN]


@pytest.fixture
def page() -> Image.Image:
    image = Image.new("RGB", (400, 560), (250, 250, 246))
    ImageDraw.Draw(image).rectangle((80, 100, 320, 120), fill=(20, 20, 20))
    image.info["dpi"] = (60, 60)
    return image


def test_clean_changes_nothing(page: Image.Image) -> None:
    assert degrade(page, Profile.CLEAN, 1).tobytes() == page.tobytes()


@pytest.mark.parametrize("profile", _SPOILING)
def test_a_profile_spoils_repeatably_and_by_its_seed(page: Image.Image, profile: Profile) -> None:
    once = degrade(page, profile, 1)
    assert once.tobytes() != page.tobytes()
    assert degrade(page, str(profile), 1).tobytes() == once.tobytes()
    assert degrade(page, profile, 2).tobytes() != once.tobytes()
    assert once.mode == "RGB"


def test_turned_swaps_the_sides_and_a_turn_back_restores(page: Image.Image) -> None:
    assert degrade(page, Profile.TURNED, 1).size == (560, 400)
    turned = apply(page, Damage(turn=90), 1)
    assert turned.transpose(Image.Transpose.ROTATE_90).tobytes() == page.tobytes()


def test_low_dpi_halves_pixels_and_resolution(page: Image.Image) -> None:
    small = degrade(page, Profile.LOW_DPI, 1)
    assert small.size == (200, 280)
    assert small.info["dpi"] == (30, 30)


def test_a_photo_shows_the_desk_around_the_page(page: Image.Image) -> None:
    corner = np.asarray(degrade(page, Profile.PHOTO, 1))[:3, :3].mean(axis=(0, 1))
    assert corner[0] > corner[2] + 20


def test_bleed_mirrors_the_print(page: Image.Image) -> None:
    ghost = np.asarray(apply(page, Damage(bleed=0.5), 1).convert("L"))
    assert ghost[560 - 110, 200] < 200
    assert ghost[300, 200] > 240


def test_shade_darkens_but_never_lightens(page: Image.Image) -> None:
    shaded = np.asarray(apply(page, Damage(shade=0.3), 1)).astype(int)
    assert (shaded <= np.asarray(page)).all()
    assert shaded.mean() < np.asarray(page).mean() - 10


def test_an_unknown_profile_is_refused(page: Image.Image) -> None:
    with pytest.raises(ValueError, match="burnt"):
        degrade(page, "burnt", 1)
