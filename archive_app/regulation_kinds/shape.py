"""How a kind of documents of the regulations is told, and the words that many kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "number", "date", "choice"]
"""The values of `FieldType` that the starting fields use; nothing here may import the database."""


@dataclass(frozen=True, slots=True)
class FirstField:
    """A field that the kind begins with. None is required: what was filed before has none of them."""

    code: str
    title: str
    type: FieldKind = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegulationKind:
    """A kind that a regulation names (`names`: its own words, of either regulation).

    `school`, `college`: the index in the starting file plan of each, None where `absent` says why it has no place.
    `like`: the kind that such documents were filed under before, whose rights the new one begins with; empty for kinds
    that were there from the beginning. `personal`: a document that names one person is that person's own.
    """

    code: str
    title: str
    names: tuple[str, ...]
    fields: tuple[FirstField, ...]
    filler: str
    due: str
    source: str
    school: str | None
    college: str | None
    absent: str = ""
    like: str = ""
    personal: bool = False


TEACHERS = "Преподаватели, мастера производственного обучения, руководители практик, иные педагогические работники"
OFFICE = "Ответственный работник учебной части"
EXAM_SECRETARY = "Секретарь государственной экзаменационной комиссии"
SUPERVISOR = "Руководитель работы"
STUDENT = "Обучающийся"
CURATOR = "Куратор (классный руководитель)"
DEPUTY = "Заместитель директора по учебно-воспитательной работе"
ORGANISER = "Организатор мероприятия; в портфолио вносит обучающийся"

AFTER_ASSESSMENT = (
    "Устные контрольные и аттестационные мероприятия: в тот же день; письменные: не позднее 3 рабочих дней"
)
SAME_DAY = "В день проведения"
THREE_WORKING_DAYS = "Не позднее 3 рабочих дней с даты проведения"
TEN_DAYS = "Не позднее 10 календарных дней после издания приказа об отчислении выпускника"
LOCAL_ACT = "В срок, установленный локальным нормативным актом"
END_OF_SEMESTER = "До завершения семестра (года обучения)"
YEAR_END = "По завершении учебного года"
SCHOOL_YEAR_KEPT = "В течение текущего учебного года"
WITH_ORDER = "до издания приказа об отчислении выпускника"
BEFORE_EXAM = "До итоговой аттестации, к дню защиты"

NOT_OF_SCHOOL = "Положение школы такого документа не называет"
NOT_OF_COLLEGE = "Положение колледжа такого документа не называет"

SUBJECT = FirstField("subject", "Предмет, дисциплина (модуль)")
SCHOOL_YEAR = FirstField("school_year", "Учебный год")
SEMESTER = FirstField("semester", "Семестр", "number")
COURSE = FirstField("course", "Класс (курс)")
HELD_ON = FirstField("held_on", "Дата проведения", "date")
TEACHER = FirstField("teacher", "Преподаватель")
HEAD = FirstField("head", "Руководитель")
MARK = FirstField("mark", "Оценка")
TOPIC = FirstField("topic", "Тема")
SPECIALITY = FirstField("speciality", "Специальность (профессия)")
PROGRAMME = FirstField("programme", "Образовательная программа")
LEVEL = FirstField(
    "level",
    "Уровень",
    "choice",
    ("Образовательная организация", "Муниципальный", "Региональный", "Всероссийский", "Международный"),
)
CHAIR = FirstField("chair", "Председатель комиссии")
BLANK = FirstField("blank", "Серия и номер бланка")
REGISTERED = FirstField("registered", "Регистрационный номер")
ISSUED_ON = FirstField("issued_on", "Дата выдачи", "date")
PERIOD_FROM = FirstField("period_from", "Период с", "date")
PERIOD_TO = FirstField("period_to", "Период по", "date")
EVENT = FirstField("event", "Мероприятие")
RESULT = FirstField("result", "Результат")
PLACE = FirstField("place", "Место прохождения практики")
PRACTICE = FirstField("practice", "Вид практики", "choice", ("Учебная", "Производственная", "Преддипломная"))
LENGTH = FirstField("minutes", "Продолжительность, минут", "number")
