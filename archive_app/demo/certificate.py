"""Certificate of secondary education (аттестат): patterned ground, frame, number, seal."""

import math
from datetime import date

from archive_app.demo.fonts import Style
from archive_app.demo.people import SCHOOL, School, long_date
from archive_app.demo.seals import seal, sign
from archive_app.demo.sheet import Colour, Sheet

PAPER: Colour = (246, 247, 240)
_WAVE: Colour = (222, 230, 226)
_FRAME: Colour = (92, 116, 128)
_BRAID: Colour = (150, 168, 176)


def issue_day(school: School) -> date:
    """The day the certificate bears."""
    return date(school.school_year + 1, 6, 25)


def number_of(school: School, position: int) -> str:
    """The fourteen digits of the form: region, year, running number."""
    return f"023 {(school.school_year + 1) % 100:02d} {41870 + position:09d}".replace(" ", "")


def draw_certificate(sheet: Sheet, school: School) -> None:
    """One page, for the graduate whose surname changed later."""
    graduate, middle = school.graduate, sheet.width / 2
    _ground(sheet)
    sheet.write(middle, 42, "РОССИЙСКАЯ ФЕДЕРАЦИЯ", size=15, align="centre")
    sheet.write(middle, 68, "АТТЕСТАТ", size=30, style=Style.BOLD, align="centre", ink=(120, 40, 48))
    sheet.write(middle, 80, "о среднем общем образовании", size=16, align="centre")
    number = number_of(school, school.pupils.index(graduate))
    sheet.write(middle, 96, number, size=18, style=Style.BOLD, align="centre", ink=(160, 40, 40))
    sheet.write(middle, 116, "Настоящий аттестат свидетельствует о том, что", size=13, align="centre")
    sheet.write(middle, 132, graduate.surname, size=22, style=Style.BOLD, align="centre")
    sheet.write(middle, 143, f"{graduate.given} {graduate.patronymic}", size=20, style=Style.BOLD, align="centre")
    ended = graduate.by_sex("окончил", "окончила")
    sheet.write(middle, 160, f"в {school.school_year + 1} году {ended}", size=13, align="centre")
    sheet.write(middle, 170, "муниципальное бюджетное общеобразовательное учреждение", size=13, align="centre")
    sheet.write(middle, 178, f"«{SCHOOL}»", size=12, style=Style.BOLD, align="centre")
    sheet.write(middle, 194, f"Дата выдачи {long_date(issue_day(school))}", size=13, align="centre")
    with sheet.one_line():
        sheet.write(36, 226, "Руководитель образовательной организации", size=11)
        sheet.write(172, 226, school.director.short, size=11, align="right")
    sign(sheet, 122, 222, school.director.short, width=22)
    seal(sheet, 66, 251)


def _ground(sheet: Sheet) -> None:
    """Pale waves under the text, and a frame woven of two braids a side."""
    for line in range(26, round(sheet.height) - 22, 5):
        _wave(sheet, (22, sheet.width - 20), line, swing=2.5, length=56, phase=line / 14, ink=_WAVE)
    for inset, width in ((12.0, 1.4), (21.0, 0.6)):
        right, bottom = sheet.width - inset, sheet.height - inset
        sheet.grid([inset, right], [inset, bottom], width=width, ink=_FRAME)
    for phase in (0.0, math.pi / 2, math.pi, 3 * math.pi / 2):
        for edge in (16.5, sheet.height - 16.5):
            _wave(sheet, (13, sheet.width - 13), edge, swing=3.2, length=9, phase=phase, ink=_BRAID)
        for edge in (16.5, sheet.width - 16.5):
            _wave(sheet, (13, sheet.height - 13), edge, swing=3.2, length=9, phase=phase, ink=_BRAID, upright=True)


def _wave(
    sheet: Sheet,
    ends: tuple[float, float],
    middle: float,
    *,
    swing: float,
    length: float,
    phase: float,
    ink: Colour,
    upright: bool = False,
) -> None:
    points = []
    for step in range(round((ends[1] - ends[0]) * 2)):
        along = ends[0] + step / 2
        across = middle + swing * math.sin(2 * math.pi * along / length + phase)
        points.append((sheet.px(across), sheet.px(along)) if upright else (sheet.px(along), sheet.px(across)))
    sheet.draw.line(points, fill=ink, width=max(1, sheet.px(0.25)), joint="curve")
