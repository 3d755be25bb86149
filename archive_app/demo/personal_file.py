"""Personal file (личное дело) of the graduate: cover, application, autobiography, and her later change of surname."""

import dataclasses
from datetime import date

from archive_app.demo.fonts import Style
from archive_app.demo.people import SCHOOL, SCHOOL_SHORT, TOWN, School, long_date, short_date
from archive_app.demo.seals import seal, sign
from archive_app.demo.sheet import Colour, Sheet

CARDBOARD: Colour = (226, 214, 186)


def draw_cover(sheet: Sheet, school: School) -> None:
    """The cardboard cover: name, number, extreme dates, term."""
    graduate, middle = school.graduate, sheet.width / 2
    entered = school.school_year - 10
    sheet.grid([18, sheet.width - 18], [18, sheet.height - 18], width=0.5)
    sheet.write(middle, 40, "Муниципальное бюджетное общеобразовательное учреждение", size=11, align="centre")
    sheet.write(middle, 47, f"«{SCHOOL}»", size=11, align="centre")
    sheet.write(middle, 92, f"ЛИЧНОЕ ДЕЛО № {graduate.surname[0]}-31", size=26, style=Style.BOLD, align="centre")
    sheet.write(middle, 102, "обучающейся", size=13, align="centre")
    sheet.pen(middle, 132, graduate.full, size=18, align="centre")
    sheet.rule(36, 134.5, sheet.width - 36, 134.5, width=0.2)
    sheet.write(middle, 140, "(фамилия, имя, отчество)", size=9, align="centre")
    sheet.field(40, 160, "Дата рождения", short_date(graduate.born), until=170, size=13)
    sheet.field(40, 200, "Начато", f"01.09.{entered}", until=110, size=12)
    sheet.field(40, 210, "Окончено", f"24.06.{school.school_year + 1}", until=110, size=12)
    sheet.field(40, 220, "На листах", "4", until=110, size=12)
    sheet.write(172, 258, "Хранить 3 года после выбытия", size=12, align="right")


def draw_application(sheet: Sheet, school: School) -> None:
    """The parent's application for admission to the first form."""
    entered, parent, child = school.school_year - 10, school.parent, school.graduate
    _addressee(sheet, f"{parent.genitive},", "проживающей по адресу: ул. Садовая, д. 8, кв. 15")
    sheet.write(sheet.width / 2, 88, "ЗАЯВЛЕНИЕ", size=15, style=Style.BOLD, align="centre")
    y = sheet.paragraph(
        30,
        104,
        f"Прошу принять мою дочь, {child.accusative}, {long_date(child.born)} рождения, в первый класс {SCHOOL_SHORT} "
        f"с 1 сентября {entered} года. Язык образования – русский.",
        width=165,
    )
    y = sheet.paragraph(
        30,
        y + 3,
        "С уставом, лицензией на осуществление образовательной деятельности, свидетельством о государственной "
        "аккредитации и основными образовательными программами ознакомлена.",
        width=165,
    )
    y = sheet.paragraph(
        30,
        y + 3,
        "На обработку моих персональных данных и персональных данных ребёнка в порядке, установленном "
        "законодательством Российской Федерации, согласна.",
        width=165,
    )
    sheet.write(30, y + 10, "Приложения:", size=12)
    for number, paper in enumerate(("копия свидетельства о рождении", "справка с места жительства"), start=1):
        sheet.write(36, y + 10 + 7 * number, f"{number}. {paper} на 1 л.", size=12)
    _dated(sheet, y + 46, date(entered, 2, 3), parent.short)


def draw_autobiography(sheet: Sheet, school: School) -> None:
    """A page of running text in the pupil's own hand."""
    child, year = school.graduate, school.school_year
    sheet.write(sheet.width / 2, 34, "АВТОБИОГРАФИЯ", size=15, style=Style.BOLD, align="centre")
    y = 52.0
    story = f"""\
Я, {child.full}, родилась {long_date(child.born)} в городе {TOWN}е. Моя мать, {school.parent.full}, работает \
библиотекарем в городской библиотеке. Отец служит машинистом тепловоза. У меня есть младший брат, ученик пятого \
класса нашей школы.
В {year - 10} году я поступила в первый класс школы № 17. Училась на «хорошо» и «отлично», особенно люблю химию, \
литературу и историю родного края. С шестого класса занимаюсь в краеведческом кружке, участвовала в школьной \
экспедиции по берегам Светлой и в составлении альбома о ветеранах города.
В {year - 1} году заняла второе место на городской олимпиаде по химии и была награждена грамотой. Три года пою \
в школьном хоре, веду в классе стенную газету, помогаю в библиотеке.
После окончания школы собираюсь поступать в медицинский колледж, чтобы стать фельдшером скорой помощи."""
    for text in story.split("\n"):
        y = sheet.paragraph(30, y, text, width=165, size=13, penned=True) + 4
    _dated(sheet, y + 14, date(year, 9, 10), child.short)


def draw_renaming(sheet: Sheet, school: School) -> None:
    """Her later application: the surname has changed, the certificate bears the old one."""
    child = school.graduate
    now = dataclasses.replace(child, surname=school.new_surname)
    _addressee(sheet, now.genitive, f"(прежняя фамилия – {child.surname})")
    sheet.write(sheet.width / 2, 88, "ЗАЯВЛЕНИЕ", size=15, style=Style.BOLD, align="centre")
    y = sheet.paragraph(
        30,
        104,
        f"Прошу выдать мне архивную справку об окончании {SCHOOL_SHORT} в {school.school_year + 1} году. "
        f"Фамилия {child.surname} изменена мною на фамилию {school.new_surname} при заключении брака "
        f"{long_date(school.renamed_on)}, свидетельство о заключении брака II-АБ № 704218.",
        width=165,
    )
    y = sheet.paragraph(30, y + 3, "Копия свидетельства прилагается. Справку получу лично.", width=165)
    _dated(sheet, y + 20, date(school.renamed_on.year, 3, 2), now.short)
    sheet.write(30, y + 60, f"Вх. № 118 от 02.03.{school.renamed_on.year}", size=10)
    seal(sheet, 150, y + 66, diameter=36)


def _addressee(sheet: Sheet, who: str, more: str) -> None:
    for offset, line in enumerate((f"Директору {SCHOOL_SHORT}", f"города {TOWN}а", f"от {who}", more)):
        sheet.write(95, 30 + 8 * offset, line, size=12)


def _dated(sheet: Sheet, y: float, day: date, who: str) -> None:
    with sheet.one_line():
        sheet.pen(30, y, short_date(day), size=12)
        sheet.write(195, y, who, size=12, align="right")
    sign(sheet, 120, y, who)
