"""Invented people and an invented school: the same seed always gives the same class."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SCHOOL = "Средняя общеобразовательная школа № 17 города Светлореченска"
SCHOOL_SHORT = "МБОУ СОШ № 17"
TOWN = "Светлореченск"

# Words are parted by spaces; surnames are masculine and of the regular -ов/-ев/-ин kind.
_SURNAMES = """
Авдеев Барсуков Воронцов Глебов Дорохов Ершов Жаворонков Зимин Истомин Калугин Ладыгин Мельников Назаров Осипов
Пахомов Рогожин Савельев Тихонов Уваров Фомин Хохлов Цветков Чернышов Шубин Щукин Юдин Ясенев Белозёров Ковалёв
Лисицын Муравьёв Никитин Прохоров Рябинин Соловьёв Трифонов
"""
_MALE = "Алексей Артём Борис Василий Виктор Глеб Денис Егор Иван Кирилл Максим Николай Павел Роман Семён Фёдор"
_FEMALE = "Алина Анна Валерия Вера Дарья Елена Ирина Ксения Людмила Мария Надежда Ольга Полина Светлана Юлия"
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_FATHERS = {
    "Александр": ("Александрович", "Александровна"),
    "Андрей": ("Андреевич", "Андреевна"),
    "Владимир": ("Владимирович", "Владимировна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Олег": ("Олегович", "Олеговна"),
    "Пётр": ("Петрович", "Петровна"),
    "Сергей": ("Сергеевич", "Сергеевна"),
    "Юрий": ("Юрьевич", "Юрьевна"),
}


class Sex(StrEnum):
    """Decides endings of surnames, patronymics and verbs."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person under the name that the documents of the time bear."""

    surname: str
    given: str
    patronymic: str
    sex: Sex
    born: date

    @property
    def full(self) -> str:
        """`Фамилия Имя Отчество`."""
        return f"{self.surname} {self.given} {self.patronymic}"

    @property
    def short(self) -> str:
        """`Фамилия И. О.`, as lists and signatures print it."""
        return f"{self.surname} {self.given[0]}. {self.patronymic[0]}."

    @property
    def genitive(self) -> str:
        """The full name in the genitive (от кого?): the surnames here are all of the -ов/-ев/-ин kind."""
        if self.sex is Sex.FEMALE:
            return f"{self.surname[:-1]}ой {_genitive_in_a(self.given)} {self.patronymic[:-1]}ы"
        given = self.given[:-1] + "я" if self.given[-1] == "й" else self.given + "а"
        return f"{self.surname}а {_MALE_GENITIVES.get(self.given, given)} {self.patronymic}а"

    @property
    def accusative(self) -> str:
        """The full name in the accusative (кого?)."""
        if self.sex is Sex.MALE:
            return self.genitive
        given = self.given[:-1] + ("ю" if self.given[-1] == "я" else "у")
        return f"{self.surname[:-1]}у {given} {self.patronymic[:-1]}у"

    def by_sex(self, male: str, female: str) -> str:
        """The word that agrees with the person: `окончил` or `окончила`."""
        return male if self.sex is Sex.MALE else female


_MALE_GENITIVES = {"Павел": "Павла"}


def _genitive_in_a(given: str) -> str:
    if given.endswith("я"):
        return given[:-1] + "и"
    return given[:-1] + ("и" if given[-2] in "гкхжчшщ" else "ы")


@dataclass(frozen=True, slots=True)
class School:
    """One class and those who sign its documents.

    `graduate` is the pupil whose surname changed after leaving: she is in `pupils` under the surname of the time,
    `new_surname` is what she is called now, since `renamed_on`.
    """

    group: str
    school_year: int
    pupils: tuple[Person, ...]
    graduate: Person
    new_surname: str
    renamed_on: date
    parent: Person
    director: Person
    deputy: Person
    teacher: Person
    secretary: Person


def _person(rng: random.Random, surname: str, *, sex: Sex, born_in: int) -> Person:
    female = sex is Sex.FEMALE
    father = rng.choice(sorted(_FATHERS))
    born = date(born_in, 1, 1) + timedelta(days=rng.randrange(365))
    ending = surname + "а" if female else surname
    return Person(ending, rng.choice((_FEMALE if female else _MALE).split()), _FATHERS[father][female], sex, born)


def make_school(seed: int, *, pupils: int = 24, school_year: int = 2024) -> School:
    """Invent a class of `pupils` (at most 30) that leaves school in `school_year + 1`, in alphabetical order."""
    rng = random.Random(seed)  # noqa: S311 - invented names need repeatability, not secrecy
    surnames = rng.sample(_SURNAMES.split(), pupils + 6)
    sexes = [Sex.FEMALE if rng.random() < 0.5 else Sex.MALE for _ in range(pupils - 1)]  # noqa: PLR2004 - even odds
    born_in = school_year - 17
    graduate = _person(rng, surnames[0], sex=Sex.FEMALE, born_in=born_in)
    others = [_person(rng, name, sex=sex, born_in=born_in) for name, sex in zip(surnames[1:], sexes, strict=False)]
    staff = iter(surnames[pupils:])
    parent = Person(graduate.surname, "Тамара", "Викторовна", Sex.FEMALE, date(born_in - 26, 3, 8))
    return School(
        group="11 «А»",
        school_year=school_year,
        pupils=tuple(sorted([graduate, *others], key=lambda person: person.full.replace("ё", "е"))),
        graduate=graduate,
        new_surname=next(staff) + "а",
        renamed_on=date(school_year + 2, 2, 14),
        parent=parent,
        director=_person(rng, next(staff), sex=Sex.FEMALE, born_in=1968),
        deputy=_person(rng, next(staff), sex=Sex.MALE, born_in=1975),
        teacher=_person(rng, next(staff), sex=Sex.FEMALE, born_in=1980),
        secretary=_person(rng, next(staff), sex=Sex.FEMALE, born_in=1985),
    )


def long_date(day: date) -> str:
    """`25 июня 2025 г.`, as official letters write it."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year} г."


def short_date(day: date) -> str:
    """`25.06.2025`."""
    return day.strftime("%d.%m.%Y")
