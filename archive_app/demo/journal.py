"""Class journal (классный журнал): a subject's spread and the summary of marks, on landscape A4."""

from collections.abc import Sequence
from datetime import date, timedelta

from archive_app.demo.fonts import Style
from archive_app.demo.people import School, short_date
from archive_app.demo.sheet import Sheet

_LESSONS = (
    ("Повторение: степени и корни", "§ 1, № 14, 17"),
    ("Тригонометрические функции", "§ 2, № 25–28"),
    ("Графики функций синуса и косинуса", "§ 3, № 41"),
    ("Свойства функции тангенс", "§ 4, № 52, 55"),
    ("Обратные функции", "§ 5, вопросы 1–4"),
    ("Контрольная работа № 1", "повторить § 1–5"),
    ("Анализ контрольной работы", "работа над ошибками"),
    ("Предел последовательности", "§ 6, № 70"),
    ("Непрерывность функции", "§ 7, № 81–84"),
    ("Определение производной", "§ 8, конспект"),
)
_DAYS = (0, 2, 6, 9, 13, 16, 20, 23, 27, 30)
_TOPIC_ROWS = 14
_LEFT_SUBJECTS = 5
_SUBJECTS = (
    "Русск.",
    "Лит-ра",
    "Алгебра",
    "Геом.",
    "История",
    "Общ.",
    "Физика",
    "Химия",
    "Биол.",
    "Ин. яз.",
    "ОБЗР",
    "Физ-ра",
)
_TOP, _BOTTOM, _LEFT, _FOLD, _RIGHT = 26.0, 196.0, 10.0, 148.5, 287.0


def draw_subject(sheet: Sheet, school: School) -> None:
    """A subject's spread: names, dates and marks on the left; topics and homework on the right."""
    days = _lesson_days(school)
    with sheet.one_line():
        sheet.write(_LEFT, 12, f"{school.group} класс", size=10)
        sheet.write(_FOLD - 6, 12, "Наименование предмета: Алгебра", size=12, style=Style.BOLD, align="right")
    sheet.write(_LEFT, 20, f"Сентябрь {school.school_year} г. Учитель: {school.teacher.full}", size=10)
    xs = [_LEFT, 17.0, 72.0, *(72 + 7.2 * number for number in range(1, len(days) + 1))]
    ys = _rows(len(school.pupils))
    sheet.grid(xs, ys, width=0.15)
    sheet.row(xs, ys[1] - 2, ["№", "Фамилия и имя", *(day.strftime("%d.%m") for day in days)], size=7, head=True)
    for number, (pupil, y) in enumerate(zip(school.pupils, ys[2:], strict=True), start=1):
        marks = [sheet.rng.choice(["5", "4", "4", "3", "", "", "", "н"]) for _ in days]
        cells = [str(number), f"{pupil.surname} {pupil.given}", *marks]
        sheet.row(xs, y - 1.9, cells, size=9, penned=range(1, len(cells)))
    _topics(sheet, school)
    _fold(sheet)


def _topics(sheet: Sheet, school: School) -> None:
    sheet.write(_FOLD + 8, 12, f"{school.school_year}/{school.school_year + 1} учебный год", size=10)
    sheet.write(_FOLD + 8, 20, "Содержание уроков и домашние задания", size=10)
    xs = [_FOLD + 8, _FOLD + 30, 240.0, _RIGHT]
    ys = _rows(_TOPIC_ROWS)
    sheet.grid(xs, ys, width=0.15)
    sheet.row(xs, ys[1] - 2.5, ["Дата", "Тема урока", "Домашнее задание"], size=9, head=True)
    for day, (topic, homework), y in zip(_lesson_days(school), _LESSONS, ys[2:], strict=False):
        sheet.row(xs, y - 4, [short_date(day), topic, homework], size=9.5, penned=(0, 1, 2))


def _lesson_days(school: School) -> list[date]:
    return [date(school.school_year, 9, 3) + timedelta(days=days) for days in _DAYS]


def draw_summary(sheet: Sheet, school: School) -> None:
    """The summary of marks (сводная ведомость), the page that is extracted and kept for 25 years."""
    left, right = (_LEFT + _FOLD) / 2, (_FOLD + _RIGHT) / 2
    with sheet.one_line():
        sheet.write(left, 12, "СВОДНАЯ ВЕДОМОСТЬ", size=13, style=Style.BOLD, align="centre")
        sheet.write(right, 12, f"{school.group} класс", size=13, style=Style.BOLD, align="centre")
    with sheet.one_line():
        sheet.write(left, 20, "учёта успеваемости обучающихся", size=11, align="centre")
        sheet.write(right, 20, f"{school.school_year}/{school.school_year + 1} учебный год", size=11, align="centre")
    xs = [
        _LEFT,
        18.0,
        82.0,
        *(94.6 + 12.6 * number for number in range(5)),
        *(154 + 13.4 * number for number in range(8)),
    ]
    xs.append(_RIGHT)
    ys = _rows(len(school.pupils))
    sheet.grid(xs, ys, width=0.2)
    sheet.row(
        xs, ys[1] - 2.2, ["№", "Фамилия, имя, отчество", *_across_fold(_SUBJECTS), "Решение"], size=7.5, head=True
    )
    for number, (pupil, y) in enumerate(zip(school.pupils, ys[2:], strict=True), start=1):
        marks = [sheet.rng.choice("5544433") for _ in _SUBJECTS]
        sheet.row(
            xs, y - 1.8, [str(number), pupil.full, *_across_fold(marks), pupil.by_sex("окончил", "окончила")], size=9.5
        )
    sheet.write(_LEFT, 203, f"Классный руководитель {school.teacher.short}", size=10)
    _fold(sheet)


def _across_fold(cells: Sequence[str]) -> list[str]:
    return [*cells[:_LEFT_SUBJECTS], "", *cells[_LEFT_SUBJECTS:]]


def _rows(count: int) -> list[float]:
    head = _TOP + 8
    step = (_BOTTOM - head) / count
    return [_TOP, head, *(head + step * number for number in range(1, count + 1))]


def _fold(sheet: Sheet) -> None:
    for offset in range(5):
        shade = 205 + offset * 9
        sheet.rule(
            _FOLD + offset * 0.5, 0, _FOLD + offset * 0.5, sheet.height, width=0.5, ink=(shade, shade, shade - 4)
        )
