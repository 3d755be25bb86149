"""What is read from the text of a record, with the reasons that a person is told."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.suggesting.dates import dates_in, suggest_dates
from archive_app.services.suggesting.head import head_of
from archive_app.services.suggesting.headings import Headings
from archive_app.services.suggesting.kinds import suggest_kinds
from archive_app.services.suggesting.model import Suggestion
from archive_app.services.suggesting.numbers import suggest_numbers
from archive_app.services.suggesting.people import suggest_persons
from archive_app.services.suggesting.similar import Neighbour, together, votes
from archive_app.services.suggesting.titles import suggest_titles
from archive_app.services.suggesting.years import suggest_years
from indexer.analysis import Analyzer

TODAY = datetime.date(2026, 11, 22)
KINDS = {"order": "Приказ", "protocol": "Протокол", "class_journal": "Классный журнал", "act": "Акт", "own": "Наряд"}
ORDER = """Администрация города Светлореченска
МБОУ «Школа № 17»
ПРИКАЗ
24.06.2025                № 84-у
О выпуске обучающихся
11 «А» класса
На основании решения педагогического совета от 23.06.2025 (протокол № 9) и закона от 29.12.2012 № 273-ФЗ"""


@given(st.dates(datetime.date(1900, 1, 1), TODAY))
def test_each_day_is_read_in_both_ways_of_writing(day: datetime.date) -> None:
    months = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ]
    for written in (f"{day:%d.%m.%Y}", f"«{day.day}» {months[day.month - 1]} {day.year} г."):
        assert [each.day for each in dates_in(written, TODAY)] == [day]


@given(st.text(alphabet="0123456789. №«»мая", max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    head = head_of(text)
    assert all(each.day <= TODAY for each in dates_in(text, TODAY))
    suggest_dates(head, TODAY), suggest_numbers(head), suggest_kinds(head, KINDS), suggest_titles(head, None)


@pytest.mark.parametrize("text", ["31.02.2025", "01.13.2025", "12.05.2999", "ИНН 12.05.20251", "04.05.1812"])
def test_what_is_no_day_of_a_record_is_not_offered(text: str) -> None:
    assert dates_in(text, TODAY) == []


def test_an_order_tells_all_of_itself() -> None:
    head = head_of(ORDER)
    assert suggest_kinds(head, KINDS)[0].value == "order"
    assert suggest_numbers(head)[0].value == "84-у"
    assert (date := suggest_dates(head, TODAY)[0]).value == "24.06.2025"
    assert suggest_titles(head, "Приказ")[0].value == "Приказ о выпуске обучающихся 11 «А» класса"
    assert suggest_years(head, date, {2024, 2025})[0].value == "2025"


def test_numbers_of_schools_and_laws_are_not_those_of_the_record() -> None:
    assert suggest_numbers(head_of("Школа № 17\nпо закону № 273-ФЗ\nформа № 2")) == ()


def test_birthdays_are_not_dates_of_records() -> None:
    assert suggest_dates(head_of("Дата рождения 04.05.2010"), TODAY) == ()


def test_a_kind_of_the_archives_own_is_known_by_its_title() -> None:
    assert suggest_kinds(head_of("НАРЯД на работы"), KINDS)[0].value == "own"


def test_an_attestat_is_a_document_on_education() -> None:
    kinds = {"certificate": "Справка", "diploma": "Документ об образовании"}
    for head, kind in {
        "АТТЕСТАТ о среднем общем образовании": "diploma",
        "ДИПЛОМ": "diploma",
        "СПРАВКА": "certificate",
    }.items():
        assert [each.value for each in suggest_kinds(head_of(head), kinds)] == [kind]


def test_a_title_begins_with_the_word_above_it() -> None:
    for head, title in {
        "АТТЕСТАТ\nо среднем общем образовании\n02325000041883": "Аттестат о среднем общем образовании",
        "СПРАВКА\nо периоде обучения": "Справка о периоде обучения",
        "АДМИНИСТРАЦИЯ ГОРОДА\nо периоде обучения": "Документ о периоде обучения",
    }.items():
        assert [each.value for each in suggest_titles(head_of(head), "Документ")] == [title]


def test_a_longer_head_names_the_kind_that_the_archive_has() -> None:
    head = head_of("ПРОТОКОЛ ДЕМОНСТРАЦИОННОГО ЭКЗАМЕНА")
    more = KINDS | {"demo_exam_protocol": "Протокол проведения демонстрационного экзамена"}
    assert [each.value for each in suggest_kinds(head, more)] == ["demo_exam_protocol"]
    assert [each.value for each in suggest_kinds(head, KINDS)] == ["protocol"]


def test_a_sentence_that_mentions_a_record_is_less_sure_than_a_heading() -> None:
    heading = suggest_kinds(head_of("ПРОТОКОЛ"), KINDS)[0]
    sentence = suggest_kinds(head_of("Настоящим подтверждаем, что ранее подписанный протокол остаётся в силе"), KINDS)[
        0
    ]
    assert heading.confidence > 0.9
    assert sentence.confidence < 0.5


def test_a_school_year_is_the_year_that_it_began_in() -> None:
    assert suggest_years(head_of("2024/2025 учебный год"), None, {2024, 2025})[0].value == "2024"


def test_known_persons_come_by_number_and_new_ones_by_name() -> None:
    found = suggest_persons(head_of("Иванова Анна Петровна и Орлов Пётр Ильич"), [(7, "Иванова Анна Петровна")])
    assert [(each.value, each.shown) for each in found] == [
        ("#7", "Иванова Анна Петровна"),
        ("Орлов Пётр Ильич", "Орлов Пётр Ильич"),
    ]


def test_votes_are_doubted_where_few_speak() -> None:
    one = votes([Neighbour("order", "01-05", 0.9)], "item", {"01-05": "Приказы"})[0]
    many = votes([Neighbour("order", "01-05", 0.9)] * 8, "item", {"01-05": "Приказы"})[0]
    assert one.confidence < many.confidence < 1
    assert "8" in many.reason


def test_roads_that_agree_are_surer() -> None:
    half = Suggestion("a", "a", 0.5, "one")
    assert together([half], [Suggestion("a", "a", 0.6, "two"), Suggestion("b", "b", 0.01, "no")]) == (
        Suggestion("a", "a", 0.8, "two"),
    )


def test_headings_with_the_words_of_the_text_are_offered() -> None:
    plan = {"01-05": "Приказы о зачислении, переводе, отчислении и выпуске обучающихся", "02-03": "Журналы классов"}
    assert Headings(Analyzer()).like("Приказ о выпуске обучающихся", plan)[0].value == "01-05"
