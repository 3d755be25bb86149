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
    sheet.write(middle, 68, "АТТЕСТАТ", size=38, style=Style.BOLD, align="centre", ink=(120, 40, 48))
    sheet.write(middle, 80, "о среднем общем образовании", size=17, align="centre")
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
    seal(sheet, 66, 244)


def _ground(sheet: Sheet) -> None:
    for line in range(26, round(sheet.height) - 22, 5):
        points = [
            (sheet.px(x), sheet.px(line + 2.5 * math.sin(x / 9 + line / 14)))
            for x in range(22, round(sheet.width) - 20, 2)
        ]
        sheet.draw.line(points, fill=_WAVE, width=max(1, sheet.px(0.25)))
    for inset, width in ((12.0, 1.4), (15.0, 0.3), (21.0, 0.6)):
        right, bottom = sheet.width - inset, sheet.height - inset
        sheet.grid([inset, right], [inset, bottom], width=width, ink=_FRAME)
    for x in range(18, round(sheet.width) - 16, 6):
        for y in (18.0, sheet.height - 18):
            _knot(sheet, x, y)
    for y_mm in range(24, round(sheet.height) - 20, 6):
        for x_mm in (18.0, sheet.width - 18):
            _knot(sheet, x_mm, y_mm)


def _knot(sheet: Sheet, x: float, y: float) -> None:
    for radius in (2.4, 1.2):
        box = (sheet.px(x - radius), sheet.px(y - radius), sheet.px(x + radius), sheet.px(y + radius))
        sheet.draw.ellipse(box, outline=_FRAME, width=max(1, sheet.px(0.2)))
