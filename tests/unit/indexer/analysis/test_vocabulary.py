"""What is remembered of pieces of text gives the same answers as reading them anew."""

from __future__ import annotations

from indexer.analysis import Analyzer
from indexer.query import QueryParser
from indexer.search.matching import find_words


def test_pieces_are_found_by_form_lemma_and_beginning() -> None:
    vocabulary = Analyzer().vocabulary
    vocabulary.learn(["журналы,", "11-А", "—", "журналы,"])
    assert vocabulary.words == {"журналы,": 1, "11-А": 2, "—": 0}
    assert set(vocabulary.having(["журнал"])) == set(vocabulary.having(["журналы"])) == {"журналы,"}
    assert set(vocabulary.having(["нет", "а"])) == {"11-А"}
    assert set(vocabulary.starting("жур")) == {"журнал", "журналы"}
    assert not list(vocabulary.starting("нет"))


def test_words_first_met_after_a_question_was_asked_are_found_by_it() -> None:
    analyzer = Analyzer()
    tree = QueryParser(analyzer).parse('журнал OR "классный час" OR уче*').tree
    assert not find_words("ничего", tree, analyzer)
    find_words("Журналы. классного часа", QueryParser(analyzer).parse("другое").tree, analyzer)
    text = "Журналы. классного\nчаса учебник"
    assert [text[place.start : place.end] for place in find_words(text, tree, analyzer)] == text.replace(
        ".", ""
    ).split()


def test_a_vocabulary_that_has_grown_too_large_is_begun_anew() -> None:
    analyzer = Analyzer(memory=3)
    tree = QueryParser(analyzer).parse("журнал").tree
    first = analyzer.vocabulary
    for text in ("один два три четыре", "журналы", "журнале пять шесть семь", "журналом"):
        assert len(find_words(text, tree, analyzer)) == text.count("журнал")
    assert analyzer.vocabulary is not first
    assert len(analyzer.vocabulary) <= 4
