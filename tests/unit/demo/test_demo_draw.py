"""Drawn pages: truth that fits the picture, repeatability, and pages that are told apart by their seed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.demo import fonts
from archive_app.demo.draw import PageKind, draw_page, draw_sheet
from archive_app.demo.people import Sex, make_school
from archive_app.demo.sheet import Sheet

_DPI = 50
_MUST_SAY = {
    PageKind.JOURNAL: "11 «А» класс Наименование предмета: Алгебра",
    PageKind.JOURNAL_SUMMARY: "СВОДНАЯ ВЕДОМОСТЬ 11 «А» класс",
    PageKind.EXAM_SHEET: "ЭКЗАМЕНАЦИОННАЯ ВЕДОМОСТЬ № 12",
    PageKind.CERTIFICATE: "о среднем общем образовании",
    PageKind.ORDER: "ПРИКАЗЫВАЮ:",
    PageKind.ORDER_LIST: "Список выпускников 11 «А» класса",
    PageKind.PERSONAL_COVER: "обучающейся",
    PageKind.APPLICATION: "ЗАЯВЛЕНИЕ",
    PageKind.AUTOBIOGRAPHY: "АВТОБИОГРАФИЯ",
    PageKind.RENAMING: "ЗАЯВЛЕНИЕ",
}


@pytest.mark.parametrize("kind", PageKind)
def test_a_page_is_repeatable_and_carries_its_text(kind: PageKind) -> None:
    image, truth = draw_page(kind, 3, dpi=_DPI)
    again, same_truth = draw_page(kind, 3, dpi=_DPI)
    assert _MUST_SAY[kind] in truth.split("\n")
    assert "\N{NO-BREAK SPACE}" not in truth
    assert truth == same_truth
    assert image.tobytes() == again.tobytes()
    assert image.info["dpi"] == (_DPI, _DPI)
    assert draw_page(kind, 4, dpi=_DPI)[1] != truth


@pytest.mark.parametrize("kind", PageKind)
@pytest.mark.parametrize("font", fonts.FAMILIES)
def test_nothing_is_printed_over_the_edge(kind: PageKind, font: str) -> None:
    image, _ = draw_page(kind, 11, dpi=_DPI, font=font)
    pixels = np.asarray(image.convert("L"))
    edges = np.concatenate([pixels[:, -4:].ravel(), pixels[:, :4].ravel()])
    paper = int(np.median(edges))
    assert int(np.abs(edges.astype(int) - paper).max()) < 60


def test_size_follows_the_resolution_and_journals_lie_on_their_side() -> None:
    assert draw_page("order", 1, dpi=100)[0].size == (827, 1169)
    assert draw_page("journal", 1, dpi=100)[0].size == (1169, 827)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="postcard"):
        draw_page("postcard", 1)


def test_a_missing_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = fonts.Family("NoSuchFont.ttf", "NoSuchFont.ttf", "NoSuchFont.ttf")
    monkeypatch.setitem(fonts.FAMILIES, "absent", absent)
    with pytest.raises(fonts.FontMissing, match="fonts-paratype"):
        draw_page("order", 1, dpi=_DPI, font="absent")


def test_a_table_row_is_one_line_of_the_truth() -> None:
    sheet = Sheet(100, 50, dpi=_DPI, family="pt-serif", seed=1)
    sheet.row([0, 10, 60, 80], 10, ["1", "Иванова Анна", "5"], penned=(2,))
    sheet.write(0, 20, "итого")
    assert sheet.lines == ["1 Иванова Анна 5", "итого"]


@given(st.text(alphabet="абвг ", min_size=1, max_size=200))
@settings(max_examples=30, deadline=None)
def test_a_wrapped_paragraph_loses_no_word_and_keeps_to_its_width(text: str) -> None:
    sheet = Sheet(120, 400, dpi=_DPI, family="pt-sans", seed=1)
    sheet.paragraph(5, 10, text, width=60, indent=0)
    assert " ".join(sheet.lines).split() == text.split()
    assert all(sheet.length(line, 12) <= 60 for line in sheet.lines if " " in line)


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_an_invented_class_is_sound(seed: int) -> None:
    school = make_school(seed)
    names = [pupil.full.replace("ё", "е") for pupil in school.pupils]
    assert len(names) == 24
    assert all(one < other for one, other in pairwise(names))
    assert school.graduate in school.pupils
    assert school.graduate.sex is Sex.FEMALE
    surnames = {person.surname for person in (*school.pupils, school.director, school.deputy, school.teacher)}
    assert school.new_surname not in surnames
    assert len(surnames) == 27


def test_oblique_cases_of_a_name() -> None:
    school = make_school(17)
    assert school.graduate.full == "Рябинина Елена Дмитриевна"
    assert school.graduate.genitive == "Рябининой Елены Дмитриевны"
    assert school.graduate.accusative == "Рябинину Елену Дмитриевну"
    deputy = school.deputy
    assert deputy.accusative == deputy.genitive
    assert deputy.genitive.split()[0] == deputy.surname + "а"


def test_a_sheet_draws_the_class_it_is_given() -> None:
    school = make_school(2)
    sheet = draw_sheet(PageKind.ORDER_LIST, school, seed=9, dpi=_DPI)
    text = " ".join(sheet.lines)
    assert all(pupil.full in text for pupil in school.pupils)
