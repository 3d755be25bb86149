"""Exam sheet (ведомость промежуточной аттестации): a printed form filled in by pen, with two signatures."""

from datetime import date

from archive_app.demo.fonts import Style
from archive_app.demo.people import SCHOOL, School, short_date
from archive_app.demo.seals import sign
from archive_app.demo.sheet import Sheet

_MARKS = {5: "отлично", 4: "хорошо", 3: "удовл."}


def exam_day(school: School) -> date:
    """The day of the assessment."""
    return date(school.school_year + 1, 5, 16)


def draw_exam_sheet(sheet: Sheet, school: School) -> None:
    """One page: heading, who examined, a row a pupil, totals, signatures."""
    middle = sheet.width / 2
    sheet.write(middle, 16, "Муниципальное бюджетное общеобразовательное учреждение", size=10, align="centre")
    sheet.write(middle, 22, f"«{SCHOOL}»", size=10, align="centre")
    sheet.write(middle, 34, "ЭКЗАМЕНАЦИОННАЯ ВЕДОМОСТЬ № 12", size=15, style=Style.BOLD, align="centre")
    sheet.write(middle, 41, "промежуточной аттестации обучающихся", size=12, align="centre")
    sheet.field(20, 52, "Предмет", "Алгебра и начала математического анализа", until=195)
    sheet.field(
        20, 60, "Класс", f"{school.group}, {school.school_year}/{school.school_year + 1} учебный год", until=195
    )
    sheet.field(20, 68, "Экзаменатор", school.teacher.full, until=195)
    sheet.field(20, 76, "Дата проведения", short_date(exam_day(school)), until=195)
    marks = _table(sheet, school)
    y = 258.0
    total = ", ".join(f"«{mark}» –\N{NO-BREAK SPACE}{marks.count(mark)}" for mark in _MARKS)
    sheet.write(20, y, f"Всего обучающихся: {len(marks)}. Получили отметки: {total}.", size=10.5)
    for offset, (post, person) in enumerate((("Экзаменатор", school.teacher), ("Ассистент", school.deputy)), start=1):
        line = y + 4 + 10 * offset
        with sheet.one_line():
            sheet.write(20, line, post, size=11)
            sheet.write(125, line, person.short, size=11)
        sheet.rule(60, line + 0.8, 118, line + 0.8, width=0.15)
        sign(sheet, 70, line, person.short)


def _table(sheet: Sheet, school: School) -> list[int]:
    xs = [20.0, 30.0, 112.0, 134.0, 148.0, 172.0, 195.0]
    top, head, bottom = 82.0, 92.0, 250.0
    step = (bottom - head) / len(school.pupils)
    ys = [top, head, *(head + step * number for number in range(1, len(school.pupils) + 1))]
    sheet.grid(xs, ys)
    sheet.row(
        xs, head - 3.6, ["№", "Фамилия, имя, отчество", "№ билета", "Балл", "Прописью", "Подпись"], size=9.5, head=True
    )
    marks = []
    for number, (pupil, y) in enumerate(zip(school.pupils, ys[2:], strict=True), start=1):
        mark = sheet.rng.choice([5, 4, 4, 3])
        marks.append(mark)
        ticket = str(sheet.rng.randint(1, 30))
        sheet.row(xs, y - 1.9, [str(number), pupil.full, ticket, str(mark), _MARKS[mark]], size=10.5, penned=(2, 3, 4))
    return marks
