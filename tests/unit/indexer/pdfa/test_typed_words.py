"""The words of a typed text lie where they stand on the page, as far as recognition knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Word
from indexer.typed_words import typed_words


def _read(*lines: str) -> tuple[Word, ...]:
    return tuple(
        Word(text, 0.1 + 0.1 * place, 0.1 * number, 0.18 + 0.1 * place, 0.1 * number + 0.03, 60.0, number)
        for number, line in enumerate(lines, start=1)
        for place, text in enumerate(line.split())
    )


def _box(word: Word) -> tuple[float, float, float, float]:
    return word.x0, word.y0, word.x1, word.y1


READ = _read("Приказ о выпуске", "Ивонова Мария")


def test_a_text_that_is_confirmed_stays_as_it_was_read() -> None:
    assert typed_words("Приказ о выпуске\n\nИвонова  Мария", READ) == READ


def test_a_misread_word_takes_the_place_of_what_was_read() -> None:
    found = typed_words("Приказ о выпуске\nИванова Мария", READ)
    assert [word.text for word in found] == ["Приказ", "о", "выпуске", "Иванова", "Мария"]
    assert [_box(word) for word in found] == [_box(word) for word in READ]


def test_what_was_read_as_several_words_is_one() -> None:
    found = typed_words("Приказ о выпуске\nИвановаМария Петровна и", (*READ[:3], *_read("", "Ив она ва Мар ия")))
    areas = {word.text: word for word in found[3:]}
    assert list(areas) == ["ИвановаМария", "Петровна", "и"]
    assert all(word.y0 == READ[3].y0 and 0.1 <= word.x0 < word.x1 <= 0.59 for word in areas.values())


def test_a_missed_word_lies_behind_its_neighbour() -> None:
    found = typed_words("Приказ о выпуске\nИвонова Мария Петровна", READ)
    assert found[-1].text == "Петровна"
    assert (found[-1].y0, found[-1].x0) == (READ[-1].y0, READ[-1].x1)


def test_handwriting_is_spread_over_a_page_without_words() -> None:
    found = typed_words("первая строка\nвторая", ())
    assert [word.text for word in found] == ["первая", "строка", "вторая"]
    assert found[0].y0 == found[1].y0 < found[2].y0
    assert found[0].x1 <= found[1].x0


@given(st.text(alphabet="абв \n", max_size=80), st.lists(st.text(alphabet="абв ", max_size=12), max_size=6))
def test_every_typed_word_is_there_and_on_the_page(text: str, lines: list[str]) -> None:
    found = typed_words(text, _read(*lines))
    assert [word.text for word in found] == text.split()
    assert all(0 <= word.x0 < word.x1 <= 1.0001 and 0 <= word.y0 < word.y1 <= 1.0001 for word in found)
