"""What is found, where, and in which order; the same in every engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from indexer.search import Access, Facet, Filters, IndexDocument, SearchEngine, SearchRequest, SearchResult, Sort
from tests.integration.indexer.search.conftest import (
    ALBUM,
    ARCHIVE,
    EVERYTHING,
    JOURNAL,
    LETTER,
    MARIA,
    ORDER,
    PETER,
    SHEET,
    pages,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.query import QueryParser

Ask = "Callable[..., SearchResult]"


def ids(result: SearchResult) -> list[int]:
    return [hit.document_id for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("журнала", {JOURNAL, ORDER, SHEET}),
        ("журналы успеваемости", {ORDER}),
        ('"журнал успеваемости"', {ORDER}),
        ('"успеваемость журнала"', set()),
        ('"журнал лет"', set()),
        ('"журнал лет"~5', {ORDER}),
        ("журнал НЕ приказ", {JOURNAL, SHEET}),
        ("НЕ журнал", {ALBUM, LETTER, SHEET}),  # a page of it without the word
        ("НЕ название:журнал", {ALBUM, LETTER, SHEET, ORDER}),
        ("альбом ИЛИ письмо", {ALBUM, LETTER}),
        ("(альбом ИЛИ журнал) школа", set()),
        ("Сидорову", {JOURNAL}),
        ("щегловой", {JOURNAL}),
        ("Зыбцова физика", {JOURNAL}),
        ("Зыбцова классный физика", {JOURNAL}),
        ("зыбц*", {JOURNAL}),
        ("Кова*", {LETTER, SHEET}),
        ("Коваль", {LETTER}),
        ("Белый", {SHEET}),
        ("Белову", {LETTER}),
        ("козёл", set()),
        ("Лев", {ORDER}),
        ("лицо:Иванов", {JOURNAL, ORDER, SHEET}),
        ("лицо:Щеглова", {JOURNAL}),
        ("лицо:ведомость", {SHEET}),  # it opens a sentence there, so it might be a name
        ("лицо:альбом", set()),
        ("название:журнал", {JOURNAL}),
        ("название:алгебра", set()),
        ("11а", {JOURNAL}),
        ("11-А", {JOURNAL}),
        ("дело:02-05", {JOURNAL, SHEET}),
        ("вид:приказ", {ORDER}),
        ("вид:приказ ИЛИ вид:album", {ORDER, ALBUM}),
        ("подразделение:школа", {JOURNAL, SHEET}),
        ("номер:12-к", {ORDER}),
        ("12-К", {ORDER}),
        ("год:2016", {ORDER, SHEET}),
        ("год:[2000 TO 2015]", {JOURNAL}),
        ("год:[TO 2015]", {JOURNAL, ALBUM}),
        ("год:2016 журнал", {ORDER, SHEET}),
        ("журнал НЕ год:2016", {JOURNAL}),
        ("год:2016 ИЛИ письмо", {ORDER, SHEET, LETTER}),
        ("", {JOURNAL, ORDER, ALBUM, SHEET, LETTER}),
        ("***", set()),
        ("кавычка' \\ & | ! <-> :* ковать", set()),
    ],
)
def test_the_query_language(ask: Callable[..., SearchResult], text: str, found: set[int]) -> None:
    result = ask(text)
    assert set(ids(result)) == found
    assert result.total == len(found)


def test_a_hit_is_a_document_with_its_best_page_and_the_others(ask: Callable[..., SearchResult]) -> None:
    (hit,) = ask("лицо:Иванов год:2015").hits
    assert (hit.document_id, hit.page, hit.other_pages) == (JOURNAL, 1, (2,))
    (hit,) = ask("Иванову год:2015").hits
    assert (hit.page, hit.other_pages) == (2, (1,))


def test_a_hit_by_title_alone_points_to_the_first_page(ask: Callable[..., SearchResult]) -> None:
    (hit,) = ask("11-А").hits
    assert (hit.page, hit.other_pages) == (1, ())


def test_a_hit_in_a_document_without_pages_has_no_page(ask: Callable[..., SearchResult]) -> None:
    (hit,) = ask("альбомы").hits
    assert (hit.document_id, hit.page) == (ALBUM, None)


def test_a_person_whose_pages_are_known_leads_to_them(ask: Callable[..., SearchResult]) -> None:
    (hit,) = ask("Щеглову").hits
    assert (hit.document_id, hit.page, hit.other_pages) == (JOURNAL, 3, ())


def test_the_exact_form_comes_before_other_forms_and_misread_ones_last(ask: Callable[..., SearchResult]) -> None:
    assert ids(ask("Иванова")) == [SHEET, JOURNAL, ORDER]
    assert ids(ask("журнала")) == [SHEET, JOURNAL, ORDER]


def test_one_misread_letter_is_forgiven_where_it_makes_no_other_word(ask: Callable[..., SearchResult]) -> None:
    assert ids(ask("Иванов Степан")) == [ORDER]  # the page has "Ивапова"
    assert ids(ask("ковать")) == [SHEET]  # Коваль is a name of its own
    assert set(ids(ask("ковать~"))) == {SHEET, LETTER}  # unless the person asks for it


def test_words_of_pages_do_not_meet_across_pages(ask: Callable[..., SearchResult]) -> None:
    assert ids(ask("алгебра лабораторная")) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(kind=("journal", "album")), {JOURNAL, ALBUM}),
        (Filters(item=("02-05",)), {JOURNAL, SHEET}),
        (Filters(item=("02-05",), year=(2016,)), {SHEET}),
        (Filters(year=(1999, 2015)), {JOURNAL, ALBUM}),
        (Filters(unit=("Колледж",)), {ORDER}),
        (Filters(confidentiality=(0, 1)), {JOURNAL, ORDER, ALBUM, LETTER}),
        (Filters(person=(MARIA.person_id,)), {JOURNAL}),
        (Filters(kind=("nothing",)), set()),
    ],
)
def test_filters(ask: Callable[..., SearchResult], filters: Filters, found: set[int]) -> None:
    result = ask("", filters=filters)
    assert set(ids(result)) == found
    assert result.total == len(found)


def test_facets_count_documents_not_pages(ask: Callable[..., SearchResult]) -> None:
    facets = ask("лицо:Иванов", facets=True).facets
    assert facets[Facet.KIND] == (("journal", 1), ("order", 1), ("sheet", 1))
    assert facets[Facet.ITEM] == (("02-05", 2), ("01-02", 1))
    assert facets[Facet.YEAR] == ((2016, 2), (2015, 1))
    assert facets[Facet.UNIT] == (("Школа", 2), ("Колледж", 1))
    assert facets[Facet.CONFIDENTIALITY] == ((0, 1), (1, 1), (2, 1))
    assert set(facets[Facet.PERSON]) == {(MARIA.person_id, 1), (PETER.person_id, 1), (72, 1)}
    assert ask("", facets=True).facets[Facet.KIND] == tuple(
        (kind, 1) for kind in ("album", "journal", "order", "sheet")
    )
    assert ask("щуки", facets=True).facets[Facet.KIND] == ()


def test_equals_keep_their_order_wherever_they_were_put(engine: SearchEngine, parser: QueryParser) -> None:
    for number in (905, 901, 903, 902, 904):
        engine.update([IndexDocument(number, 1, "Ведомость", pages("одинаковая страница"))])
        engine.commit()
    found = engine.search(SearchRequest(parser.parse("одинаковая").tree), EVERYTHING)
    assert [hit.document_id for hit in found.hits] == [901, 902, 903, 904, 905]


def test_the_newest_first(engine: SearchEngine, parser: QueryParser) -> None:
    engine.update([replace(ARCHIVE[1], stamp=2, date=date(2016, 9, 1))])
    engine.commit()
    found = engine.search(SearchRequest(parser.parse("").tree, sort=Sort.DATE), EVERYTHING)
    assert ids(found) == [ORDER, SHEET, JOURNAL, ALBUM, LETTER]
    of_day = engine.search(SearchRequest(parser.parse("дата:[01.09.2016 TO]").tree), EVERYTHING)
    assert ids(of_day) == [ORDER]
    words = engine.search(SearchRequest(parser.parse("журнал").tree, sort=Sort.DATE), EVERYTHING)
    assert ids(words) == [ORDER, SHEET, JOURNAL]


def test_the_oldest_first_and_the_undated_last(engine: SearchEngine, parser: QueryParser) -> None:
    engine.update([replace(ARCHIVE[1], stamp=2, date=date(2016, 9, 1))])
    engine.commit()
    found = engine.search(SearchRequest(parser.parse("").tree, sort=Sort.OLDEST), EVERYTHING)
    assert (ids(found), found.total) == ([ALBUM, JOURNAL, SHEET, ORDER, LETTER], 5)
    words = engine.search(SearchRequest(parser.parse("журнал").tree, sort=Sort.OLDEST), EVERYTHING)
    assert ids(words) == [JOURNAL, SHEET, ORDER]
    parts = [
        ids(engine.search(SearchRequest(parser.parse("").tree, sort=Sort.OLDEST, limit=2, offset=at), EVERYTHING))
        for at in (0, 2, 4)
    ]
    assert parts == [[ALBUM, JOURNAL], [SHEET, ORDER], [LETTER]]


@pytest.mark.parametrize("sort", list(Sort))
def test_a_long_list_goes_deeper_without_the_further_pages(
    engine: SearchEngine, parser: QueryParser, sort: Sort
) -> None:
    request = SearchRequest(parser.parse("журнал").tree, sort=sort, limit=3, deepest=2, located=False)
    found = engine.search(request, EVERYTHING)
    assert (len(found.hits), found.total) == (2, 3)
    assert [hit.other_pages for hit in found.hits] == [(), ()]


@pytest.mark.parametrize("sort", list(Sort))
def test_leafing_shows_every_document_once_and_the_total_is_exact(
    engine: SearchEngine, parser: QueryParser, sort: Sort
) -> None:
    many = [
        IndexDocument(100 + n, 1, f"Дело {n}", pages(*["протокол"] * (1 + n % 7)), year=2000 + n % 5) for n in range(60)
    ]
    engine.update(many)
    engine.commit()
    tree = parser.parse("протоколы").tree
    seen: list[int] = []
    for offset in range(0, 80, 20):
        result = engine.search(SearchRequest(tree, limit=20, offset=offset, sort=sort), EVERYTHING)
        assert result.total == 60
        seen += ids(result)
    assert sorted(seen) == [document.document_id for document in many]


def test_pages_with_the_words_are_found_in_a_very_thick_document(engine: SearchEngine, parser: QueryParser) -> None:
    thick = IndexDocument(200, 1, "Книга", pages(*["перечень имён"] * 450))
    thin = IndexDocument(
        201, 1, "Тетрадь", pages(*["другое"] * 3, "перечень длинный и подробный всего имеющегося в наличии")
    )
    engine.update([thick, thin])
    engine.commit()
    hits = {
        hit.document_id: hit for hit in engine.search(SearchRequest(parser.parse("перечень").tree), EVERYTHING).hits
    }
    assert hits[201].page == 4
    assert len(hits[200].other_pages) == 20


@pytest.mark.parametrize(
    ("access", "found"),
    [
        (Access(frozenset({10}), 9), {JOURNAL, ALBUM, SHEET}),
        (Access(frozenset({10}), 0), {JOURNAL, ALBUM}),
        (Access(frozenset({20, 11}), 1), {JOURNAL, ORDER, ALBUM}),
        (Access(frozenset({99}), 9), set()),
        (Access(frozenset(), 9), set()),
        (Access(frozenset({10}), -1), set()),
        (Access(None, 0), {JOURNAL, ALBUM, LETTER}),
        (EVERYTHING, {JOURNAL, ORDER, ALBUM, SHEET, LETTER}),
    ],
)
def test_what_may_not_be_seen_is_in_no_number(
    ask: Callable[..., SearchResult], access: Access, found: set[int]
) -> None:
    everything = ask("", access, facets=True)
    assert set(ids(everything)) == found
    assert everything.total == len(found)
    assert sum(count for _, count in everything.facets[Facet.CONFIDENTIALITY]) == len(found)
    for text in ("журнал", "Иванов", "НЕ журнал", "вид:приказ", "кова*", "ковать~"):
        narrowed = ask(text, access, facets=True)
        assert set(ids(narrowed)) <= found
        assert narrowed.total == len(set(ids(ask(text))) & found)


def test_maybe_you_meant_knows_only_what_may_be_seen(engine: SearchEngine, parser: QueryParser) -> None:
    def meant(text: str, access: Access = EVERYTHING) -> str | None:
        return engine.did_you_mean(parser.parse(text), access)

    assert meant("зачиcлитт") == "зачислить"
    assert meant("Сидорав") == "Сидоров"
    assert meant("Сидорав учащихся") == "Сидоров учащихся"
    assert meant("лабараторная") == "лабораторная"
    assert meant("лаборатарную") == "лабораторную"  # the archive has another form of it
    assert meant("экзаминациoная") == "экзаменационная"  # two letters, written by ear
    assert meant("эгзаменоцыонная") == "экзаменационная"
    assert meant("экзаменузионная") == "экзаменационная"  # two letters, anyhow
    assert meant("Cbljhjd") == "Сидоров"  # the keyboard was left in Latin
    assert meant("cbljhjd exfob[cz") == "сидоров учащихся"
    assert meant("Сидоров exfob[cz") == "Сидоров учащихся"
    assert meant("cbljhjd", Access(frozenset({20}), 9)) is None
    assert meant("windows") is None
    assert meant("Сидорав", Access(frozenset({20}), 9)) is None
    assert meant("Сидорав зачислить") is None  # both exist, but on no page together
    assert meant("журнал") is None
    assert meant("щщщщщщщ") is None
    assert meant("год:2015") is None
