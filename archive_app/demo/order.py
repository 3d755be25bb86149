"""Order on graduation (приказ о выпуске): the order itself and the list annexed to it."""

from datetime import date

from archive_app.demo.certificate import number_of
from archive_app.demo.fonts import Style
from archive_app.demo.people import SCHOOL, TOWN, School, short_date
from archive_app.demo.seals import seal, sign
from archive_app.demo.sheet import Sheet

NUMBER = "84-у"


def order_day(school: School) -> date:
    """The day of the order."""
    return date(school.school_year + 1, 6, 24)


def draw_order(sheet: Sheet, school: School) -> None:
    """First page: letterhead, preamble, points, the director's signature and the seal."""
    middle, year = sheet.width / 2, school.school_year + 1
    sheet.write(middle, 20, "Администрация города Светлореченска", size=11, align="centre")
    sheet.write(middle, 26, "Муниципальное бюджетное общеобразовательное учреждение", size=11, align="centre")
    sheet.write(middle, 32, f"«{SCHOOL}»", size=11, style=Style.BOLD, align="centre")
    sheet.rule(30, 36, 195, 36, width=0.6)
    sheet.write(middle, 50, "ПРИКАЗ", size=18, style=Style.BOLD, align="centre")
    with sheet.one_line():
        sheet.pen(30, 62, short_date(order_day(school)), size=12)
        sheet.pen(180, 62, f"№ {NUMBER}", size=12)
    sheet.write(middle, 70, f"г. {TOWN}", size=11, align="centre")
    sheet.write(30, 84, "О выпуске обучающихся", size=12, style=Style.BOLD)
    sheet.write(30, 90, f"{school.group} класса", size=12, style=Style.BOLD)
    y = 104.0
    for text in _points(school, year):
        y = sheet.paragraph(30, y, text, width=165) + 2
    _signed(sheet, school, y + 16)
    sheet.write(30, y + 44, "С приказом ознакомлены:", size=10)
    for offset, person in enumerate((school.teacher, school.secretary), start=1):
        sheet.write(84, y + 44 + 9 * offset, f"{person.short}  {short_date(order_day(school))}", size=10)
        sign(sheet, 50, y + 44 + 9 * offset, person.short, width=22)


def _points(school: School, year: int) -> list[str]:
    group = school.group.replace(" ", "\N{NO-BREAK SPACE}")
    text = f"""\
На основании результатов государственной итоговой аттестации, решения педагогического совета от 23.06.{year} \
(протокол № 9) и в соответствии со статьёй 60 Федерального закона от 29.12.2012 № 273-ФЗ «Об образовании \
в Российской Федерации»
ПРИКАЗЫВАЮ:
1. Считать окончившими среднюю общеобразовательную школу и отчислить в связи с получением среднего общего \
образования обучающихся {group} класса согласно приложению.
2. Выдать аттестаты о среднем общем образовании {len(school.pupils)} выпускникам 25 июня {year} года.
3. Личные дела обучающихся и классный журнал передать в архив школы до 1 июля. Ответственный: классный \
руководитель {school.teacher.short}
4. Контроль за исполнением приказа возложить на заместителя директора по учебной работе {school.deputy.genitive}."""
    return text.split("\n")


def draw_order_list(sheet: Sheet, school: School) -> None:
    """Second page: the annexed list of graduates with the numbers of their certificates."""
    day = short_date(order_day(school))
    for offset, line in enumerate(("Приложение", f"к приказу от {day} № {NUMBER}")):
        sheet.write(195, 20 + 6 * offset, line, size=11, align="right")
    title = f"Список выпускников {school.group} класса"
    sheet.write(sheet.width / 2, 42, title, size=13, style=Style.BOLD, align="centre")
    xs = [25.0, 36.0, 118.0, 150.0, 195.0]
    ys = [50.0, 60.0, *(60 + 7.3 * number for number in range(1, len(school.pupils) + 1))]
    sheet.grid(xs, ys)
    sheet.row(
        xs, ys[1] - 3.5, ["№ п/п", "Фамилия, имя, отчество", "Дата рожд.", "Номер аттестата"], size=9.5, head=True
    )
    for position, (pupil, y) in enumerate(zip(school.pupils, ys[2:], strict=True)):
        cells = [str(position + 1), pupil.full, short_date(pupil.born), number_of(school, position)]
        sheet.row(xs, y - 2.2, cells, size=11)
    _signed(sheet, school, ys[-1] + 16)


def _signed(sheet: Sheet, school: School, y: float) -> None:
    with sheet.one_line():
        sheet.write(30, y, "Директор школы", size=12)
        sheet.write(195, y, school.director.short, size=12, align="right")
    sign(sheet, 118, y, school.director.short)
    seal(sheet, 92, y + 6)
