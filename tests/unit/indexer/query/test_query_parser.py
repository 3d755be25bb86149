"""Whoosh's query language, read into our tree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.query import (
    And,
    Field,
    Fuzzy,
    In,
    Node,
    Not,
    Note,
    Or,
    Parsed,
    Phrase,
    Prefix,
    QueryParser,
    Range,
    Term,
    Word,
    leaves,
)

ANALYZER = Analyzer()
PARSER = QueryParser(ANALYZER, kinds={"приказ": "order", "классный журнал": "journal"})


def word(text: str) -> Word:
    (token,) = ANALYZER.tokens(text)
    return Word(token.form, token.lemmas, token.known)


def term(text: str, field: Field = Field.TEXT) -> Term:
    return Term(word(text), field)


def phrase(text: str, field: Field = Field.TEXT, slop: int = 0) -> Phrase:
    return Phrase(tuple(map(word, text.split())), field, slop)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Журналы", term("Журналы")),
        ("журналы Ивановой", And((term("журналы"), term("Ивановой")))),
        ("журнал и ведомость", And((term("журнал"), term("ведомость")))),
        ("и", term("и")),
        ("книга AND приказ", And((term("книга"), term("приказ")))),
        ("книга И приказ", And((term("книга"), term("приказ")))),
        ("книга ИЛИ приказ", Or((term("книга"), term("приказ")))),
        ("книга OR приказ", Or((term("книга"), term("приказ")))),
        ("книга НЕ приказ", And((term("книга"), Not(term("приказ"))))),
        ("NOT приказ", Not(term("приказ"))),
        ("книга (приказ ИЛИ акт)", And((term("книга"), Or((term("приказ"), term("акт")))))),
        ('"выдача аттестатов"', phrase("выдача аттестатов")),
        ("«выдача аттестатов»", phrase("выдача аттестатов")),
        ('"книга выдачи"~3', phrase("книга выдачи", slop=2)),
        ("11-А", phrase("11 А")),
        ("Римский-Корсаков", phrase("Римский Корсаков")),
        ("ивано*", Prefix("ивано")),
        ("лицо:Ивано*", Prefix("ивано", Field.PERSON)),
        ("Зыбцов~", Fuzzy(word("Зыбцов"))),
        ("лицо:Иванова", term("Иванова", Field.PERSON)),
        ("Лицо: Иванова", term("Иванова", Field.PERSON)),
        ('person:"Иванова Мария"', phrase("Иванова Мария", Field.PERSON)),
        ("лицо:(Иванова Мария)", And((term("Иванова", Field.PERSON), term("Мария", Field.PERSON)))),
        ("название:журнал", term("журнал", Field.TITLE)),
        ("дело:02-03", In(Field.ITEM, ("02-03",))),
        ("статья:02-03", In(Field.ITEM, ("02-03",))),
        ('номер:"12 К"', In(Field.NUMBER, ("12 к",))),
        ("вид:приказы", In(Field.KIND, ("order",))),
        ('вид:"классные журналы"', In(Field.KIND, ("journal",))),
        ("вид:Письмо", In(Field.KIND, ("письмо",))),
        ("подразделение:Колледж", In(Field.UNIT, ("колледж",))),
        ("год:2015", Range(Field.YEAR, 2015, 2015)),
        ("год:2010-2015", Range(Field.YEAR, 2010, 2015)),
        ("год:[2010 TO 2015]", Range(Field.YEAR, 2010, 2015)),
        ("год:{2010 TO 2015}", Range(Field.YEAR, 2011, 2014)),
        ("год:[2010 ДО]", Range(Field.YEAR, 2010, None)),
        ("год:[..2010]", Range(Field.YEAR, None, 2010)),
        ("дата:2016-02", Range(Field.DATE, date(2016, 2, 1), date(2016, 2, 29))),
        ("дата:01.09.2015", Range(Field.DATE, date(2015, 9, 1), date(2015, 9, 1))),
        ("дата:[01.09.2015 TO 2016]", Range(Field.DATE, date(2015, 9, 1), date(2016, 12, 31))),
        ("дата:{2015-09-01 TO 2015-09-03}", Range(Field.DATE, date(2015, 9, 2), date(2015, 9, 2))),
        ("", And()),
        ("***", Or()),
    ],
)
def test_the_language(text: str, tree: Node) -> None:
    assert PARSER.parse(text) == Parsed(tree, text=text)


@pytest.mark.parametrize(
    ("text", "note", "tree"),
    [
        ('"книга', Note.UNBALANCED, term("книга")),
        ("(книга", Note.UNBALANCED, term("книга")),
        ("книга] приказ", Note.UNBALANCED, And((term("книга"), term("приказ")))),
        ("(" * 21 + "книга" + ")" * 21, Note.UNBALANCED, term("книга")),
        ("книга AND", Note.DANGLING_OPERATOR, term("книга")),
        ("ИЛИ книга", Note.DANGLING_OPERATOR, term("книга")),
        ("к?ига", Note.WILDCARD_INSIDE, phrase("к ига")),
        ("к*", Note.PREFIX_TOO_SHORT, term("к")),
        ("год:двадцать", Note.BAD_VALUE, phrase("год двадцать")),
        ("дата:31.02.2015", Note.BAD_VALUE, phrase("дата 31 02 2015")),
        ("дело:02*", Note.PREFIX_OF_VALUE, phrase("дело 02")),
        ("[а TO я]", Note.RANGE_OF_WORDS, And((term("а"), term("TO"), term("я")))),
    ],
)
def test_a_malformed_query_is_read_as_plain_words_and_says_so(text: str, note: Note, tree: Node) -> None:
    parsed = PARSER.parse(text)
    assert parsed.plain
    assert parsed.notes == (note,)
    if note is not Note.RANGE_OF_WORDS:
        assert parsed.tree == tree


def test_a_long_text_is_cut_at_a_word_and_says_so() -> None:
    parsed = QueryParser(ANALYZER, longest_text=22).parse("журнал успеваемости класса")
    assert parsed == Parsed(
        And((term("журнал"), term("успеваемости"))), notes=(Note.TOO_LONG,), text="журнал успеваемости"
    )


def test_too_many_words_are_cut_and_it_says_so() -> None:
    parsed = QueryParser(ANALYZER, most_words=2).parse("журнал (приказ ИЛИ акт ИЛИ книга)")
    assert parsed.tree == And((term("журнал"), Or((term("приказ"),))))
    assert parsed.notes == (Note.TOO_MANY_WORDS,)


def test_words_under_not_are_no_leaves_to_highlight() -> None:
    tree = PARSER.parse("книга НЕ (приказ ИЛИ акт)").tree
    assert list(leaves(tree)) == [term("книга")]
    assert len(list(leaves(tree, negated=True))) == 3


SIGNS = st.text(alphabet="аяИЛНЕ ORANDT:\"()[]{}*?~^-+/\\.,'«»0123456789\n\t\0", max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            "год:",
            "лицо:",
            "И",
            "ИЛИ",
            "НЕ",
            "NOT",
            "OR",
            "(",
            ")",
            '"',
            "[",
            "TO",
            "]",
            "{",
            "}",
            "*",
            "~2",
            "^3",
            "журнал",
            "2015",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(SIGNS | PIECES | st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    parsed = PARSER.parse(text)
    assert parsed.plain is any(note not in {Note.TOO_LONG, Note.TOO_MANY_WORDS} for note in parsed.notes)
    assert hash(parsed) is not None
