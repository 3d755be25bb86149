"""Whose text is kept: language against debris, a page of words against a footer on a scan."""

import random

import pytest

from indexer.formats.pdf_page import PlacedImage
from indexer.model import Word
from indexer.textlayer import as_text, trustworthy
from indexer.textlayer_letters import likeness, looks_like_language

RUSSIAN = (
    "Класс состоит из двадцати пяти учащихся. Приказом директора школы классным руководителем назначена Иванова Мария "
    "Петровна. Журнал успеваемости ведётся учителями предметниками, сводная ведомость заполняется в конце учебного года "
    "и хранится двадцать пять лет. Личные дела выпускников передаются в архив по описи вместе с внутренними описями."
)
ENGLISH = (
    "The class has twenty five pupils and the director of the school has appointed their teacher. The register of marks "
    "is kept by every teacher and a summary is written at the end of the school year, to be kept for many years after."
)
WHOLE_PAGE = PlacedImage((0.0, 0.0, 1.0, 1.0), 300)


def _laid(text: str, *, lines: int = 30) -> list[Word]:
    parts = text.split()
    return [
        Word(parts[(5 * line + at) % len(parts)], 0.2 * at, 0.03 * line, 0.2 * at + 0.15, 0.03 * line + 0.02, 100, line)
        for line in range(lines)
        for at in range(5)
    ]


@pytest.mark.parametrize(
    "text", [RUSSIAN, ENGLISH, RUSSIAN + ENGLISH, RUSSIAN.upper(), "12.05.2009 № 14/2 ______ ......... 25-30 %", ""]
)
def test_language_numbers_and_form_lines_pass(text: str) -> None:
    assert looks_like_language(text.split())


@pytest.mark.parametrize(
    "garbage",
    [
        RUSSIAN.encode("cp1251").decode("latin-1"),
        RUSSIAN.encode("cp1251").decode("koi8-r"),
        RUSSIAN.encode("koi8-r").decode("cp1251", "replace"),
        RUSSIAN.encode().decode("cp1251", "replace"),
        RUSSIAN.encode("cp866").decode("cp1251", "replace"),
        "".join(chr(ord(char) - 0x3D0) if "а" <= char <= "я" else char for char in RUSSIAN.lower()),
        "".join(chr(0xE000 + ord(char) % 99) if char.isalpha() else char for char in RUSSIAN),
        "\ufffd" * 40,
    ],
    ids=["cp1251 as latin-1", "cp1251 as koi8", "koi8 as cp1251", "utf-8 as cp1251", "dos", "shifted", "private", "?"],
)
def test_debris_of_broken_encodings_does_not(garbage: str) -> None:
    assert not looks_like_language(garbage.split())


def test_any_permutation_of_the_alphabet_is_unlike_russian() -> None:
    alphabet = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    generator = random.Random(7)
    for _ in range(20):
        permuted = RUSSIAN.lower().translate(str.maketrans(alphabet, "".join(generator.sample(alphabet, 32))))
        assert likeness(permuted) < likeness(RUSSIAN)


def test_no_words_are_no_text_layer() -> None:
    assert not trustworthy([], [])


def test_words_all_over_a_scan_are_kept_and_a_footer_is_not() -> None:
    assert trustworthy(_laid(RUSSIAN), [WHOLE_PAGE])
    assert not trustworthy(_laid(RUSSIAN, lines=2), [WHOLE_PAGE])
    assert trustworthy(_laid(RUSSIAN, lines=2), [])


def test_a_photograph_on_a_page_of_text_changes_nothing() -> None:
    assert trustworthy(_laid(RUSSIAN, lines=10), [PlacedImage((0.3, 0.6, 0.7, 0.9), 300)])


def test_words_that_nobody_can_see_are_not_trusted() -> None:
    invisible = [
        Word(word.text, word.x0, word.y0, word.x1, word.y0 + 0.0005, 100, word.line) for word in _laid(RUSSIAN)
    ]
    assert not trustworthy(invisible, [])


def test_lines_become_lines() -> None:
    assert as_text([Word("а", 0, 0, 1, 1, 9, 0), Word("б", 0, 0, 1, 1, 9, 0), Word("в", 0, 0, 1, 1, 9, 2)]) == "а б\nв"
