"""What only a pen or a rubber stamp leaves: signatures and round seals."""

import math
import random

from PIL import Image, ImageDraw

from archive_app.demo import fonts
from archive_app.demo.fonts import Style
from archive_app.demo.people import TOWN
from archive_app.demo.sheet import BLUE_INK, Colour, Sheet

_SEAL_INK: Colour = (44, 66, 168)
_SEAL_ALPHA = 165


def sign(sheet: Sheet, x: float, y: float, who: str, *, width: float = 28) -> None:
    """Scribble the signature of `who` (always the same hand) on the baseline `y`: a capital, waves, a flourish."""
    rng = random.Random(who)  # noqa: S311 - a hand needs repeatability, not secrecy
    waves, height, slant = rng.randint(3, 8), rng.uniform(4.0, 8.0), rng.uniform(0.5, 3.5)
    loop, decay = rng.uniform(1.0, 4.5), rng.uniform(1.0, 2.6)
    points = []
    for step in range(181):
        t = step / 180
        amplitude = height * (1 - t) ** decay + 0.5
        lift = amplitude * math.sin(2 * math.pi * waves * t + rng.uniform(-0.08, 0.08))
        backwards = loop * math.cos(2 * math.pi * waves * t) * (1 - t)
        points.append((sheet.px(x + width * t + backwards), sheet.px(y - 2 - lift * 0.8 - slant * t)))
    sheet.draw.line(points, fill=BLUE_INK, width=max(2, sheet.px(0.35)), joint="curve")
    sheet.rule(x + width * 0.15, y + 0.6, x + width * 0.95, y - slant, width=0.3, ink=BLUE_INK)


def seal(sheet: Sheet, x: float, y: float, *, diameter: float = 40) -> None:
    """Press the school's round seal with its middle at `x, y`: rings, running legend, a little askew."""
    side = sheet.px(diameter)
    layer = Image.new("RGBA", (side, side), (*_SEAL_INK, 0))
    draw, ink = ImageDraw.Draw(layer), (*_SEAL_INK, _SEAL_ALPHA)
    for share, width in ((0.0, 0.7), (0.025, 0.25), (0.17, 0.25)):
        inset = share * side + sheet.px(0.5)
        draw.ellipse((inset, inset, side - inset, side - inset), outline=ink, width=max(1, sheet.px(width)))
    _legend(layer, f"ШКОЛА № 17 * ГОРОД {TOWN.upper()} * РОССИЙСКАЯ ФЕДЕРАЦИЯ *", ink)
    font = fonts.load("pt-sans", Style.BOLD, side // 9)
    draw.text((side / 2, side * 0.44), "МБОУ", font=font, fill=ink, anchor="mm")
    draw.text((side / 2, side * 0.57), "СОШ № 17", font=font, fill=ink, anchor="mm")
    turned = layer.rotate(sheet.rng.uniform(-18, 18), resample=Image.Resampling.BICUBIC)
    corner = (sheet.px(x) - side // 2, sheet.px(y) - side // 2)
    sheet.image.paste(turned, corner, turned)


def _legend(layer: Image.Image, legend: str, ink: tuple[int, int, int, int]) -> None:
    side = layer.width
    font = fonts.load("pt-sans", Style.REGULAR, side // 16)
    radius = side * 0.405
    for number, letter in enumerate(legend):
        angle = 360 * number / len(legend) - 180
        tile = Image.new("RGBA", (side // 8, side // 8), (*ink[:3], 0))
        ImageDraw.Draw(tile).text((side // 16, side // 16), letter, font=font, fill=ink, anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        middle_x = side / 2 + radius * math.sin(math.radians(angle))
        middle_y = side / 2 - radius * math.cos(math.radians(angle))
        layer.alpha_composite(tile, (round(middle_x - side / 16), round(middle_y - side / 16)))
