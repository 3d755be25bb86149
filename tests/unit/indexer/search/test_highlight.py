"""Snippets and word boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.model import Word
from indexer.query import QueryParser
from indexer.search import highlight, matching_words

ANALYZER = Analyzer()
PARSER = QueryParser(ANALYZER)


def marked(text: str, query: str, width: int = 240) -> list[str]:
    snippet = highlight(text, PARSER.parse(query).tree, ANALYZER, width)
    return [snippet.text[start:end] for start, end in snippet.spans]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Иванов", ["Иванову", "Ивапов"]),
        ("алгебра", ["Алгебре"]),
        ("лицо:Иванов алгебра", ["Алгебре", "Иванову", "Ивапов"]),
        ("название:алгебра", []),
        ("ива*", ["Ивану", "Иванову", "Ивапов"]),
        ("НЕ алгебра", []),
        ("год:2015", []),
        ("", []),
        ('"Ивану Иванову"', ["Ивану", "Иванову"]),
        ('"Иванову Ивану"', []),
        ('"Ивану отлично"', []),
        ('"Ивану отлично"~2', ["Ивану", "отлично"]),
        ("коваль", []),
        ("коваль~", ["ковать"]),
        ("успеваемость", ["успе- ваемости"]),
        ("11-А", ["11", "А"]),
    ],
)
def test_what_is_marked(query: str, words: list[str]) -> None:
    text = "По Алгебре Ивану  Иванову отлично. Ивапов: ковать. Об успе-\nваемости 11А"
    assert marked(text, query) == words


def test_the_piece_has_most_of_the_words_and_is_cut_at_words() -> None:
    text = "алгебра " + "пусто " * 100 + "отличная алгебра и физика " + "ещё " * 100
    snippet = highlight(text, PARSER.parse("алгебра физика").tree, ANALYZER, 60)
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= 62
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["алгебра", "физика"]
    assert set(snippet.text.strip("…").split()) <= {"пусто", "отличная", "алгебра", "и", "физика", "ещё"}


def test_without_words_it_is_the_beginning() -> None:
    snippet = highlight("Раз два три четыре пять", PARSER.parse("нет").tree, ANALYZER, 10)
    assert snippet.text == "Раз два…"
    assert highlight("", PARSER.parse("нет").tree, ANALYZER).text == ""


@given(
    text=st.text(alphabet="аб -\nА.", max_size=300),
    query=st.sampled_from(["а", "б", "аб", '"а б"', "аб*", "а ИЛИ бб"]),
    width=st.integers(5, 80),
)
def test_spans_lie_in_order_in_the_piece(text: str, query: str, width: int) -> None:
    snippet = highlight(text, PARSER.parse(query).tree, ANALYZER, width)
    end = 0
    for start, stop in snippet.spans:
        assert end <= start < stop <= len(snippet.text)
        assert snippet.text[start:stop].strip()
        end = stop
    assert "\n" not in snippet.text
    assert "  " not in snippet.text


def words(*lines: str) -> list[Word]:
    return [Word(text, 0, 0, 1, 1, 90, number) for number, line in enumerate(lines) for text in line.split()]


@pytest.mark.parametrize(
    ("query", "indices"),
    [
        ("успеваемость", [2, 3]),
        ("сидорова", [4]),
        ("журнал успеваемость", [0, 2, 3]),
        ('"об успеваемости"', [1, 2, 3]),
        ("Корсаков", [6]),
        ("нет", []),
    ],
)
def test_words_of_a_page_are_framed(query: str, indices: list[int]) -> None:
    page = words("«Журнал» об успе-", "ваемости Сидорову;", "Римский- Корсаков")
    assert matching_words(page, PARSER.parse(query).tree, ANALYZER) == indices


def test_a_page_without_words() -> None:
    assert matching_words([], PARSER.parse("журнал").tree, ANALYZER) == []
