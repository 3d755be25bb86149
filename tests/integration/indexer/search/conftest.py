"""One suite for three engines: every test here runs against each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.analysis import Analyzer
from indexer.query import QueryParser
from indexer.search import (
    Access,
    IndexDocument,
    IndexPage,
    PersonNames,
    SearchEngine,
    SearchRequest,
    SearchResult,
    open_engine,
)
from tests.fixtures.postgres import postgres_server, postgres_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["postgres_server", "postgres_url"]

EVERYTHING = Access.everything()


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def parser(analyzer: Analyzer) -> QueryParser:
    return QueryParser(analyzer, kinds={"приказ": "order", "журнал": "journal"})


@pytest.fixture(params=["tantivy", "postgresql", "whoosh"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"{request.param}://{tmp_path}/index"


@pytest.fixture
def open_one(engine_url: str, analyzer: Analyzer) -> Iterator[Callable[..., SearchEngine]]:
    """Opens the engine under test as another process would; closes all at the end."""
    opened: list[SearchEngine] = []

    def opener(with_analyzer: Analyzer = analyzer) -> SearchEngine:
        opened.append(open_engine(engine_url, with_analyzer))
        return opened[-1]

    yield opener
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_one: Callable[[], SearchEngine]) -> SearchEngine:
    """An engine with the small archive in it."""
    engine = open_one()
    engine.rebuild(ARCHIVE)
    return engine


@pytest.fixture
def ask(engine: SearchEngine, parser: QueryParser) -> Callable[..., SearchResult]:
    """Search the small archive by typed text."""

    def asker(text: str, access: Access = EVERYTHING, **options: object) -> SearchResult:
        return engine.search(SearchRequest(parser.parse(text).tree, **options), access)  # type: ignore[arg-type]

    return asker


def pages(*texts: str) -> tuple[IndexPage, ...]:
    return tuple(IndexPage(number, text) for number, text in enumerate(texts, 1))


JOURNAL, ORDER, ALBUM, SHEET, LETTER = 1, 2, 3, 4, 5
MARIA = PersonNames(70, ("Зыбцова Мария Ивановна", "Щеглова Мария Ивановна"))
PETER = PersonNames(71, ("Сидоров Пётр Ильич",))

ARCHIVE = (
    IndexDocument(
        JOURNAL,
        1,
        "Классный журнал 11-А",
        pages(
            "Список учащихся: Сидоров Пётр, Иванов Иван",
            "Алгебра. Иванову Ивану за четверть 5",
            "Физика. Лабораторная работа",
            "",
        ),
        kind="journal",
        item="02-05",
        year=2015,
        unit="Школа",
        scopes=(10, 11),
        persons=((MARIA, (3,)), (PETER, ())),
    ),
    IndexDocument(
        ORDER,
        1,
        "О зачислении",
        pages("ПРИКАЗ\nЗачислить в первый класс Ивапова Степана и Козлова Льва. Журналы успе-\nваемости хранить 5 лет"),
        number="12-К",
        kind="order",
        item="01-02",
        year=2016,
        unit="Колледж",
        confidentiality=1,
        scopes=(20,),
        persons=((PersonNames(72, ("Козлов Лев Олегович",)), ()),),
    ),
    IndexDocument(ALBUM, 1, "Старый альбом выпускников", kind="album", item="03-01", year=1999, scopes=(10, 20)),
    IndexDocument(
        SHEET,
        1,
        "Экзаменационная ведомость",
        pages("Ведомость журнала. Кузнечные работы: ковать железо. Белый лист", "Иванов сдал, Иванова сдала"),
        kind="sheet",
        item="02-05",
        year=2016,
        unit="Школа",
        confidentiality=2,
        scopes=(10,),
    ),
    IndexDocument(LETTER, 1, "Письмо", pages("Коваль Анна просит справку. Волков, Белов")),
)
