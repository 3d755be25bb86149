"""The analyzer: what counts as one word, how a text is cut."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer, fold

if TYPE_CHECKING:
    from types import ModuleType


def _load_pairs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("word_pairs", Path(__file__).with_name("word_pairs.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAIRS = _load_pairs()
ANALYZER = Analyzer()


@pytest.mark.parametrize(("one", "other"), PAIRS.pairs(PAIRS.SAME_WORDS))
def test_forms_of_one_word_are_one_word(one: str, other: str) -> None:
    assert ANALYZER.same(one, other)
    assert ANALYZER.same(other, one)


@pytest.mark.parametrize(("one", "other"), PAIRS.pairs(PAIRS.SAME_NAMES))
def test_forms_of_one_name_are_one_name(one: str, other: str) -> None:
    assert ANALYZER.same(one, other)
    assert ANALYZER.same(other, one)


@pytest.mark.parametrize(("one", "other"), PAIRS.pairs(PAIRS.OTHER_WORDS))
def test_different_words_and_names_stay_different(one: str, other: str) -> None:
    assert not ANALYZER.same(one, other)
    assert not ANALYZER.same(other, one)


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(PAIRS.pairs(PAIRS.SAME_WORDS)) >= 60
    assert len(PAIRS.pairs(PAIRS.SAME_NAMES)) >= 60
    assert len(PAIRS.pairs(PAIRS.OTHER_WORDS)) >= 60


@pytest.mark.parametrize("typed", ["иванов", "ИВАНОВ", "Иванов"])
def test_a_surname_is_found_however_it_is_capitalised(typed: str) -> None:
    assert ANALYZER.same(typed, "Ивановой")


def test_capitals_throughout_say_nothing_about_names() -> None:
    assert ANALYZER.same("ВЕДОМОСТЬ", "ведомости")
    assert ANALYZER.same("МАРТА", "март")
    assert ANALYZER.same("Марта", "март")  # 1 Марта


def test_words_are_counted_and_located() -> None:
    text = "Класс 11-А: Римский-\nКорсаков, успе-\n  ваемость."
    tokens = ANALYZER.tokens(text)
    assert [token.form for token in tokens] == ["класс", "11", "а", "римский", "корсаков", "успеваемость"]
    assert [token.position for token in tokens] == list(range(6))
    assert text[tokens[-1].start : tokens[-1].end] == "успе-\n  ваемость"
    assert ANALYZER.same("11А", "11-А")


def test_lookalike_latin_letters_inside_a_russian_word_are_read_as_russian() -> None:
    assert fold("Cидоpов") == "сидоров"
    assert fold("School") == "school"


def test_stress_marks_decomposed_letters_and_soft_hyphens_disappear() -> None:
    assert fold("жу\u00adрна\u0301л") == "журнал"
    assert fold("Андреи\u0306") == "андрей"
    assert fold("е\u0308лка") == fold("ёлка") == "елка"


def test_prepositions_are_marked_and_names_are() -> None:
    tokens = ANALYZER.tokens("Приказ о зачислении Зыбцовой")
    assert [token.function for token in tokens] == [False, True, False, False]
    assert [token.name for token in tokens] == [True, False, False, True]
    assert [token.known for token in tokens] == [True, True, True, False]


def test_the_stamp_names_rules_library_and_dictionary() -> None:
    assert ANALYZER.stamp == Analyzer().stamp
    assert "pymorphy3" in ANALYZER.stamp


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_tokens_that_lie_in_it_in_order(text: str) -> None:
    tokens = ANALYZER.tokens(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    ends = 0
    for token in tokens:
        assert ends <= token.start < token.end <= len(text)
        assert token.form
        assert token.lemmas
        assert " " not in token.form
        ends = token.end
